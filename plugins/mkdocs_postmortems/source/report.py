"""The problems of one file, as they are found."""

from dataclasses import dataclass, field

from mkdocs_postmortems.domain import Form, Problem, Severity
from mkdocs_postmortems.source.nodes import Entry, Node


@dataclass(slots=True)
class Report:
    """Collects the problems of one file.

    Attributes:
        path: The file, as problems name it.
        problems: What was found, in the order of reading.
    """

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(  # noqa: PLR0913 - all but two are named where it is called
        self,
        message: str,
        remedy: str = "",
        *,
        rule: Form,
        at: Node | Entry | int = 0,
        field: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Add one; `at` is a node, an entry or a line."""
        line, column = (at, 0) if isinstance(at, int) else (at.line, at.column)
        problem = Problem(
            path=self.path,
            line=line,
            column=column,
            field=field,
            message=message,
            remedy=remedy,
            severity=severity,
            rule=rule,
        )
        self.problems.append(problem)

    @property
    def is_fatal(self) -> bool:
        """Whether one of the problems leaves the postmortem out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)
