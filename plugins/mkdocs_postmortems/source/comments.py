"""Comments of a body, which are for those who write it."""

import re

# Whichever begins first: code may have a comment in it, and a comment may have code.
_CODE_OR_COMMENT = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,2000}?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)


def without_comments(body: str) -> str:
    """`body` without its comments; what stands in code stays. A comment without end goes on."""
    if "<!--" not in body:
        return body
    return _CODE_OR_COMMENT.sub(lambda found: "" if found["comment"] else found[0], body)


def blank_comments(body: str) -> str:
    """`body` with blanks for its comments, so that every line keeps its number."""
    if "<!--" not in body:
        return body
    return _CODE_OR_COMMENT.sub(
        lambda found: re.sub(r"[^\n]", " ", found[0]) if found["comment"] else found[0], body
    )
