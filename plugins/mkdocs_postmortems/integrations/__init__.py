"""What trackers of experiments know, to begin a postmortem with."""

from mkdocs_postmortems.integrations.errors import TrackerError

__all__ = ["TrackerError"]
