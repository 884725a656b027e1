"""Nodes to values, field by field: what cannot be read is told and dropped, nothing is raised."""

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from mkdocs_postmortems.domain import (
    NOT_READABLE,
    Form,
    Moment,
    Severity,
    Vocabulary,
    advice,
    day_of,
)
from mkdocs_postmortems.source.dates import DateError, read_moment
from mkdocs_postmortems.source.nodes import Entry, Mapping, Node, Scalar, Sequence, kind_of
from mkdocs_postmortems.source.report import Report

T = TypeVar("T")

TRUE = frozenset({"true", "yes", "on", "y", "1"})
FALSE = frozenset({"false", "no", "off", "n", "0"})
_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONGEST_LINE = 1_000
_LONGEST_TEXT = 20_000


def one_line(text: str) -> str:
    """`text` on one line, composed (NFC), without overrides of the writing direction."""
    return " ".join(_DIRECTION_OVERRIDES.sub("", unicodedata.normalize("NFC", text)).split())


class Fields:
    """The entries of one mapping, read by name.

    Every method takes the name of a field, answers with a value of the type in its own name, and
    with an empty one (None, "", ()) when the field is not there or cannot be read; the latter
    goes to `report`.
    """

    def __init__(self, entries: dict[str, Entry], report: Report, prefix: str = "") -> None:
        self._entries = entries
        self._prefix = prefix
        self._asked: set[str] = set()
        self.report = report

    @classmethod
    def of(cls, mapping: Mapping, report: Report, prefix: str) -> "Fields":
        """The fields of a nested mapping; `prefix` is the field it is in, for messages."""
        return cls({entry.key.casefold(): entry for entry in mapping}, report, f"{prefix}.")

    def node(self, name: str) -> Node | None:
        """The node of a field, or None when nothing is written there."""
        self._asked.add(name)
        entry = self._entries.get(name)
        if entry is None or (isinstance(entry.value, Scalar) and entry.value.is_null):
            return None
        return entry.value

    @property
    def first_line(self) -> int:
        """The line of the first entry, or 0."""
        return min((entry.line for entry in self._entries.values()), default=0)

    def entry(self, name: str) -> Entry | None:
        """The entry of a field, also where nothing is written in it."""
        return self._entries.get(name)

    def tell(self, name: str, rule: Form, at: Node | Entry, message: str, remedy: str = "") -> None:
        """Tell what is wrong with a field."""
        self.report.add(message, remedy, rule=rule, at=at, field=self._prefix + name)

    def wrong(self, name: str, at: Node, wanted: str, remedy: str = "") -> None:
        """Tell that a field holds another kind of thing than is wanted."""
        message = f"wants {wanted}, and this is {kind_of(at)}"
        self.tell(name, Form.KIND, at, message, remedy)

    def scalar(self, name: str, wanted: str = "text") -> Scalar | None:
        """The field's text with its place."""
        node = self.node(name)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(name, node, wanted)
            return None
        return node

    def text(self, name: str) -> str:
        """Text of several lines, as Markdown."""
        scalar = self.scalar(name)
        return self._bounded(name, scalar, _LONGEST_TEXT).strip() if scalar else ""

    def line(self, name: str) -> str:
        """Text on one line."""
        scalar = self.scalar(name)
        return one_line(self._bounded(name, scalar, _LONGEST_LINE)) if scalar else ""

    def _bounded(self, name: str, scalar: Scalar, limit: int) -> str:
        if len(scalar.text) <= limit:
            return scalar.text
        message = f"has {len(scalar.text):,} characters, and {limit:,} were kept"
        self.tell(name, Form.TOO_LONG, scalar, message, "Shorten it")
        return scalar.text[:limit]

    def lines(self, name: str, separator: str | None = None) -> tuple[str, ...]:
        """A list of one-line texts, each once; one text alone is a list too.

        With a `separator`, text that is not a list is split by it.
        """
        node = self.node(name)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            parts = node.text.split(separator) if separator else [node.text]
            return _once(one_line(part) for part in parts)
        if isinstance(node, Mapping):
            self.wrong(name, node, "a list of texts")
            return ()
        return _once(self._member(name, item) for item in node.items)

    def _member(self, name: str, item: Node) -> str:
        if not isinstance(item, Scalar):
            self.wrong(name, item, "a list of texts")
            return ""
        return "" if item.is_null else one_line(self._bounded(name, item, _LONGEST_LINE))

    def flag(self, name: str) -> bool | None:
        """True or false; None when the field is not there.

        Who may see a page depends on flags, so one that cannot be read is an error, which hides it.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        written = entry.value.text.strip().casefold() if isinstance(entry.value, Scalar) else ""
        if written in TRUE | FALSE:
            return written in TRUE
        if not isinstance(entry.value, Scalar):
            written = kind_of(entry.value)
        message = f"`{written}` is neither true nor false" if written else "nothing is written here"
        self.report.add(
            f"{message}, so the postmortem is left out",
            f"Write `{name}: true` or `{name}: false`",
            rule=Form.FLAG,
            at=entry.value,
            field=name,
            severity=Severity.ERROR,
        )
        return None

    def moment(self, name: str, severity: Severity = Severity.WARNING) -> Moment | None:
        """A day or a moment."""
        scalar = self.scalar(name, "one date")
        return self.moment_of(name, scalar, severity) if scalar else None

    def moment_of(self, name: str, scalar: Scalar, severity: Severity) -> Moment | None:
        """The moment that `scalar`, a part of the field `name`, holds."""
        try:
            return read_moment(scalar.text)
        except DateError as error:
            left_out = ", so the postmortem is left out" if severity is Severity.ERROR else ""
            self.report.add(
                f"{error}{left_out}",
                error.remedy,
                rule=Form.DATE,
                at=scalar,
                field=self._prefix + name,
                severity=severity,
            )
            return None

    def day(self, name: str) -> dt.date | None:
        """A day."""
        moment = self.moment(name)
        return day_of(moment) if moment else None

    def number(self, name: str) -> float | None:
        """A number; thousands may be grouped by `_`, and a percentage is its hundredth."""
        scalar = self.scalar(name, "a number")
        return self.number_of(name, scalar) if scalar else None

    def number_of(self, name: str, scalar: Scalar) -> float | None:
        """The number that `scalar`, a part of the field `name`, holds."""
        written = scalar.text.strip().replace("_", "")
        percent = written.endswith("%")
        try:
            value = float(written.removesuffix("%"))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            message = f"`{one_line(scalar.text)[:40]}` is not a number"
            self.tell(name, Form.NUMBER, scalar, message, "Write digits and a point, such as 0.81")
            return None
        return value / 100 if percent else value

    def whole(self, name: str) -> int | None:
        """A whole number."""
        value = self.number(name)
        return None if value is None else round(value)

    def code(self, name: str, vocabulary: Vocabulary) -> str | None:
        """A code of `vocabulary`."""
        scalar = self.scalar(name, f"one of {', '.join(vocabulary.codes)}")
        return self.code_of(name, scalar, vocabulary) if scalar else None

    def outcome(self, vocabulary: Vocabulary) -> str | None:
        """The outcome's code.

        What cannot be read is one too, `NOT_READABLE`: an experiment is none the less one.
        """
        code = self.code("outcome", vocabulary)
        entry = self._entries.get("outcome")
        if entry and not self.node("outcome"):
            self.report.add(
                "nothing is written here, so this is an essay",
                "Write `outcome: pending` if there is no result yet, or take the field out",
                rule=Form.UNKNOWN_CODE,
                at=entry,
                field="outcome",
                severity=Severity.NOTE,
            )
        return NOT_READABLE.code if code is None and self.node("outcome") else code

    def code_of(self, name: str, scalar: Scalar, vocabulary: Vocabulary) -> str | None:
        """The code of `vocabulary` that `scalar`, a part of the field `name`, holds."""
        code = vocabulary.read(scalar.text)
        if code is None:
            message = f"`{one_line(scalar.text)[:40]}` is not known"
            self.tell(name, Form.UNKNOWN_CODE, scalar, message, advice(scalar.text, vocabulary))
        return code

    def each(
        self,
        name: str,
        from_text: Callable[[Scalar], T | None],
        from_fields: Callable[["Fields", Mapping], T | None],
    ) -> tuple[T, ...]:
        """A list whose items are texts or mappings; one alone is a list too."""
        node = self.node(name)
        if node is None:
            return ()
        values: list[T] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            value = self._item(name, item, from_text, from_fields)
            if value is not None:
                values.append(value)
        return tuple(values)

    def _item(
        self,
        name: str,
        item: Node,
        from_text: Callable[[Scalar], T | None],
        from_fields: Callable[["Fields", Mapping], T | None],
    ) -> T | None:
        if isinstance(item, Scalar):
            return None if item.is_null else from_text(item)
        if isinstance(item, Mapping):
            fields = Fields.of(item, self.report, name)
            value = from_fields(fields, item)
            if value is not None:
                fields.tell_unasked()
            return value
        self.wrong(name, item, "a list of texts or mappings")
        return None

    def tell_unasked(self) -> None:
        """Tell the keys that nobody asked for, which a nested mapping does not keep."""
        for key, entry in self._entries.items():
            if key in self._asked:
                continue
            near = difflib.get_close_matches(key, sorted(self._asked), n=1)
            remedy = f"Did you mean `{near[0]}`" if near else f"Known are {_listed(self._asked)}"
            message = "this key is not known, and was left out"
            self.tell(entry.key, Form.UNKNOWN_KEY, entry, message, remedy)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
