"""A record put together from fields, body, path and git."""

from collections.abc import Mapping as Table
from pathlib import PurePosixPath

from mkdocs_postmortems.domain import (
    NOT_READABLE,
    Form,
    Lesson,
    Moment,
    Postmortem,
    Severity,
    instant,
    lesson_anchor,
)
from mkdocs_postmortems.source import evidence, names
from mkdocs_postmortems.source.authors import read_authors
from mkdocs_postmortems.source.body import (
    SUMMARY_LIMIT,
    count_words,
    lessons_in,
    opening,
    summary_of,
)
from mkdocs_postmortems.source.dates import date_in_path, without_date
from mkdocs_postmortems.source.fields import Fields
from mkdocs_postmortems.source.front_matter import Parts
from mkdocs_postmortems.source.history import Commits
from mkdocs_postmortems.source.nodes import Entry, Mapping, Scalar, to_json
from mkdocs_postmortems.source.plain import plain_text, shorten
from mkdocs_postmortems.source.settings import Settings

PATH_KEYS = ("image", "path", "src")
"""Keys under which themes of Hugo and Jekyll keep the path of a picture, where it is a map."""

_NAMES_THAT_TELL_NOTHING = {"index", "readme"}


class Assembly:
    """Takes each value of a record from the first of fields, body, path and git that has it."""

    def __init__(
        self,
        fields: Fields,
        extra: Table[str, Entry],
        parts: Parts,
        settings: Settings,
        commits: Commits,
    ) -> None:
        self._fields = fields
        self._extra = extra
        self._parts = parts
        self._settings = settings
        self._commits = commits
        self._path = fields.report.path

    def postmortem(self) -> Postmortem:
        """The record; what could not be read is in the fields' report."""
        fields, known = self._fields, self._settings.vocabularies
        title, body, removed = self._title_and_body()
        created, updated = self._dates()
        return Postmortem(
            id=str(PurePosixPath(self._path).with_suffix("")),
            source=self._path,
            title=title,
            date=created,
            updated=updated,
            expires=fields.moment("expiryDate"),
            draft=self._is_draft(),
            unlisted=bool(fields.flag("unlisted")),
            authors=read_authors(fields, self._settings.authors),
            team=fields.line("team"),
            summary=self._summary(body),
            tags=self._tags(),
            series=fields.lines("series"),
            images=self._paths("image", "images", "cover"),
            audio=self._paths("audio"),
            videos=self._paths("videos"),
            slug=fields.line("slug"),
            url=fields.line("url"),
            aliases=fields.lines("aliases"),
            outcome=self._outcome(),
            stage=fields.code("stage", known.stage),
            decision=fields.code("decision", known.decision),
            confidence=fields.code("confidence", known.confidence),
            revisit=fields.day("revisit"),
            revisit_when=fields.line("revisit_when"),
            hypothesis=fields.text("hypothesis"),
            success_criteria=evidence.read_criteria(fields, known),
            baseline=evidence.read_baseline(fields),
            results=evidence.read_results(fields, known),
            causes=evidence.read_causes(fields, known),
            lessons=self._lessons(body),
            actions=evidence.read_actions(fields),
            concerns=evidence.read_concerns(fields),
            started=fields.day("started"),
            ended=fields.day("ended"),
            due=fields.day("due"),
            cost=evidence.read_cost(fields),
            data=evidence.read_data(fields),
            runs=fields.lines("runs"),
            builds_on=self._ids("builds_on"),
            replicates=self._ids("replicates"),
            contradicts=self._ids("contradicts"),
            supersedes=self._ids("supersedes"),
            corrections=evidence.read_corrections(fields, known),
            reviewed_by=fields.lines("reviewed_by"),
            reviewed=fields.day("reviewed"),
            extra={key: to_json(entry.value) for key, entry in self._extra.items()},
            body=body,
            words=count_words(body),
            lines=self._lines(removed),
        )

    def _title_and_body(self) -> tuple[str, str, int]:
        """The title, the body without it, and how many lines that took off the body's top."""
        given = self._fields.line("title")
        found = opening(self._parts.body, given)
        if not found.body.strip():
            self._fields.report.add(
                "there is no text below the title", rule=Form.NO_TEXT, at=self._parts.body_line
            )
        if found.title:
            self._note_missing_title(given, "the first heading")
            return found.title, found.body, found.removed
        self._note_missing_title(given, "the file's name")
        return self._title_from_name(), found.body, found.removed

    def _note_missing_title(self, given: str, instead: str) -> None:
        if given or self._parts.syntax == "none":
            return
        self._fields.report.add(
            f"none is written, so {instead} is used",
            "Write `title: What was tried and what came of it`",
            rule=Form.NO_TITLE,
            at=self._fields.entry("title") or 1,
            field="title",
            severity=Severity.NOTE,
        )

    def _title_from_name(self) -> str:
        path = PurePosixPath(self._path)
        named = path.parent.name if path.stem.casefold() in _NAMES_THAT_TELL_NOTHING else path.stem
        undated = without_date(named).replace("_", " ").replace("-", " ").split()
        title = " ".join(undated) or " ".join(named.replace("-", " ").split()) or path.stem
        return title[:1].upper() + title[1:]

    def _outcome(self) -> str | None:
        """The outcome; one whose field is misspelt cannot be read, and makes no essay of it."""
        outcome = self._fields.outcome(self._settings.vocabularies.outcome)
        is_misspelt = any(names.meant_by(key) == "outcome" for key in self._extra)
        return NOT_READABLE.code if outcome is None and is_misspelt else outcome

    def _dates(self) -> tuple[Moment | None, Moment | None]:
        created, updated = self._written_dates()
        if created:
            created = max((created, *self._other_dates()), key=instant)
        created = created or date_in_path(self._path) or self._commits.first
        updated = updated or self._commits.changed
        if created is None and self._fields.node("date") is None:
            self._fields.report.add(
                "none is written, in the name neither, and git has none; it is listed last",
                "Write `date: YYYY-MM-DD`",
                rule=Form.NO_DATE,
                at=self._fields.entry("date") or 1,
                field="date",
                severity=Severity.NOTE,
            )
        return created, updated

    def _other_dates(self) -> list[Moment]:
        """What other names of the date say: one of them may lie ahead, and then that one counts."""
        nodes = [each.value for each in self._extra.values() if names.canonical(each.key) == "date"]
        published = self._fields.node("published")
        if isinstance(published, Scalar) and not self._is_flag(published):
            nodes.append(published)
        scalars = (node for node in nodes if isinstance(node, Scalar) and not node.is_null)
        moments = (self._fields.moment_of("date", each, Severity.ERROR) for each in scalars)
        return [moment for moment in moments if moment]

    def _written_dates(self) -> tuple[Moment | None, Moment | None]:
        """`date` and `updated`; a date that cannot be read may lie ahead, and so is an error."""
        updated = self._fields.moment("updated")
        node = self._fields.node("date")
        if isinstance(node, Mapping):
            both = Fields.of(node, self._fields.report, "date")
            return both.moment("created", Severity.ERROR), both.moment("updated") or updated
        if node is not None and not isinstance(node, Scalar):
            self._fields.report.add(
                "wants one date, so the postmortem is left out",
                "Write `date: YYYY-MM-DD`",
                rule=Form.DATE,
                at=node,
                field="date",
                severity=Severity.ERROR,
            )
            return None, updated
        if node is not None:
            return self._fields.moment("date", Severity.ERROR), updated
        published = self._fields.node("published")
        if isinstance(published, Scalar) and not self._is_flag(published):
            return self._fields.moment("published", Severity.ERROR), updated
        return None, updated

    @staticmethod
    def _is_flag(scalar: Scalar) -> bool:
        return not any(char.isdigit() for char in scalar.text) or scalar.text in {"0", "1"}

    def _is_draft(self) -> bool:
        published = self._fields.node("published")
        is_date = isinstance(published, Scalar) and not self._is_flag(published)
        if published and not is_date and self._fields.flag("published") is False:
            return True
        return bool(self._fields.flag("draft"))

    def _summary(self, body: str) -> str:
        given = plain_text(self._fields.text("summary"))
        return shorten(given, SUMMARY_LIMIT) if given else summary_of(body)

    def _tags(self) -> tuple[str, ...]:
        tags = (tag for name in ("tags", "categories", "keywords") for tag in self._split(name))
        return tuple(dict.fromkeys(tags))

    def _split(self, name: str) -> tuple[str, ...]:
        return tuple(tag.lstrip("#").strip() or tag for tag in self._fields.lines(name, ","))

    def _paths(self, *names: str) -> tuple[str, ...]:
        paths = (path for name in names for path in self._paths_of(name))
        return tuple(dict.fromkeys(paths))

    def _paths_of(self, name: str) -> tuple[str, ...]:
        """The paths of a field, also where a theme keeps them in a map: `cover: {image: x.png}`."""
        node = self._fields.node(name)
        if isinstance(node, Mapping):
            inside = Fields.of(node, self._fields.report, name)
            found = next((path for key in PATH_KEYS if (path := inside.line(key))), "")
            if found:
                return (found,)
        return self._fields.lines(name)

    def _ids(self, name: str) -> tuple[str, ...]:
        cleaned = (each.removesuffix(".md").strip("/") for each in self._fields.lines(name))
        return tuple(dict.fromkeys(cleaned))

    def _lessons(self, body: str) -> tuple[Lesson, ...]:
        """Those of the front matter, then those of the body's sections; each text once."""
        lessons: dict[str, Lesson] = {}
        by_words: set[str] = set()
        for lesson in evidence.read_lessons(self._fields):
            words = lesson_anchor(plain_text(lesson.text))
            if words in by_words:
                continue
            by_words.add(words)
            anchor = lesson.anchor
            if anchor in lessons:
                self._tell_same_id(lesson)
                anchor = words
            lessons[anchor] = lesson.model_copy(update={"anchor": anchor})
        for found in lessons_in(body, self._settings.lessons_headings):
            words = lesson_anchor(plain_text(found.text))
            if words not in by_words:
                lessons.setdefault(words, Lesson(text=found.text, anchor=words, in_body=True))
        return tuple(lessons.values())

    def _tell_same_id(self, lesson: Lesson) -> None:
        self._fields.report.add(
            f"the id `{lesson.anchor.removeprefix('lesson-')}` belongs to a lesson above already",
            "Give each lesson an id of its own, or none",
            rule=Form.SAME_ID,
            at=self._fields.entry("lessons") or 0,
            field="lessons",
        )

    def _lines(self, removed: int) -> dict[str, int]:
        lines = {name: entry.line for name in names.FIELDS if (entry := self._fields.entry(name))}
        lines["body"] = self._parts.body_line + removed
        return lines
