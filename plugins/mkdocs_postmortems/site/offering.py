"""The feeds that the blog offers: of all postmortems, and of each value of a facet."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog, Value
from mkdocs_postmortems.feeds import Feed, write_atom, write_json, write_rss
from mkdocs_postmortems.site.listings import FACETS, WITHIN, facet_path

_LEFT = "none"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a feed.

    Attributes:
        suffix: What the names of its files end with.
        label: What readers know it by.
        type: Its media type.
        write: Writes a feed whose own whole address is given.
    """

    suffix: str
    label: str
    type: str
    write: Callable[[Feed, str], bytes]


FORMATS = (
    Format("atom", "Atom", "application/atom+xml", write_atom),
    Format("rss", "RSS", "application/rss+xml", write_rss),
    Format("json", "JSON Feed", "application/feed+json", write_json),
)
"""Every format, the one that is offered first in front."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One feed as it is offered, in every format that it has.

    Attributes:
        page: The path of the listing that it belongs to.
        formats: Its formats; none where it is left out.
        facet: The facet it belongs to; empty for all postmortems.
        value: The value whose postmortems it has, or None for all.
    """

    page: str
    formats: tuple[Format, ...]
    facet: str = ""
    value: Value | None = None

    def path(self, form: Format = FORMATS[0]) -> str:
        """Where it is under the site in one format."""
        return posixpath.join(self.page, f"feed.{form.suffix}")


def offer_of(blog: str, choice: str, facet: str = "", value: Value | None = None) -> Offer:
    """The feed of one value of a facet, or of all postmortems, under the option `feeds`.

    A month that is over gains nothing more, so months have feeds only where all are wanted.
    """
    if value is None:
        return Offer(blog, () if choice == _LEFT else FORMATS)
    formats = {"all": FORMATS, "atom": FORMATS[: facet not in WITHIN]}.get(choice, ())
    return Offer(facet_path(blog, facet, value.slug), formats, facet, value)


def offers_of(catalog: Catalog, blog: str, choice: str) -> Iterator[Offer]:
    """Every feed that there is under the option `feeds`, that of all postmortems first."""
    offers = [offer_of(blog, choice)]
    for name in FACETS:
        offers += [offer_of(blog, choice, name, value) for value in catalog.facet(name).values]
    return (each for each in offers if each.formats)
