"""The formats in which findings can be told."""

from collections.abc import Callable

from mkdocs_postmortems.checks.output.github import as_github
from mkdocs_postmortems.checks.output.gitlab import as_gitlab
from mkdocs_postmortems.checks.output.json_list import as_json
from mkdocs_postmortems.checks.output.sarif import as_sarif
from mkdocs_postmortems.checks.output.text import as_text
from mkdocs_postmortems.checks.output.told import Told

FORMATS: dict[str, Callable[[Told], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
}
"""What writes each format, by its name."""
