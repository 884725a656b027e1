"""Building a site beside the one that is up, checking it, and putting it in its place.

Knows nothing of MkDocs, which runs in a process of its own.
"""
