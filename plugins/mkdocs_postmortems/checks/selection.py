"""Which rules are asked, and how much their findings weigh."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mkdocs_postmortems.checks.finding import Level

GATES: dict[str, Level | None] = {
    "error": Level.ERROR,
    "warning": Level.WARNING,
    "info": Level.INFO,
    "never": None,
}
"""The least level of a finding that fails a check, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a project wants of its checks.

    Attributes:
        select: Beginnings of the ids of the rules that are asked; all of them where it is empty.
        ignore: Beginnings of the ids of those that are not. The longer beginning wins.
        gate: The least level of a finding that fails a check; None where none does.
        levels: How much findings weigh, by beginnings of ids, where that is another than the
            rule's own. The longer beginning wins.
        options: What single rules are told, by id and name.
        build: Whether `mkdocs build` asks too.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    gate: Level | None = Level.ERROR
    levels: Mapping[str, Level] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    build: bool = True

    def wants(self, rule: str) -> bool:
        """Whether the rule of that id is asked."""
        wanted = _longest(rule, self.select or ("",))
        unwanted = _longest(rule, self.ignore)
        if wanted is None or unwanted is None:
            return wanted is not None
        return len(wanted) > len(unwanted)

    def asking(self, rule: str) -> "Checks":
        """The same, and the rule of that id too, unless it is among those that are not asked."""
        if _longest(rule, self.select or ("",)) is not None or _longest(rule, self.ignore):
            return self
        return replace(self, select=(*self.select, rule))

    def level(self, rule: str, own: Level) -> Level:
        """How much a finding of that rule weighs, which is `own` unless the project says so."""
        named = _longest(rule, self.levels)
        return own if named is None else self.levels[named]

    def fails(self, levels: Iterable[Level]) -> bool:
        """Whether findings of these levels fail the check."""
        return self.gate is not None and any(level >= self.gate for level in levels)


def _longest(rule: str, beginnings: Iterable[str]) -> str | None:
    """The longest of `beginnings` with which the id begins."""
    return max((each for each in beginnings if rule.startswith(each)), key=len, default=None)
