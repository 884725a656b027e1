"""The templates of new postmortems: those that come with the package, and a team's own.

A template is Jinja2 over Markdown. A team's own lie in `_templates/` of the postmortems folder.
"""

import datetime as dt
import difflib
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.source import Settings
from mkdocs_postmortems.source.front_matter import split
from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.writing.draft import Draft
from mkdocs_postmortems.writing.fields import FrontMatter
from mkdocs_postmortems.writing.record import record_of
from mkdocs_postmortems.writing.rendering import Renderer, TemplateError
from mkdocs_postmortems.writing.soundness import UnsoundError, completed, prove

FOLDER = "_templates"
"""Where a team's own templates lie, in the postmortems folder."""
ESSAY = "essay"
PENDING = "pending"
_UNDECIDED = "experiment"
_PLAN = "plan"
_SHIPPED = Path(__file__).parent.parent / "templates" / "posts"
_DESCRIPTION = re.compile(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)
_ORDER = (_PLAN, "failed", "succeeded", "mixed", "inconclusive", "invalid", "abandoned")


@dataclass(frozen=True, slots=True)
class Described:
    """A template as a list shows it: its name, what it is for, and whether it is the team's."""

    name: str
    description: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section that a template gives a postmortem.

    Attributes:
        heading: Its heading as plain text.
        text: Heading, guiding comment and all, as Markdown that ends with a line end.
    """

    heading: str
    text: str


class Templates:
    """The templates of one project."""

    def __init__(self, postmortems: Path | None, settings: Settings | None = None) -> None:
        """Find the team's own in the folder `postmortems`, if there is one.

        What is written is read by `settings`.
        """
        self._own = postmortems / FOLDER if postmortems else None
        self._settings = settings or Settings()
        shown = f"{postmortems.name}/{FOLDER}" if postmortems else ""
        self._renderer = Renderer(self._own, _SHIPPED, shown)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that can be given, the outcomes' first; those that begin with `_` are not."""
        own = _names_in(self._own) if self._own else set()
        return (*_ORDER, *sorted((own | _names_in(_SHIPPED)).difference(_ORDER)))

    @staticmethod
    def shipped_names() -> tuple[str, ...]:
        """The names of the templates that come with the package."""
        return tuple(sorted(_names_in(_SHIPPED)))

    def described(self) -> tuple[Described, ...]:
        """All templates, each with the Jinja comment that it begins with."""
        return tuple(
            Described(name, self._description(name), self._renderer.has_own(f"{name}.md"))
            for name in self.names
        )

    def _description(self, name: str) -> str:
        try:
            found = _DESCRIPTION.match(self._renderer.source(f"{name}.md"))
        except TemplateError as error:
            return str(error)
        return " ".join(found[1].split()) if found else ""

    def for_outcome(self, outcome: str) -> str:
        """The name of the template for an outcome; for none, that of an experiment undecided.

        A code of the site's own has the template of its name, else that of its picture.
        """
        if not outcome:
            return _UNDECIDED
        icon = self._settings.vocabularies.outcome.term(outcome).icon
        named = (_PLAN if each == PENDING else each for each in (outcome, icon))
        return next((each for each in named if each in self.names), _UNDECIDED)

    def outcome_of(self, name: str) -> str:
        """The outcome that a template is for; empty where it is for several, or for none."""
        if name == _PLAN:
            return PENDING
        return name if name in self._settings.vocabularies.outcome.codes else ""

    def nearest(self, name: str) -> str:
        """The template that a misspelt `name` most likely means; empty if none."""
        near = difflib.get_close_matches(name, self.names, n=1)
        return near[0] if near else ""

    def render(self, name: str, draft: Draft) -> str:
        """The text of a new postmortem, proven to say what `draft` does.

        Where that has no outcome, it is the template's, if it has one.

        Raises:
            TemplateError: The template cannot be used.
        """
        draft = replace(draft.cleaned(), outcome=draft.outcome or self.outcome_of(name))
        front_matter = FrontMatter(draft.known(), self._settings.vocabularies)
        text = self._text(f"{name}.md", draft, front_matter)
        try:
            text = completed(text, front_matter)
            prove(text, front_matter, self._settings)
        except UnsoundError as error:
            path, line = self._blamed(f"{name}.md", text, error.line)
            raise TemplateError(path, line, error.message, error.remedy) from None
        return text

    def _text(self, file: str, draft: Draft, front_matter: FrontMatter) -> str:
        record = record_of(draft.prefill)
        context = {
            "title": draft.title,
            "date": draft.date,
            "outcome": draft.outcome,
            "stage": draft.stage,
            "authors": list(draft.authors),
            "team": draft.team,
            "tags": list(draft.tags),
            "prefill": draft.prefill,
            "field": front_matter.field,
            "known": front_matter.written,
            "record": lambda: ["", record] if record else [],
        }
        text = self._renderer.render(file, context).strip("\n") + "\n"
        return text if record in text else f"{text}\n{record}\n"

    def _blamed(self, file: str, text: str, line: int) -> tuple[str, int]:
        """The template and its line that wrote a line of `text`, as far as it can be told."""
        path = self._renderer.shown_path(file)
        lines = text.split("\n")
        if not 0 < line <= len(lines):
            return path, 1
        source = self._renderer.source(file).split("\n")
        key = lines[line - 1].partition(":")[0]
        same = (number for number, each in enumerate(source, 1) if each == lines[line - 1])
        alike = (number for number, each in enumerate(source, 1) if each.startswith(f"{key}:"))
        return path, next(same, next(alike, 1))

    def sections(self, name: str) -> tuple[TemplateSection, ...]:
        """The sections of a template under headings of the second level, unfilled.

        Raises:
            TemplateError: The template cannot be used.
        """
        parts = split(self.render(name, Draft(title="Title", date=dt.date(2000, 1, 1))), name)
        body = "" if isinstance(parts, Problem) else parts.body
        lines = body.split("\n")
        starts = [line for line in outline(body) if line.level == 2]
        ends = [*(line.number - 1 for line in starts[1:]), len(lines)]
        return tuple(
            TemplateSection(
                plain_text(start.heading), "\n".join(lines[start.number - 1 : end]).strip() + "\n"
            )
            for start, end in zip(starts, ends, strict=False)
        )


def _names_in(folder: Path) -> set[str]:
    files = (each for each in folder.glob("*.md") if each.is_file())
    return {each.stem for each in files if not each.name.startswith((".", "_"))}
