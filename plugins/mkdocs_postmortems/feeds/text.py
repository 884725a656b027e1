"""What the formats have in common: which characters they hold, and how moments are written."""

import datetime as dt
import re

_UNHOLDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def holdable(text: str) -> str:
    """`text` with U+FFFD for each character that XML 1.0 cannot hold."""
    return _UNHOLDABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def timestamp(moment: dt.datetime) -> str:
    """`moment` (aware) as RFC 3339 wants it, in its own time zone, to the second."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
