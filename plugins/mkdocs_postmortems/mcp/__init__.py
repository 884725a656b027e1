"""What an assistant asks before it proposes an experiment: the Model Context Protocol, read only.

Written with the standard library alone: the official SDK takes a second and 70 MB to load.
"""
