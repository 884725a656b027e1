"""What can be made again, kept by what it is made from; knows nothing of postmortems or MkDocs.

A thing's key is a digest of everything that it depends on, so what is found under a key is right,
whoever put it there and when ("constructive traces" in Mokhov, Mitchell and Peyton Jones, Build
Systems à la Carte, 2018). Nothing is ever changed under a key.
"""
