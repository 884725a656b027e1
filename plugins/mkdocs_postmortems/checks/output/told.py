"""What is to be told, whatever its format."""

from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.checks.finding import Finding
from mkdocs_postmortems.source.paths import path_from


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told.

    Attributes:
        findings: What was found, in its order.
        looked_at: How many files were looked at.
        folder: The postmortems folder.
        here: The folder from which paths are told.
    """

    findings: tuple[Finding, ...]
    looked_at: int
    folder: Path
    here: Path

    def path(self, finding: Finding) -> str:
        """The finding's file as seen from here, with `/`."""
        return path_from(self.here, self.folder / finding.path)
