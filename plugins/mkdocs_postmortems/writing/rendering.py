"""Jinja2 around templates that may be anybody's: fenced in, strict, and errors have a line.

A team's own template has the shipped one of its name behind it, which it may extend by that name.
"""

import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mkdocs_postmortems.domain import Problem, Severity
from mkdocs_postmortems.writing.fields import scalar

BASE = "_base.md"
"""What all shipped templates extend; a team's own stands in for it everywhere."""
_OWN, _SHIPPED = "own/", "shipped/"
_NOTHING = "\0"
_ONLY_NOTHING = re.compile(rf"^[ \t]*{_NOTHING}[ \t]*\n?", re.MULTILINE)


class TemplateError(Exception):
    """A template that cannot be used; the message has its file, line, and what to do."""

    def __init__(self, path: str, line: int, message: str, remedy: str = "") -> None:
        """Say what is wrong with the template at `path`."""
        problem = Problem(
            path=path, line=line, message=message, remedy=remedy, severity=Severity.ERROR
        )
        super().__init__(str(problem))


class Renderer:
    """Renders templates of two folders."""

    def __init__(self, own: Path | None, shipped: Path, shown: str) -> None:
        """Take templates from `own`, which errors call `shown`, before those from `shipped`."""
        self._folders = {_OWN: own, _SHIPPED: shipped} if own else {_SHIPPED: shipped}
        self._shown = {_OWN: f"{shown}/", _SHIPPED: "(shipped) "}
        self._environment = _Environment(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=False,  # what is written is YAML and Markdown, not HTML
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.has_own = self.has_own
        self._environment.filters["yaml"] = scalar

    def has_own(self, file: str) -> bool:
        """Whether the team has a template of that name."""
        return self._holds(_OWN, file)

    def _holds(self, home: str, file: str) -> bool:
        """Whether there is such a file in a folder itself: no name may lead out of it."""
        folder = self._folders.get(home)
        return folder is not None and Path(file).name == file and (folder / file).is_file()

    def shown_path(self, file: str) -> str:
        """The template of that name, as errors call it."""
        return self._shown[self._home(file)] + file

    def source(self, file: str) -> str:
        """The text of a template.

        Raises:
            TemplateError: It cannot be read.
        """
        return self._read(self._home(file), file)

    def render(self, file: str, context: Mapping[str, Any]) -> str:
        """What the template writes. Lines on which a function of it had nothing to say are gone.

        Functions of `context` answer with lists of texts, each of which begins a line.

        Raises:
            TemplateError: It cannot be read or understood, or fails.
        """
        functions = {name: _lines(each) for name, each in context.items() if callable(each)}
        try:
            template = self._environment.get_template(self._home(file) + file)
            text = template.render({**context, **functions})
        except jinja2.TemplateSyntaxError as error:
            path = self._path_of(error.filename) or self.shown_path(file)
            raise TemplateError(path, error.lineno, _sentence(error.message)) from None
        except RecursionError:
            message = "this template extends itself, by itself or in a circle"
            raise TemplateError(self.shown_path(file), 1, message) from None
        except TemplateError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a template does, its author is told
            path, line = self._place(error) or (self.shown_path(file), 1)
            raise TemplateError(path, line, *_explained(error)) from None
        return _ONLY_NOTHING.sub("", text).replace(_NOTHING, "")

    def _home(self, file: str) -> str:
        return _OWN if self.has_own(file) else _SHIPPED

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        home, slash, file = name.partition("/")
        if not self._holds(home + slash, file):
            return None
        path = self._folders[home + slash] / file
        return self._read(home + slash, file), str(path), lambda: True

    def _read(self, home: str, file: str) -> str:
        path = self._folders[home] / file
        try:
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            message, remedy = "this file is not UTF-8", "Save it as UTF-8"
        except OSError as error:
            message, remedy = f"cannot be read ({error.strerror})", ""
        raise TemplateError(self._shown[home] + file, 0, message, remedy)

    def _path_of(self, filename: str | None) -> str:
        """How errors call the template of a file on disk; empty for any other file."""
        for home, folder in self._folders.items():
            if filename and Path(filename).parent == folder:
                return self._shown[home] + Path(filename).name
        return ""

    def _place(self, error: Exception) -> tuple[str, int] | None:
        """The line of a template on which it failed: Jinja2 puts templates into tracebacks."""
        frames = traceback.extract_tb(error.__traceback__)
        places = ((self._path_of(each.filename), each.lineno or 0) for each in frames)
        return next((place for place in reversed([*places]) if place[0]), None)


class _Environment(ImmutableSandboxedEnvironment):
    """Says which template a name means inside another."""

    has_own: Callable[[str], bool]

    def join_path(self, template: str, parent: str) -> str:
        """A template that names itself means the shipped one behind it."""
        home, _, file = parent.partition("/")
        of_team = f"{home}/" == _OWN or template == BASE
        is_own = of_team and not (f"{home}/" == _OWN and template == file)
        return (_OWN if is_own and self.has_own(template) else _SHIPPED) + template


def _lines(function: Callable[..., list[str]]) -> Callable[..., str]:
    def joined(*arguments: Any) -> str:
        return "\n".join(function(*arguments)) or _NOTHING

    return joined


def _explained(error: Exception) -> tuple[str, str]:
    """What went wrong and what to do."""
    if isinstance(error, jinja2.TemplatesNotFound | jinja2.TemplateNotFound):
        missing = (error.name or "").partition("/")[2]
        return f"there is no template `{missing}`", "Name one with its `.md`, such as `failed.md`"
    if isinstance(error, jinja2.UndefinedError):
        return _sentence(error.message or "a name is undefined"), "Known names are in the guide"
    return _sentence(str(error) or type(error).__name__), ""


def _sentence(message: str | None) -> str:
    """Jinja2's message as a problem has it: without capital and full stop."""
    text = " ".join((message or "this cannot be understood").split()).rstrip(".")
    return text[:1].lower() + text[1:]
