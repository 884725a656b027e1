"""Brings the terminal's index in step with the files: what changed is read, and nothing else."""

import contextlib
import datetime as dt

from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.glossary import GLOSSARY_FILE, site_glossary
from mkdocs_postmortems.search.index import Source, build_index
from mkdocs_postmortems.search.keeping import Origin, write_store
from mkdocs_postmortems.search.ledger import Known, News, as_row, gather_news, kept_entries
from mkdocs_postmortems.search.store import Cache, Store, StoreError
from mkdocs_postmortems.search.updating import Change, update_store

_MOST_UPDATED = 0.05


def refresh(project: Project, now: dt.datetime, cache: Cache, store: Store | None) -> Source:
    """The index of what `project` publishes as of `now` (aware), kept in `cache` where it can be.

    `store` is the index as it was; only what is different from it is read. It is closed.

    Raises:
        GlossaryError: The project's glossary cannot be read.
        ExtensionError: The project's own codes are not understood.
    """
    if store:
        with contextlib.suppress(StoreError, OSError), contextlib.closing(store):
            if updated := _updated(project, now, cache, store):
                return updated
    glossary = site_glossary(project.folder / GLOSSARY_FILE)
    news = gather_news(project, now, Known())
    index = build_index(news.documents, glossary)
    with contextlib.suppress(OSError):
        write_store(cache.path, index, _origin(news, cache))
    return index


def _updated(project: Project, now: dt.datetime, cache: Cache, store: Store) -> Source | None:
    """The index with what is new in it; None where so much is that it is better made anew."""
    known = _known(store)
    store.close()
    news = gather_news(project, now, known)
    gone = known.superseded_by.keys() - set(news.order)
    if len(news.documents) + len(gone) > max(20, _MOST_UPDATED * len(news.order)):
        return None
    change = Change(store.stamp, news.order, news.documents, _origin(news, cache))
    update_store(cache.path, change)
    return Store(cache.path)


def _known(store: Store) -> Known:
    after = store.rows("select id, superseded_by from documents")
    try:
        entries = kept_entries(store.rows("select * from files"))
    except (TypeError, ValueError) as error:
        raise StoreError("the index is damaged") from error
    return Known(
        entries=entries,
        superseded_by={name: tuple(ids.split("\n")) if ids else () for name, ids in after},
        head=store.head,
    )


def _origin(news: News, cache: Cache) -> Origin:
    return Origin(
        stamp=cache.stamp(news.head),
        settings=cache.settings,
        until=news.until.isoformat(),
        head=news.head,
        files=[as_row(entry) for entry in news.entries],
    )
