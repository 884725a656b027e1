"""Secrets that may stand where they are: what is allowed, and why."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from mkdocs_postmortems.checks.detection.credentials import Secret, secrets_in

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def read_allowed(text: str) -> tuple[str, str]:
    """What is allowed, and why: `sha256:…` of a secret or the path of a file, then the reason.

    A path is relative to the postmortems folder, and may have `*`.

    Raises:
        ValueError: There is no reason, or the digest is none.
    """
    what, _, reason = text.strip().partition(" ")
    if not re.search(r"\w", reason):
        raise ValueError("it wants a reason after a blank")
    if what.startswith("sha256:") and not _DIGEST.fullmatch(what):
        raise ValueError("a digest has 64 of 0 to 9 and a to f")
    return what, reason.strip()


class Allowed:
    """What is allowed, by digest or path."""

    def __init__(self, written: Iterable[str]) -> None:
        """Understand the entries of a list, each with its reason."""
        self._entries = tuple(dict.fromkeys(read_allowed(each)[0] for each in written))

    def others_in(self, path: str, text: str) -> Iterator[Secret]:
        """The secrets in the file `text` at `path` that are not allowed."""
        if any(fnmatchcase(path, each) for each in self._entries):
            return
        for secret in secrets_in(text):
            if f"sha256:{secret.digest}" not in self._entries:
                yield secret

    def unneeded(self, texts: Iterable[tuple[str, str]]) -> list[str]:
        """The entries that allow nothing in `texts`, each with the path of its file."""
        left = list(self._entries)
        for path, text in texts:
            if not left:
                break
            digests = {f"sha256:{secret.digest}" for secret in secrets_in(text)}
            left = [
                each
                for each in left
                if each not in digests and not (digests and fnmatchcase(path, each))
            ]
        return left
