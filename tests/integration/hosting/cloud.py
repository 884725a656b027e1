"""Stands in for `aws s3 sync` and `gcloud storage rsync`, with a folder for a bucket.

The program that a script finds only notes what it is called with; `replay` then does it. It knows
what the shipped scripts use, as the programs themselves did it when this was written (aws-cli 1.45,
and the dry run of gcloud 528): patterns of `aws` are globs whose last match decides, and `*` takes
slashes too; `gcloud` leaves out whatever a regular expression matches. What a pattern leaves out is
not deleted either.
"""

import argparse
import fnmatch
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = """#!/bin/sh
printf . >>count
if [ "$(wc -c <count)" -eq "${FAILING_CALL:-0}" ]; then exit 1; fi
printf '%s\\037' "$@" >>calls
printf '\\036' >>calls
"""
Chosen = Callable[[str], bool]
Done = tuple[str, str, str | None, str | None]
"""What was done to which file, its type, and how long it is kept."""


@dataclass
class Bucket:
    """A bucket, and what was done to it."""

    folder: Path
    done: list[Done] = field(default_factory=list)

    def replay(self, calls: str, site: Path) -> None:
        """Do what a script called for."""
        known = {("s3", "sync"): self._aws, ("storage", "rsync"): self._gcloud}
        for call in calls.split("\036")[:-1]:
            first, second, source, target, *words = call.split("\037")[:-1]
            assert source == "site"
            assert target in {"s3://lab", "gs://lab"}
            known[first, second](words, site)

    def _aws(self, words: Sequence[str], site: Path) -> None:
        parser = argparse.ArgumentParser(allow_abbrev=False)
        parser.add_argument("--exclude", action=_Filters)
        parser.add_argument("--include", action=_Filters)
        for name in ("--cache-control", "--content-type"):
            parser.add_argument(name)
        for name in ("--delete", "--size-only", "--no-progress"):
            parser.add_argument(name, action="store_true")
        told = parser.parse_args(words, argparse.Namespace(filters=[]))

        def chosen(name: str) -> bool:
            fitting = [keep for keep, glob in told.filters if fnmatch.fnmatchcase(name, glob)]
            return fitting[-1] if fitting else True

        def is_same(mine: Path, theirs: Path) -> bool:
            sizes = mine.stat().st_size == theirs.stat().st_size
            return sizes and (told.size_only or mine.stat().st_mtime <= theirs.stat().st_mtime)

        self._put(site, told, chosen, is_same)
        if told.delete:
            self._delete(site, chosen)

    def _gcloud(self, words: Sequence[str], site: Path) -> None:
        parser = argparse.ArgumentParser(allow_abbrev=False)
        for name in ("--exclude", "--cache-control", "--content-type"):
            parser.add_argument(name)
        for name in ("--recursive", "--checksums-only", "--delete-unmatched-destination-objects"):
            parser.add_argument(name, action="store_true")
        told = parser.parse_args(words)
        assert told.recursive
        assert told.checksums_only
        left_out = [re.compile(each) for each in told.exclude.split(",")]

        def chosen(name: str) -> bool:
            return not any(each.match(name) for each in left_out)

        self._put(site, told, chosen, lambda mine, theirs: mine.read_bytes() == theirs.read_bytes())
        if told.delete_unmatched_destination_objects:
            self._delete(site, chosen)

    def _put(
        self,
        site: Path,
        told: argparse.Namespace,
        chosen: Chosen,
        is_same: Callable[[Path, Path], bool],
    ) -> None:
        for name in filter(chosen, _names(site)):
            mine, theirs = site / name, self.folder / name
            if theirs.exists() and is_same(mine, theirs):
                continue
            theirs.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(mine, theirs)
            self.done.append(("put", name, told.content_type, told.cache_control))

    def _delete(self, site: Path, chosen: Chosen) -> None:
        for name in filter(chosen, _names(self.folder)):
            if not (site / name).exists():
                (self.folder / name).unlink()
                self.done.append(("delete", name, None, None))


class _Filters(argparse.Action):
    def __call__(self, _parser, namespace, values, option=None):
        namespace.filters.append((option == "--include", values))


def _names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
