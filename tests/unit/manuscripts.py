"""Front matter of every kind, as Hypothesis draws it, and what an edit of it may not touch."""

import re

from hypothesis import strategies as st

from unit.test_properties import FENCED, LINES, SOUP

NASTY_VALUES = (
    "plain", "'it''s'", '"a\\u00e9"', "12:30", "NO", "0123", "1.10", "~", "", "# nothing",
    "text  # note", "[]", "[a, b ,c] # note", "{x: 1,y: [2]}", "[a,\n  # within\n  b]", "*none",
    "&mark one", "!!str tagged", "|\n  block\n\n  text", "|+\n  kept\n\n", ">-  # folded\n  a\n  b",
    "first\n  second", '"over\\\n  two"', "\n  - a # one\n  # between\n  - b", "\n- a\n- b",
    "\n  -\n  - x: 1\n    y: 2", "\n    deep:\n        deeper: 1", "ü😀", "\ta tab", "'🎉' ",
    "2021-05-22 23:00:00 +0000", "\n  # only a comment", "{was: a, now: b} # once",
)  # fmt: skip
"""Values as people and programs write them."""

OTHERS = ("title", "weight", "x y", "'quoted'", '"dq"', "Tags", "layout", "0", "ключ")
"""Keys that no edit is about."""

COMMENTS = st.sampled_from(["", "", "", "# a comment\n", "\n", "  # set in\n", "#: -\n"])


def blocks(*keys: str) -> st.SearchStrategy[str]:
    """Front matter in which each of `keys` may stand, among others, in any order."""
    named = st.lists(st.sampled_from([*keys, *OTHERS]), max_size=6, unique=True)
    return named.flatmap(_with_values)


def _with_values(keys: list[str]) -> st.SearchStrategy[str]:
    values = st.one_of(st.sampled_from(NASTY_VALUES), LINES.map(lambda text: f"'{_doubled(text)}'"))
    entries = st.tuples(*(st.tuples(COMMENTS, st.just(key), values) for key in keys))
    return st.tuples(entries, COMMENTS).map(
        lambda drawn: "".join(f"{c}{k}: {v}\n" for c, k, v in drawn[0]) + drawn[1]
    )


def _doubled(text: str) -> str:
    return text.replace("'", "''")


BODIES = st.one_of(
    st.sampled_from(
        ["", "\n", "Text.", "\n# A\n\n- b\n", "---\nx: 1\n---\n", "```\n+++\n", "\x0b"]
    ),
    SOUP,
    st.text(max_size=20),
)


def files(*keys: str) -> st.SearchStrategy[bytes]:
    """Whole files: with and without a mark, any line ends, odd fences, any body, or only soup."""
    fenced = st.tuples(
        st.sampled_from(["---\n", "---\n", "--- # fields\n", "<!-- licence -->\n---\n", "\n---\n"]),
        blocks(*keys),
        st.sampled_from(["---\n", "...\n", "---  \n", "---"]),
        BODIES,
    ).map("".join)
    return st.tuples(
        st.sampled_from([b"", b"", b"\xef\xbb\xbf"]),
        st.one_of(fenced, fenced, fenced, FENCED),
        st.sampled_from(["\n", "\r\n", "\r"]),
    ).map(lambda drawn: drawn[0] + drawn[1].replace("\n", drawn[2]).encode("utf-8", "ignore"))


_COMMENTS = re.compile(
    r"#(?: a comment| set in|: -| note| within| one| between| folded| once| only| [tep]$)",
    re.MULTILINE,
)


def comments_of(block: str) -> list[str]:
    """The comments that were drawn into `block`, in order."""
    return _COMMENTS.findall(block)
