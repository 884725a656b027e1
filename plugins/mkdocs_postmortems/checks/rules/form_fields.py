"""The format family, second half: what front matter says, field by field."""

from mkdocs_postmortems.checks.finding import Level
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.form import OWN, found_by_reading
from mkdocs_postmortems.domain import Form

_ISO = "ISO 8601, in the profile of RFC 3339, <https://www.rfc-editor.org/rfc/rfc3339>"


def _with(fields: str) -> str:
    return f"---\ntitle: Churn\n{fields}\n---\n\nText.\n"


def _rule(form: Form, name: str, reason: str, examples: tuple[str, str], source: str = OWN) -> Rule:
    bad, good = examples
    return Rule(
        id=form,
        name=name,
        level=Level.INFO if form is Form.NO_DATE else Level.ERROR,
        reason=reason,
        bad=_with(bad),
        good=_with(good),
        source=source,
        look=found_by_reading,
        essays=True,
    )


RULES: tuple[Rule, ...] = (
    _rule(
        Form.NO_DATE,
        "no-date",
        "A postmortem without a day, in the front matter, its file's name or git, stands last "
        "everywhere.",
        ("team: Growth", "date: 2024-05-01"),
    ),
    _rule(
        Form.UNKNOWN_CODE,
        "unknown-code",
        "Lists, filters and figures count codes. A value that is none of them is left out, and "
        "an audience that is not declared hides the page.",
        ("outcome: faild", "outcome: failed"),
        "[Vocabularies](vocabularies.md)",
    ),
    _rule(
        Form.UNKNOWN_KEY,
        "unknown-key",
        "A key that is misspelt says nothing to anybody, and one that may mean `draft` hides the "
        "page.",
        ("outcom: failed", "outcome: failed"),
    ),
    _rule(
        Form.KEY_TWICE,
        "key-twice",
        "Of a flag that stands twice nobody knows which is meant, so the page is left out.",
        ("draft: false\nDraft: true", "draft: false"),
    ),
    _rule(
        Form.DATE,
        "unreadable-date",
        "A date that can be read in two ways is read wrongly by half of its readers.",
        ("date: 03/04/2024", "date: 2024-04-03"),
        _ISO,
    ),
    _rule(
        Form.KIND,
        "wrong-kind",
        "A field that holds a list where text is wanted, or text where a map is, cannot be shown.",
        ("team: [Growth, Sales]", "team: Growth"),
    ),
    _rule(
        Form.NUMBER,
        "unreadable-number",
        "Figures are compared with criteria and drawn, which words cannot be.",
        (
            "results:\n  - {metric: auc, split: test, value: high}",
            "results:\n  - {metric: auc, split: test, value: 0.81}",
        ),
    ),
    _rule(
        Form.FLAG,
        "unreadable-flag",
        "Who may see a page depends on flags, so one that is neither true nor false hides it.",
        ("draft: maybe", "draft: true"),
    ),
    _rule(
        Form.INCOMPLETE,
        "incomplete-item",
        "An item that does not say what it is about cannot be shown.",
        (
            "results:\n  - {split: test, value: 0.81}",
            "results:\n  - {metric: auc, split: test, value: 0.81}",
        ),
    ),
    _rule(
        Form.TOO_LONG,
        "too-long",
        "A field is for a line or a few; what is longer belongs in the text.",
        (f"team: {'Growth ' * 150}", "team: Growth"),
    ),
)
