"""Markdown to plain text, for cards, summaries and comparisons. Not a renderer: a good guess."""

import html
import re

# A picture that stands in its own address may have megabytes.
_IMAGE = re.compile(
    r"!\[([^\]\n]{0,500})\](?:\(data:[^()\s]*\)|\([^)\n]{0,2000}\)|\[[^\]\n]{0,500}\])?"
)
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,60}\]")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
# Whichever begins first: a comment may have code in it, and code a comment.
_CODE_OR_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|(?<!`)(`+)(?!`)(?P<code>.+?)(?<!`)\1(?!`)", re.DOTALL
)
_ATTRIBUTES = re.compile(r"\{:?\s*[.#][^{}\n]*\}")
# Bounded, so that marks without end cost no more than their length.
_STARS = re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])(.{1,500}?)(?<=[^\s*\\])\1(?!\*)", re.DOTALL)
_LINES = re.compile(r"(?<![\w\\])(_{1,3}|~~|==)(?=\S)(.{1,500}?)(?<=[^\s\\])\1(?!\w)", re.DOTALL)
_MARKS = re.compile(r"[\[<`*_~={\\&]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$])")


def plain_text(markdown: str) -> str:
    """`markdown` without its marks, on one line."""
    if not _MARKS.search(markdown):
        return " ".join(markdown.split())
    pieces: list[str] = []
    position = 0
    for found in _CODE_OR_COMMENT.finditer(markdown):
        pieces.append(_without_marks(markdown[position : found.start()]))
        pieces.append(" " if found["code"] is None else found["code"].strip())
        position = found.end()
    pieces.append(_without_marks(markdown[position:]))
    return " ".join(html.unescape("".join(pieces)).split())


def _without_marks(text: str) -> str:
    text = _IMAGE.sub("", text)
    text = _FOOTNOTE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    for _ in range(2):
        text = _LINES.sub(r"\2", _STARS.sub(r"\2", text))
    return _ESCAPE.sub(r"\1", text)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut between words and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.") + "…"
