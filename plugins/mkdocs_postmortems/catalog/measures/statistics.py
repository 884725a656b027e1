"""Proportions and spreads that say how little they rest on."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 5
"""Cases below which a figure says "too few"."""
_Z = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Proportion:
    """`count` cases of `n`."""

    count: int
    n: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough cases to tell a share."""
        return self.n >= ENOUGH

    @property
    def share(self) -> float | None:
        """The share, from 0 to 1; None below five cases."""
        return self.count / self.n if self.is_enough else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval at 95 % (Wilson, JASA 22, 1927); None below five cases."""
        if not self.is_enough:
            return None
        share, squared = self.count / self.n, _Z**2
        centre = (share + squared / (2 * self.n)) / (1 + squared / self.n)
        spread = share * (1 - share) / self.n + squared / (4 * self.n**2)
        half = _Z * math.sqrt(spread) / (1 + squared / self.n)
        # At the ends the formula gives 0 and 1, which rounding misses by a hair.
        low = centre - half if self.count else 0.0
        high = centre + half if self.count < self.n else 1.0
        return low, high


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the middle half of `n` values lies; None for all three below five cases."""

    n: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


def spread_of(values: Iterable[float]) -> Spread:
    """Quartiles as Hyndman and Fan's type 7 (The American Statistician 50, 1996) has them."""
    listed = sorted(values)
    if len(listed) < ENOUGH:
        return Spread(len(listed))
    lower, median, upper = statistics.quantiles(listed, n=4, method="inclusive")
    return Spread(len(listed), lower, median, upper)
