"""Snippets of front matter for VS Code, which completes them in Markdown without an extension.

Their form is that of <https://code.visualstudio.com/docs/editing/userdefinedsnippets>.
"""

import json

from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.domain.vocabulary import Vocabulary


def snippets_text(vocabularies: Vocabularies) -> str:
    """The snippets as JSON, the same bytes for the same vocabularies.

    A field's name brings the field, with its codes to choose from.
    """
    snippets = {
        f"postmortem: {name}": {
            "scope": "markdown",
            "prefix": name,
            "description": f"The field {name} of a postmortem",
            "body": body,
        }
        for name, body in _bodies(vocabularies).items()
    }
    return json.dumps(snippets, ensure_ascii=False, indent=2) + "\n"


def _bodies(known: Vocabularies) -> dict[str, list[str]]:
    """The lines of each snippet, by its field."""
    split = _choice(1, known.split, first="test")
    declared = known.audience.codes
    return {
        **({"audience": [f"audience: [{_choice(1, known.audience)}]"]} if declared else {}),
        "outcome": ["outcome: " + _choice(1, known.outcome)],
        "stage": ["stage: " + _choice(1, known.stage)],
        "decision": ["decision: " + _choice(1, known.decision)],
        "confidence": ["confidence: " + _choice(1, known.confidence)],
        "causes": [
            "causes:",
            (
                f"  - {{code: {_choice(1, known.cause)}, certainty: ${{2|known,likely|}}, "
                "evidence: $3}"
            ),
        ],
        "success_criteria": [
            "success_criteria:",
            (
                f'  - {{metric: ${{2:auc}}, split: {split}, op: "${{3|>=,>,<=,<,==|}}", '
                "target: $4, kind: ${5|primary,guardrail|}}"
            ),
        ],
        "results": [
            "results:",
            f"  - {{metric: ${{2:auc}}, split: {split}, value: $3, ci: [$4, $5], n: $6}}",
        ],
        "lessons": ["lessons:", "  - ${1:One sentence that somebody else could act on.}"],
        "corrections": [
            "corrections:",
            (
                f"  - {{date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE, "
                f"was: {_choice(1, known.outcome)}, now: {_choice(2, known.outcome)}, why: $3}}"
            ),
        ],
    }


def _choice(stop: int, vocabulary: Vocabulary, first: str = "") -> str:
    """A tab stop with the codes to choose from, `first` before the others."""
    codes = sorted(vocabulary.codes, key=lambda code: code != first)
    return f"${{{stop}|{','.join(codes)}|}}"
