"""A lesson: what a postmortem teaches, as a record of its own with an address that lasts."""

import hashlib
import re
import unicodedata

from pydantic import Field

from mkdocs_postmortems.domain.record import Record

_WORDS_IN_ANCHOR = 6


class Lesson(Record):
    """One thing learnt.

    Its postmortem, and with it outcome, causes and confidence, is known by the catalog.
    """

    text: str = Field(description="What was learnt, as one sentence someone could act on")
    applies_when: str = Field(default="", description="Where it holds")
    do: str = Field(default="", description="What to do about it")
    anchor: str = Field(description="Fragment of the page's address; lasts while the words do")
    in_body: bool = Field(
        default=False, description="Whether it stands in the body, under a lessons heading"
    )


def lesson_anchor(text: str) -> str:
    """The fragment by which a lesson is addressed, made of its words alone.

    It does not count lessons, so it stays when others are added before it, and it does not see
    punctuation, case or emphasis, so it stays when those are mended. The digest tells apart
    lessons that open with the same words.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()[:6]
    readable = "-".join(words[:_WORDS_IN_ANCHOR])[:60].rstrip("-")
    return f"lesson-{readable}-{digest}" if readable else f"lesson-{digest}"
