"""What is done to a project before each build."""

import shutil
from pathlib import Path

from .posts import NEWEST, SHARED_TAG, Post, generate, has_shared_tag, post
from .tools import Tool

CASES = {
    "cold": "no cache, no site",
    "unchanged": "the same once more",
    "edited": "a sentence added to one post",
    "added": "one post more, the newest",
    "retagged": "a tag renamed on 100 posts",
}
"""In their order: each begins with what the one before it left."""


class Project:
    """A tool's project with a corpus, in a folder."""

    def __init__(self, tool: Tool, folder: Path, size: int, seed: int) -> None:
        self.tool, self.folder, self._size, self._seed = tool, folder, size, seed
        self._changed: dict[Path, Post | None] = {}

    def write(self) -> None:
        """The whole project, in place of what is there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.tool.lay_out(self.folder)
        for each in generate(self._size, self._seed):
            self.put(each)

    def restore(self) -> None:
        """Undo all changes since the project was written."""
        for file, before in self._changed.items():
            if before:
                self.put(before)
            else:
                file.unlink()
        self._changed.clear()

    def prepare(self, case: str, turn: int) -> None:
        """Change what the case says, in another place in each turn, which are counted from 0."""
        if case == "cold":
            self._clear()
        elif case == "edited":
            self.edit(turn)
        elif case == "added":
            self._add(turn)
        elif case == "retagged":
            self._retag(turn)

    def edit(self, turn: int) -> Post:
        """Add a sentence to a post, which is returned."""
        before = self._post((self._size // 2 + 1 + 7 * turn) % self._size)
        after = before._replace(body=f"{before.body}\nRead again in turn {turn + 1}.\n")
        self._change(before, after)
        return after

    def put(self, each: Post) -> None:
        """Write a post's file."""
        file = self.folder / self.tool.path(each)
        file.write_text(self.tool.text(each), encoding="utf-8", newline="\n")

    def _clear(self) -> None:
        for name in (self.tool.output, *self.tool.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _add(self, turn: int) -> None:
        self._change(None, self._post(self._size + turn)._replace(date=NEWEST))

    def _retag(self, turn: int) -> None:
        for number in range(self._size):
            if has_shared_tag(number, self._size):
                before = self._post(number)
                tags = (*before.tags[:-1], f"{SHARED_TAG} {turn + 1}")
                self._change(before, before._replace(tags=tags))

    def _post(self, number: int) -> Post:
        return post(number, self._size, self._seed)

    def _change(self, before: Post | None, after: Post) -> None:
        self._changed.setdefault(self.folder / self.tool.path(after), before)
        self.put(after)
