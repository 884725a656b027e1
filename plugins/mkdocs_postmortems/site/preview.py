"""The server of a preview, before which each file is made that a browser asks for."""

import gc
import logging
import posixpath
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from mkdocs_postmortems.site.bench import Bench

_LOG = logging.getLogger("mkdocs.postmortems")
_LONGEST_BUILD = 600.0
"""Seconds that a browser is kept waiting for a build."""
_SECONDS_OF_REST = 3.0
"""After so long without another build nobody waits for a page."""

Respond = Callable[..., Any]
App = Callable[[dict[str, Any], Respond], Iterable[bytes]]


def makes_later() -> bool:
    """Whether MkDocs runs a preview that asks plugins about its server.

    One without live reload does not, so everything has to be there at once.
    """
    command = click.get_current_context(silent=True)
    return bool(command and command.params.get("livereload"))


class Preview:
    """Stands between browsers and MkDocs' server, and lets nobody in during a build."""

    def __init__(self) -> None:
        """Wait for the first build.

        Python looks now and then at all that is in memory for what nobody uses any more; with
        thousands of records that takes longer than a build, so it is done when nobody waits.
        """
        gc.disable()
        self._tidying: threading.Timer | None = None
        self._turn = threading.Condition()
        self._bench: Bench | None = None
        self._is_building = True

    def begin(self) -> None:
        """A build begins: what the last one left to be made is of no use any more."""
        if self._tidying:
            self._tidying.cancel()
        with self._turn:
            self._bench, self._is_building = None, True

    def end(self, bench: Bench | None) -> None:
        """A build has ended, and left `bench`; none where it failed."""
        with self._turn:
            self._bench, self._is_building = bench, False
            self._turn.notify_all()
        self._tidying = threading.Timer(_SECONDS_OF_REST, self._tidy)
        self._tidying.daemon = True
        self._tidying.start()

    def close(self) -> None:
        """The preview ends."""
        if self._tidying:
            self._tidying.cancel()
        gc.enable()

    def _tidy(self) -> None:
        with self._turn:
            gc.collect()

    def stand_before(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Have each request come here first."""
        mount = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
        server.set_app(_Before(server.get_app(), self, mount))

    def bring(self, path: str) -> None:
        """Have the file of the site at `path` written, if it was left for later."""
        with self._turn:
            self._turn.wait_for(lambda: not self._is_building, _LONGEST_BUILD)
            if self._bench is None:
                return
            try:
                self._bench.bring(path)
            except Exception as error:  # noqa: BLE001 - whatever a template or an extension does
                _LOG.error("%s cannot be shown: %s", path, error)


class _Before:
    """An application that has what it is asked for made, and then lets another answer."""

    def __init__(self, app: Any, preview: Preview, mount: str) -> None:
        self._app: App = app
        self._preview = preview
        self._mount = mount

    def __call__(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith(self._mount):
            return self._app(environ, respond)
        asked = path[len(self._mount) :]
        name = f"{asked}index.html" if path.endswith("/") else asked
        return self._answered(posixpath.normpath(f"/{name}").lstrip("/"), environ, respond)

    def _answered(self, name: str, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        self._preview.bring(name)
        answer = _Answer()
        content = self._app(environ, answer)
        if answer.is_missing:  # a build may have begun meanwhile, and emptied the site
            self._preview.bring(name)
            answer = _Answer()
            content = self._app(environ, answer)
        respond(*answer.given)
        return content


class _Answer:
    """Takes what an application responds."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()

    def __call__(self, *given: Any) -> None:
        self.given = given

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing at the address."""
        return str(self.given[0]).startswith("404")
