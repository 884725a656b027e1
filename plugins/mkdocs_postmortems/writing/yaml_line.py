"""Values as YAML on one line."""

import re
from typing import Any

import yaml

_BREAK = re.compile("[\n\r\x85\u2028\u2029]")


def dumped(value: Any, *, flow: bool, text: str = "") -> str:
    """`value`, in brackets where `flow`, in double quotes where `text` in it has line breaks."""
    line: str = yaml.safe_dump(
        value,
        allow_unicode=True,
        default_flow_style=flow,
        # Other styles would fold the text.
        default_style='"' if _BREAK.search(text) else None,
        sort_keys=False,
        width=float("inf"),
    )
    return line.rstrip("\n")
