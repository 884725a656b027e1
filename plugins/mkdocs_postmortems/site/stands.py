"""How postmortems stand: digests of all that pages show of them."""

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.kept.fingerprint import Plain, fingerprint, plain
from mkdocs_postmortems.site.views import PostView

_TERMS = ("stage", "decision", "confidence")


class Stands:
    """Digests of postmortems as pages of one build show them."""

    def __init__(self, catalog: Catalog) -> None:
        """Look at those of `catalog`."""
        self._catalog = catalog
        self._cards: dict[str, bytes] = {}
        self._texts: dict[str, bytes] = {}
        self._told: dict[str, bytes] = {}

    def card(self, view: PostView) -> bytes:
        """The digest of all that a list may show of a postmortem."""
        name = view.record.id
        if name not in self._cards:
            self._cards[name] = fingerprint(
                self._named(view),
                view.visibility.value,
                view.is_expired,
                tuple(map(self._named, view.superseded_by)),
                tuple(map(self._named, view.contradicted_by)),
                _places(view),
                len(self._catalog.taken_up_by(view.record)),
            )
        return self._cards[name]

    def text(self, view: PostView) -> bytes:
        """The digest of what a postmortem itself says, wherever it is said."""
        name = view.record.id
        if name not in self._texts:
            self._texts[name] = fingerprint(
                self.card(view), plain(view.registered), view.lead_image, view.players
            )
        return self._texts[name]

    def told(self, view: PostView) -> bytes:
        """The digest of what a postmortem says, and of what it has to do with."""
        name = view.record.id
        if name not in self._told:
            related = ((each.label, tuple(map(self.card, each.others))) for each in view.relations)
            self._told[name] = fingerprint(self.text(view), *related)
        return self._told[name]

    def page(self, view: PostView) -> bytes:
        """The digest of all that a postmortem's own page may show."""
        neighbours = [each for each in (view.newer, view.older) if each]
        return fingerprint(
            self.told(view),
            tuple(map(self.card, view.related)),
            view.newer is None,
            tuple(map(self.card, neighbours)),
        )

    def _named(self, view: PostView) -> Plain:
        """What is told where a postmortem is only named, and where it is."""
        return (view.record.digest, view.url)


def _places(view: PostView) -> Plain:
    """Where what a card or a page names leads to."""
    terms = [view.term(name) for name in _TERMS]
    authors = [url for _, url in view.authors]
    causes = [mention for mention, _, _ in view.causes]
    splits = [view.term("split", each.split) for each in view.record.results]
    named = [view.tags, view.series, view.runs, view.team, terms, authors, causes, splits]
    return plain([*named, view.cover])
