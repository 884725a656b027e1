"""A rule: what it looks for, why, and where that comes from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that is looked for in each postmortem.

    Attributes:
        id: Three letters of the family and three digits, such as `HON101`. It never changes
            its meaning; a rule that is given up leaves its id behind.
        name: The rule in words with hyphens, such as `no-baseline`.
        level: How much its findings weigh, unless the project says otherwise.
        reason: Why it is asked, to somebody who means well, in Markdown.
        bad: A postmortem's file in which it finds something.
        good: The same, mended.
        source: The paper, standard or practice it comes from, with its address where it has one.
        look: Finds it. It never raises.
        essays: Whether a page without an outcome is looked at too.
        around: Whether it looks at other postmortems, at files beside them, or at the day. The
            answers of all others are kept with the text.
        past: Whether it looks at what git knows of earlier versions.
        options: What mkdocs.yml can say to it, each a list of texts: the name, and what raises
            ValueError or re.error for a text that cannot be used.
    """

    id: str
    name: str
    level: Level
    reason: str
    bad: str
    good: str
    source: str
    look: Callable[[Subject], Iterable[Remark]]
    essays: bool = False
    around: bool = False
    past: bool = False
    options: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
