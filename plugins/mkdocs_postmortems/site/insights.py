"""The dashboard: figures with their words and the shapes of their pictures."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.measures import ENOUGH, Insights, Proportion, Repeat, Spread
from mkdocs_postmortems.domain import Vocabulary
from mkdocs_postmortems.site.measure_words import WORDS, Words

FORMAT = 1
"""The version of `insights.json`; it grows when a name or a meaning changes."""


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """The page of the figures.

    Attributes:
        page: Its path under the site, without suffix.
        title: Its heading.
        template: The template that shows it.
    """

    page: str
    title: str = "Insights"
    template: str = "insights"


@dataclass(frozen=True, slots=True)
class Segment:
    """One outcome's part of a bar; `x` and `width` are per cent of the picture's width."""

    code: str
    label: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture with its segments."""

    label: str
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One row of spreads: where its quartiles lie, in per cent of the picture's width."""

    code: str
    label: str
    spread: Spread
    lower: float = 0.0
    median: float = 0.0
    upper: float = 0.0


class InsightsView:
    """The figures as the template shows them.

    Attributes:
        content: The figures.
        words: What each is called, how it is made, and how it misleads, by its name.
    """

    def __init__(self, content: Insights, catalog: Catalog) -> None:
        """Show `content`, in the words of the catalog's vocabularies."""
        self.content = content
        self.words: Mapping[str, Words] = WORDS
        self._known = catalog.vocabularies

    @property
    def is_small(self) -> bool:
        """Whether too few experiments are concluded for most figures."""
        return not self.content.learning.is_enough

    @property
    def enough(self) -> int:
        """From how many cases on a figure is told."""
        return ENOUGH

    def figure(self, name: str) -> Any:
        """The figure of that name."""
        return getattr(self.content, name)

    @property
    def periods(self) -> tuple[Bar, ...]:
        """Outcomes over time."""
        return self._bars(self.content.by_period, None)

    @property
    def stages(self) -> tuple[Bar, ...]:
        """Outcomes by the stage at which they ended."""
        return self._bars(self.content.by_stage, self._known.stage)

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        """Code and label of each outcome that occurs, in the order of the vocabulary."""
        counts = (*self.content.by_period.values(), *self.content.by_stage.values())
        found = {code for each in counts for code in each}
        known = self._known.outcome
        ordered = sorted(found, key=lambda code: (known.position(code), code))
        return tuple((code, known.term(code).label) for code in ordered)

    @property
    def causes(self) -> tuple[Bar, ...]:
        """How often each cause is named."""
        most = max(self.content.causes.values(), default=0)
        label = self._known.cause.term
        return tuple(
            Bar(label(code).label, count, (Segment(code, "", count, 0.0, _part(count, most)),))
            for code, count in self.content.causes.items()
        )

    @property
    def days_to_stop(self) -> tuple[Box, ...]:
        """Days from start to end, by outcome."""
        return self._boxes(self.content.days_to_stop)

    @property
    def days_to_publish(self) -> tuple[Box, ...]:
        """Days from the end to the postmortem, by outcome."""
        return self._boxes(self.content.days_to_publish)

    def cause(self, repeat: Repeat) -> str:
        """The label of the cause that two failures share."""
        return self._known.cause.term(repeat.cause).label

    def _bars(
        self, table: Mapping[str, Mapping[str, int]], rows: Vocabulary | None
    ) -> tuple[Bar, ...]:
        most = max((sum(counts.values()) for counts in table.values()), default=0)
        return tuple(
            Bar(
                label=rows.term(row).label if rows else row,
                total=sum(counts.values()),
                segments=tuple(self._segments(counts, most)),
            )
            for row, counts in table.items()
        )

    def _segments(self, counts: Mapping[str, int], most: int) -> Iterable[Segment]:
        before = 0
        for code, label in self.outcomes:
            if count := counts.get(code, 0):
                yield Segment(code, label, count, _part(before, most), _part(count, most))
                before += count

    def _boxes(self, spreads: Mapping[str, Spread]) -> tuple[Box, ...]:
        most = max((each.upper or 0.0 for each in spreads.values()), default=0.0)
        label = self._known.outcome.term
        return tuple(
            Box(code, label(code).label, each, *(_part(at or 0.0, most) for at in _quartiles(each)))
            for code, each in spreads.items()
        )


def _quartiles(spread: Spread) -> tuple[float | None, float | None, float | None]:
    return spread.lower, spread.median, spread.upper


def _part(value: float, most: float) -> float:
    """`value` of `most` in per cent, rounded to 0.01."""
    return round(100 * value / most, 2) if most else 0.0


def insights_json(content: Insights) -> str:
    """The figures for programs: each with its number of cases, its formula and its pitfall."""
    figures = {
        name: _told(getattr(content, name))
        | {"title": words.title, "formula": words.formula, "pitfall": words.pitfall}
        for name, words in WORDS.items()
    }
    return json.dumps({"version": FORMAT, "figures": figures}, indent=1, ensure_ascii=False) + "\n"


def _told(value: Any) -> dict[str, Any]:
    if isinstance(value, Proportion):
        return {**asdict(value), "share": value.share, "interval": value.interval}
    if isinstance(value, Spread):
        return asdict(value)
    if isinstance(value, int):
        return {"count": value}
    if isinstance(value, tuple):
        pairs = [
            {"later": each.later.id, "earlier": each.earlier.id, "cause": each.cause}
            for each in value
        ]
        return {"pairs": pairs}
    return {"by": {key: _plain(each) for key, each in value.items()}}


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, Spread) else value
