"""The site as plain Markdown with a configuration, for another generator than MkDocs.

Everything that the plugin makes while MkDocs builds is in the Markdown already: pages, lists,
lessons, figures. It knows nothing of MkDocs, so that it works when that is gone.
"""
