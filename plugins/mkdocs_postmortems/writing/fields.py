"""Front matter as `new` writes it: what is known as YAML, the rest as a comment that shows how."""

from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.writing.yaml_line import dumped

_HINTS = {
    "authors": "authors: [] # ids of the authors file, or names",
    "tags": "tags: [] # such as churn, data quality",
    "outcome": "outcome: # {outcome}",
    "stage": "stage: # where it ended: {stage}",
    "decision": "decision: # {decision}",
    "confidence": "confidence: # in this result: {confidence}",
    "due": "due: # the day on which the result should be in, as YYYY-MM-DD",
    "hypothesis": "hypothesis: If we change …, then … moves by …, because …",
    "success_criteria": (
        "success_criteria: # written before the result; kind is primary or guardrail\n"
        '  - {{metric: auc, split: out_of_time, op: ">=", target: 0.75, kind: primary}}'
    ),
    "baseline": "baseline: {{name: The rule in use, metric: auc, value: 0.66}}",
    "data": "data: [{{name: customers, version: v3, window: 2024-01 to 2025-06}}]",
    "runs": "runs: [] # such as mlflow:ID, git:SHA, or an address",
    "results": (
        "results: # split: {split}\n"
        "  - {{metric: auc, split: out_of_time, value: 0.64, baseline: 0.66, ci: [0.61, 0.67],"
        " n: 4812}}"
    ),
    "causes": "causes: [] # one or several, never a person:\n{cause}",
    "concerns": (
        "concerns: # doubts, and when somebody had them\n"
        "  - {{text: The labels arrive a quarter late, raised: in the kick-off, answered: no}}"
    ),
    "cost": "cost: {{planned: 5, spent: 12, unit: days}}",
    "revisit": "revisit: # when to look again, as YYYY-MM-DD",
    "revisit_when": "revisit_when: # on what condition to look again, such as two years of labels",
    "corrections": (
        "corrections: # if it was published with another outcome\n"
        "  - {{date: 2025-06-01, was: succeeded, now: invalid, why: The test set was not clean}}"
    ),
}


class FrontMatter:
    """The fields of one new file.

    Attributes:
        known: The values that are known, by field.
    """

    def __init__(self, known: Mapping[str, Any], vocabularies: Vocabularies) -> None:
        """Write `known`; comments name the codes of `vocabularies`."""
        self.known = known
        self._vocabularies = vocabularies

    def field(self, *names: str) -> list[str]:
        """A line or more for each field: its value, or a comment that shows how to write it.

        A field without either has none.
        """
        texts = (self._written(name) or self._hint(name) for name in names)
        return [text for text in texts if text]

    def written(self, *names: str) -> list[str]:
        """As `field`, without comments."""
        return [text for name in names if (text := self._written(name))]

    def _written(self, name: str) -> str:
        return entry(name, self.known[name]) if name in self.known else ""

    def _hint(self, name: str) -> str:
        if name not in _HINTS:
            return ""
        vocabularies = self._vocabularies
        codes = {
            each: ", ".join(getattr(vocabularies, each).codes) for each in vocabularies.names()
        }
        text = _HINTS[name].format_map({**codes, "cause": _causes(vocabularies)})
        return "\n".join(line if line[0] == "#" else f"# {line}" for line in text.split("\n"))


def _causes(vocabularies: Vocabularies) -> str:
    """The codes of causes, a line for each family."""
    families: dict[str, list[str]] = {}
    for term in vocabularies.cause.terms:
        families.setdefault(term.family or "other", []).append(term.code)
    return "\n".join(f"#   {family}: {', '.join(codes)}" for family, codes in families.items())


def entry(name: str, value: Any) -> str:
    """A field of front matter; a list of maps has a line for each."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return "\n".join([f"{name}:", *(f"  - {in_flow(each)}" for each in value)])
    if isinstance(value, list | dict):
        return f"{name}: {in_flow(value)}"
    return dumped({name: value}, flow=False)


def in_flow(value: Sequence[Any] | Mapping[str, Any]) -> str:
    """A list or a map as YAML on one line."""
    return dumped(value, flow=True)


def scalar(value: Any) -> str:
    """A value as YAML on one line, in quotes where it needs them."""
    if isinstance(value, list | tuple | dict):
        return in_flow(list(value) if isinstance(value, tuple) else value)
    text = value if isinstance(value, str) else ""
    return dumped({"_": value}, flow=False, text=text).partition(": ")[2]
