"""Changes of files noticed when they are made.

MkDocs looks at every file twice a second, since not every system and not every disk tells of
changes. So here too one looks, but only until the system has told of a first change.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

# That a file was read is told too, and a build reads them all.
_CHANGES: list[type[FileSystemEvent]] = [
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_SECONDS_OF_QUIET = 0.03
"""An editor that writes a file by several steps has done so by then."""


def watch_at_once(server: LiveReloadServer) -> None:
    """Let `server` be told of changes in the folders that it watches from now on."""
    server.observer = Watching(server.observer)  # type: ignore[assignment]  # all it asks for
    server.build_delay = _SECONDS_OF_QUIET


class Watching:
    """Looks for changes in files, and is told of those in folders."""

    def __init__(self, looking: BaseObserver) -> None:
        """Take over what `looking` looks at."""
        self._looking = looking
        self._told = Observer()

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> ObservedWatch:
        """Have `handler` hear of what changes at `path`."""
        watch = self._looking.schedule(handler, path, recursive=recursive)
        if Path(path).is_dir():
            told = _Told(handler, lambda: self._stop_looking(watch))
            self._told.schedule(told, path, recursive=recursive, event_filter=_CHANGES)
        return watch

    def unschedule(self, watch: ObservedWatch) -> None:
        """Watch no more."""
        self._stop_looking(watch)
        told = ObservedWatch(watch.path, recursive=watch.is_recursive, event_filter=_CHANGES)
        with contextlib.suppress(KeyError):
            self._told.unschedule(told)

    def start(self) -> None:
        """Begin; where the system tells of nothing, looking has to do."""
        self._looking.start()
        with contextlib.suppress(OSError):
            self._told.start()

    def stop(self) -> None:
        """End."""
        self._looking.stop()
        self._told.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end."""
        for each in (self._looking, self._told):
            if each.is_alive():
                each.join(timeout)

    def _stop_looking(self, watch: ObservedWatch) -> None:
        with contextlib.suppress(KeyError):
            self._looking.unschedule(watch)


class _Told(FileSystemEventHandler):
    """Hands on what the system tells."""

    def __init__(self, handler: FileSystemEventHandler, stop_looking: Callable[[], None]) -> None:
        self._handler = handler
        self._stop_looking = stop_looking

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hand on one change."""
        self._stop_looking()
        self._handler.dispatch(event)
