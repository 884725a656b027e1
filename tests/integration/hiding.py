"""The ways to hide a postmortem, and who may see it then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Hiding:
    """A way to hide a postmortem.

    Attributes:
        state: What it makes of it: `draft`, `scheduled`, `unlisted` or `unread`; empty where it
            depends on who asks.
        fields: What its front matter says.
        audience: Who alone may see it; empty where everybody may.
    """

    state: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    audience: tuple[str, ...] = ()


def _all(state: str, *ways: Mapping[str, Any]) -> list[Hiding]:
    return [Hiding(state, each) for each in ways]


DRAFTS = _all(
    "draft",
    {"draft": True},
    {"draft": "yes"},
    {"Draft": "on"},
    {"draft": 1},
    {"DRAFT": "TRUE"},
    {"published": False},
    {"published": "no"},
    {"draft": True, "unlisted": True},
    {"draft": True, "date": "2031-05-01"},
    {"draft": True, "status": "final"},
)
SCHEDULED = _all(
    "scheduled",
    {"date": "2031-01-01"},
    {"date": "2031-01-01 10:00:00 +0000"},
    {"date": {"created": "2031-01-01"}},
    {"date": "2025-01-01", "publishDate": "2031-01-01"},
    {"published": "2031-01-01"},
    {"date": "2031-01-01", "unlisted": True},
)
UNLISTED = _all("unlisted", {"unlisted": True}, {"unlisted": "yes"}, {"Unlisted": "1"})
UNREAD = _all(
    "unread",
    {"draft": "maybe"},
    {"draft": ""},
    {"unlisted": [True]},
    {"draft": False, "Draft": True},
    {"published": "perhaps"},
    {"audience": "bord"},
    {"audience": ""},
    {"audience": {"board": True}},
    {"date": "next week"},
    {"date": ["2025-01-01"]},
    {"draught": True, "drafts": True},
    {"params": {"draft": True}},
    {"audiance": "board"},
)
RESTRICTED = [
    Hiding("", {"audience": "board"}, ("board",)),
    Hiding("", {"audiences": ["risk", "Board"]}, ("risk", "board")),
    Hiding("", {"Audience": "Risk"}, ("risk",)),
    Hiding("draft", {"audience": "risk", "draft": True}, ("risk",)),
    Hiding("unlisted", {"audience": "board", "unlisted": True}, ("board",)),
    Hiding("scheduled", {"audience": "board, risk", "date": "2031-01-01"}, ("board", "risk")),
]
FORMS = ("yaml", "yaml", "yaml", "toml", "json", "below", "unclosed")
"""How front matter is written; of the last two, the reader cannot say what they hide."""
OPEN = Hiding("published")
OUT = ("published", "unlisted")
"""What a build has a page of."""


@dataclass
class Marks:
    """What is a postmortem's own.

    Attributes:
        said: The word that is all over it.
        name: The word in its path, its address, its old addresses and its files' names.
        hiding: How it is hidden.
        form: How its front matter is written.
    """

    said: str
    name: str
    hiding: Hiding = OPEN
    form: str = "yaml"

    def state(self, audience: Iterable[str]) -> str:
        """What it is to those who belong to `audience`, as the table of the design has it."""
        if self.hiding.state == "unread" or self.form in {"below", "unclosed"}:
            return "unread"
        if self.hiding.audience and not {*self.hiding.audience} & {*audience}:
            return "restricted"
        return self.hiding.state or "published"
