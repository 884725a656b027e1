"""Publish a company's experiments, failed and successful, as a searchable internal blog."""

__version__ = "0.1.0"
