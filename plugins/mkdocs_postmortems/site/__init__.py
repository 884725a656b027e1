"""Catalog to MkDocs: files, pages, and what the templates show."""
