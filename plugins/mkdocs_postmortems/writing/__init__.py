"""New postmortems from templates, and edits of front matter that leave the rest as it is."""

from mkdocs_postmortems.writing.prefill import Link, Prefill

__all__ = ["Link", "Prefill"]
