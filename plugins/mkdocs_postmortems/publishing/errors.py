"""What keeps a site from being published that is no fault of its content."""

import errno
import os


class PublishingError(Exception):
    """The site cannot be built or put in place here; the message says what to do."""


_MEANINGS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of the disk is used up",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk can only be read",
    # A folder of an image's layer, as OverlayFS has it, cannot be renamed by a container.
    errno.EXDEV: "it belongs to a container's image or to another disk; give another --site-dir",
    errno.EBUSY: "it is in use as a mount point",
}


def cannot(deed: str, error: OSError) -> PublishingError:
    """That `deed`, such as `build in site`, failed with `error`, in one line."""
    why = _MEANINGS.get(error.errno or 0) or error.strerror or str(error)
    name = f" ({os.fsdecode(error.filename)})" if error.filename else ""
    return PublishingError(f"cannot {deed}: {why}{name}")
