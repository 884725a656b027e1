"""One index, one ranking: lessons first, words in any form, slips forgiven.

Nothing but names is made here: a command that only searches must not load what reads postmortems.
"""
