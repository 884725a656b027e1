"""A project of a few postmortems, and what an assistant's tools say of it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_postmortems.mcp.server import ToolError
from mkdocs_postmortems.mcp.tools import call

SITE = "https://example.org/lab"
NAMES = ("search_postmortems", "get_postmortem", "list_lessons", "find_similar")


def post(title: str, body: str = "Of nothing much.", **fields: Any) -> str:
    written = yaml.safe_dump({"title": title, **fields}, allow_unicode=True)
    return f"---\n{written}---\n\n{body}\n"


POSTS = {
    "2024/flu": post(
        "Flu from searches",
        "Counting queries.\n\n## Method\n\nA sum of 45 queries.",
        date="2024-05-01",
        outcome="failed",
        stage="production",
        decision="stop",
        confidence="high",
        causes=["shift", "overfit"],
        tags=["Data Quality", "health"],
        team="Flow",
        author="Ada",
        summary="The estimate ran too high.",
        lessons=["Watch for drift in behaviour.", "Show the last known value beside it."],
    ),
    "2023/war": post(
        "Civil war, predicted",
        "Leakage by imputation.",
        date="2023-02-03",
        outcome="invalid",
        causes=["split_leakage"],
        corrections=[{"was": "succeeded", "now": "invalid", "why": "Leakage."}],
        lessons=["Fit imputation on the training part only, against leakage."],
    ),
    "2022/trees": post(
        "Trees on flu queries",
        date="2022-01-01",
        outcome="succeeded",
        tags=["health"],
        lessons=["Prune."],
    ),
    "2025/flu-again": post(
        "Flu again, with a baseline", date="2025-01-01", outcome="succeeded", supersedes="2024/flu"
    ),
    "essay": "# An essay\n\nOn the weather.\n",
}


class Lab:
    """A project, and what its tools say."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.configure()
        for name, text in POSTS.items():
            self.write(name, text)

    def configure(self, *lines: str) -> None:
        plugins = "plugins:\n  - postmortems:\n      git_dates: false\n"
        config = "\n".join(["site_name: Lab", *lines, ""])
        (self.root / "mkdocs.yml").write_text(f"{config}{plugins}", "utf-8")

    def write(self, name: str, text: str, folder: str = "postmortems") -> None:
        path = self.root / folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def asked(self, tool: str, **given: Any) -> tuple[dict[str, Any], str]:
        return call(self.root, tool, given)

    def values(self, tool: str, **given: Any) -> dict[str, Any]:
        return self.asked(tool, **given)[0]

    def text(self, tool: str, **given: Any) -> str:
        return self.asked(tool, **given)[1]

    def refused(self, tool: str, **given: Any) -> str:
        with pytest.raises(ToolError) as caught:
            call(self.root, tool, given)
        return str(caught.value)

    def found(self, tool: str = "search_postmortems", **given: Any) -> list[str]:
        """The ids of what was found."""
        return [each["id"] for each in self.values(tool, **given)["postmortems"]]

    def get(self, name: str) -> dict[str, Any]:
        return self.values("get_postmortem", id=name)

    def lessons(self, **given: Any) -> list[str]:
        return [each["lesson"] for each in self.values("list_lessons", **given)["lessons"]]
