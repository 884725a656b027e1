"""The format family, first half: whether a file can be read, found, and told from others."""

from collections.abc import Iterable

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.links import same_titles, unknown_files
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Form

OWN = "The form that [Front matter](front-matter.md) sets out"
_COMMONMARK = "CommonMark 0.31.2, <https://spec.commonmark.org/0.31.2/>"
_YAML = "YAML 1.2.2, <https://yaml.org/spec/1.2.2/>"


def found_by_reading(_: Subject) -> Iterable[Remark]:
    """Nothing: the reading of the file has told it already."""
    return ()


RULES: tuple[Rule, ...] = (
    Rule(
        id=Form.FILE,
        name="unreadable-file",
        level=Level.ERROR,
        reason="A file that is not UTF-8, is too large, nests too deeply or is a link on disk has "
        "no page, so nobody learns from it.",
        bad="# Churn\n\n" + "> " * 31 + "nested too deeply\n",
        good="# Churn\n\n> quoted once\n",
        source=_COMMONMARK,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.FRONT_MATTER,
        name="unreadable-front-matter",
        level=Level.ERROR,
        reason="Front matter that cannot be read may say `draft: true`, so the page is left out "
        "until it can be.",
        bad="---\ntitle: Churn: a model that failed\n---\n\nText.\n",
        good='---\ntitle: "Churn: a model that failed"\n---\n\nText.\n',
        source=_YAML,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.COMMENT_FIRST,
        name="comment-before-front-matter",
        level=Level.ERROR,
        reason="Other tools look for front matter on the first line only, and show the fields as "
        "text.",
        bad="<!-- Licence: CC BY 4.0 -->\n---\ntitle: Churn\n---\n\nText.\n",
        good="---\ntitle: Churn\n---\n\n<!-- Licence: CC BY 4.0 -->\n\nText.\n",
        source="Jekyll's documentation, <https://jekyllrb.com/docs/front-matter/>",
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.CONTROL_CHARACTER,
        name="control-character",
        level=Level.ERROR,
        reason="Neither a page nor a feed may hold control characters; they come along when text "
        "is copied from a terminal.",
        bad="# Churn\n\nThe log said \x1b[31mfailed\x1b[0m.\n",
        good="# Churn\n\nThe log said failed.\n",
        source="XML 1.0, section 2.2, <https://www.w3.org/TR/xml/#charsets>",
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.NO_TEXT,
        name="no-text",
        level=Level.ERROR,
        reason="A title alone tells nobody what was tried.",
        bad="---\ntitle: Churn\n---\n",
        good="---\ntitle: Churn\n---\n\nA model of clicks was no better than last year's sales.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.NO_TITLE,
        name="no-title",
        level=Level.INFO,
        reason="The title is what readers see in lists and hits. Without one it is the first "
        "heading, or the file's name.",
        bad="---\ndate: 2024-05-01\n---\n\nText.\n",
        good="---\ntitle: Clicks do not predict churn\ndate: 2024-05-01\n---\n\nText.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.UNKNOWN_POSTMORTEM,
        name="unknown-postmortem",
        level=Level.ERROR,
        reason="What a postmortem builds on makes links in both directions. One that leads "
        "nowhere is lost to readers of either page.",
        bad="---\ntitle: Churn\nbuilds_on: [2024/2024-01-10-chrun]\n---\n\nText.\n",
        good="---\ntitle: Churn\nbuilds_on: [2024/2024-01-10-churn]\n---\n\nText.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.CIRCLE,
        name="circle",
        level=Level.ERROR,
        reason="What supersedes, builds on or replicates itself, directly or through others, "
        "leaves readers without a latest word or a first one.",
        bad="---\ntitle: Churn\nsupersedes: [2024/example]\n---\n\nText.\n",
        good="---\ntitle: Churn\nsupersedes: [2024/2024-01-10-churn]\n---\n\nText.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.UNKNOWN_AUTHOR,
        name="unknown-author",
        level=Level.ERROR,
        reason="An id that is not in the authors file is shown as it stands, and its page lacks "
        "the author's other work. It is information only where no known id resembles it.",
        bad="---\ntitle: Churn\nauthors: [adda]\n---\n\nText.\n",
        good="---\ntitle: Churn\nauthors: [ada]\n---\n\nText.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.MISSING_FILE,
        name="missing-file",
        level=Level.ERROR,
        reason="A figure that is not there is evidence that is not there, and a link that leads "
        "nowhere breaks the trail.",
        bad="# Churn\n\n![Drift by month](images/drfit.svg)\n",
        good="# Churn\n\n![Drift by month](images/drift.svg)\n",
        source="MkDocs, <https://www.mkdocs.org/user-guide/configuration/#validation>",
        look=unknown_files,
        around=True,
        essays=True,
    ),
    Rule(
        id=Form.ADDRESS,
        name="unusable-address",
        level=Level.ERROR,
        reason="An address must lie within the site, and be one that every system can store.",
        bad="---\ntitle: Churn\nslug: ../churn\n---\n\nText.\n",
        good="---\ntitle: Churn\nslug: churn-from-clicks\n---\n\nText.\n",
        source="RFC 3986, section 3.3, <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>",
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.SAME_ID,
        name="same-id",
        level=Level.ERROR,
        reason="An id or an address that two share leads to one of them only.",
        bad="---\ntitle: Churn\nlessons:\n  - {id: base, text: Beat last year's sales first.}\n"
        "  - {id: base, text: Ask sales which customers they can still reach.}\n---\n\nText.\n",
        good="---\ntitle: Churn\nlessons:\n  - {id: base, text: Beat last year's sales first.}\n"
        "  - {id: reach, text: Ask sales which customers they can still reach.}\n---\n\nText.\n",
        source=OWN,
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.SAME_TITLE,
        name="same-title",
        level=Level.WARNING,
        reason="In a list or among hits, two of one title cannot be told apart.",
        bad="# Churn from clicks\n\nThe second attempt, with a longer history.\n",
        good="# Churn from clicks: with two years of history\n\nThe second attempt.\n",
        source="WCAG 2.2, success criterion 2.4.2, <https://www.w3.org/TR/WCAG22/#page-titled>",
        look=same_titles,
        around=True,
        essays=True,
    ),
    Rule(
        id=Form.IGNORE,
        name="ignore-without-reason",
        level=Level.WARNING,
        reason="An exception without a reason cannot be judged by whoever reads the text in a "
        "year. It is not heeded, nor is one that names no rule or is spelt in another way.",
        bad="# Churn\n\n<!-- check: ignore=LRN101 -->\n\nText.\n",
        good="# Churn\n\n<!-- check: ignore=LRN101 The cause is what the next one looks for. -->"
        "\n\nText.\n",
        source="The practice of linters, such as <https://docs.astral.sh/ruff/rules/blanket-noqa/>",
        look=found_by_reading,
        essays=True,
    ),
    Rule(
        id=Form.UNUSED_IGNORE,
        name="unused-ignore",
        level=Level.INFO,
        reason="An exception that is no longer needed hides the next finding.",
        bad="---\ntitle: Churn\ndate: 2024-05-01\n---\n\n"
        "<!-- check: ignore=FMT130 The day is not known. -->\n\nText.\n",
        good="---\ntitle: Churn\ndate: 2024-05-01\n---\n\nText.\n",
        source="The practice of linters, such as <https://docs.astral.sh/ruff/rules/unused-noqa/>",
        look=found_by_reading,
        essays=True,
    ),
)
