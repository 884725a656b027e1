"""The codes of every vocabulary, for a reader at a terminal."""

from dataclasses import fields

from mkdocs_postmortems.domain import Term, Vocabularies, Vocabulary


def codes_text(vocabularies: Vocabularies) -> str:
    """Each vocabulary with its codes, one a line, with what each means."""
    known = (getattr(vocabularies, each.name) for each in fields(vocabularies))
    return "\n".join(_told(each) for each in known if each.terms)


def _told(vocabulary: Vocabulary) -> str:
    width = max(len(_code(term)) for term in vocabulary.terms)
    lines = (f"  {_code(term):<{width}}  {_meaning(term)}\n" for term in vocabulary.terms)
    return f"{vocabulary.name}\n{''.join(lines)}"


def _code(term: Term) -> str:
    """The code, below its family where it has one."""
    return f"{term.family}.{term.code}" if term.family else term.code


def _meaning(term: Term) -> str:
    return f"{term.label}: {term.meaning}" if term.meaning else term.label
