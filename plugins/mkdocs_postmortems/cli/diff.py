"""What commands that change files share: the change is shown, and agreed to, before it is made."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


class Unasked(click.ClickException):
    """Nobody is there to agree to a change."""

    exit_code = 2


def with_consent(command: Command) -> Command:
    """Give a command `--yes` and `--dry-run`."""
    dry_run = click.option("--dry-run", is_flag=True, help="Show the change, and write nothing.")
    yes = click.option("-y", "--yes", is_flag=True, help="Write it without asking.")
    return yes(dry_run(command))


def show_diff(name: str, before: bytes, after: bytes) -> None:
    """Print what changes in the file `name`, as a unified diff."""
    for line in diff_of(name, before, after):
        is_header = line.startswith(("--- ", "+++ "))
        colour = None if is_header else _COLOURS.get(line[:1])
        click.secho(line, fg=colour, bold=is_header or None)


def diff_of(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of a unified diff, safe for a terminal."""
    import difflib  # noqa: PLC0415 - only needed when something is shown

    old, new = (data.decode("utf-8-sig", "replace") for data in (before, after))
    old_lines, new_lines = (_lines(text) for text in (old, new))
    for line in difflib.unified_diff(old_lines, new_lines, name, name, lineterm=""):
        yield "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in line)


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [*lines[:-1], *([f"{lines[-1]}  (no line end)"] if lines[-1] else [])]


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the change is to be made: with `--yes`, else as somebody at the terminal says.

    Raises:
        Unasked: There is nobody to ask.
    """
    if yes:
        return True
    from mkdocs_postmortems.cli.questions import at_a_terminal  # noqa: PLC0415 - slow to load

    if not at_a_terminal():
        raise Unasked("Nothing was written. Add --yes to write it without a terminal.")
    return click.confirm(question, default=True)


def write_all(changes: Iterable[tuple[Path, bytes, bytes]], shown: Callable[[Path], str]) -> None:
    """Write each file, given with its bytes before and after, and say so.

    Raises:
        click.ClickException: One cannot be written; it and those after it are as they were.
    """
    from mkdocs_postmortems.writing.saving import SavingError, replace_file  # noqa: PLC0415

    for file, before, after in changes:
        try:
            replace_file(file, before, after)
        except SavingError as error:
            raise click.ClickException(str(error)) from None
        click.echo(f"  {click.style('written', fg='green')}  {shown(file)}")
