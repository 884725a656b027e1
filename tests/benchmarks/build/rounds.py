"""All tools in turn, case by case, round by round."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .changes import Project
from .measuring import Cost, ToolError, measure
from .tools import Tool

_TRIAL = 20
"""Posts of the first build, which shows that a tool works and fills the machine's caches."""
_BUILT_ALWAYS = ("cold", "edited")


class Row(NamedTuple):
    """One build."""

    size: int
    round: int
    tool: str
    case: str
    cost: Cost


class Plan(NamedTuple):
    """What is to be done.

    Attributes:
        work: The folder for the tools and their projects.
        limit: Seconds that a build may take.
        every_case: Whether tools without a cache are asked for more than `cold` and `edited`.
    """

    work: Path
    seed: int
    rounds: int
    cases: tuple[str, ...]
    limit: float
    every_case: bool

    def cases_of(self, tool: Tool) -> tuple[str, ...]:
        """Those in which the tool is run."""
        if tool.caches or self.every_case:
            return self.cases
        return tuple(case for case in self.cases if case in _BUILT_ALWAYS)


class Rounds:
    """Runs the tools. Who fails once is left out from then on.

    Attributes:
        left_out: Why, by the tool's name.
    """

    def __init__(self, plan: Plan, tools: list[Tool]) -> None:
        self._plan, self._tools = plan, tools
        self.left_out: dict[str, str] = {}

    def try_out(self) -> None:
        """Build a small site with each tool."""
        for project in self._projects(_TRIAL):
            self._build(project, "cold", 0, _TRIAL)

    def run(self, size: int) -> Iterator[Row]:
        """All rounds at a size, build by build."""
        projects = self._projects(size)
        for turn in range(self._plan.rounds):
            for place, case in enumerate(self._plan.cases):
                # Another one is the first each time.
                first = (turn + place) % max(len(projects), 1)
                for project in (*projects[first:], *projects[:first]):
                    if case in self._plan.cases_of(project.tool):
                        yield from self._build(project, case, turn, size)
            for project in projects:
                project.restore()

    def _projects(self, size: int) -> list[Project]:
        there = [tool for tool in self._tools if tool.name not in self.left_out]
        folder = self._plan.work / "projects" / str(size)
        made = [Project(tool, folder / tool.name, size, self._plan.seed) for tool in there]
        for project in made:
            project.write()
        return made

    def _build(self, project: Project, case: str, turn: int, size: int) -> list[Row]:
        tool = project.tool
        if tool.name in self.left_out:
            return []
        project.prepare(case, turn)
        command = tool.command(self._plan.work / "tools")
        try:
            cost = measure(command, project.folder, tool.output, self._plan.limit, least=size)
        except ToolError as error:
            self.left_out[tool.name] = f"{case}, {size:,} posts: {error}"
            sys.stderr.write(f"  {tool.name} is left out: {error}\n")
            return []
        sys.stderr.write(f"  {size:,} {case}, {tool.name}: {cost.cpu:.2f} s of CPU\n")
        return [Row(size, turn, tool.name, case, cost)]
