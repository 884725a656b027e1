"""What trackers of experiments know, to begin a postmortem with."""
