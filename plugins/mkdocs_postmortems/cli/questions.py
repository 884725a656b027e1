"""Questions to somebody at a terminal. Ctrl+C and Ctrl+D end them, and the command."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from mkdocs_postmortems.domain import Term

Answer = TypeVar("Answer")


def at_a_terminal() -> bool:
    """Whether somebody reads what we say and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_line(question: str) -> str:
    """A line that is not empty."""
    with _editing(()):
        while True:
            if answer := " ".join(input(f"{question}: ").split()):
                return answer


def ask_list(question: str, known: Sequence[str]) -> list[str]:
    """What stands between commas, perhaps nothing. The Tab key completes what is known."""
    with _editing(known):
        return [each.strip() for each in input(f"{question}: ").split(",") if each.strip()]


def choose(question: str, terms: Sequence[Term], default: str = "") -> str:
    """The code of one of `terms`, by number, code or its beginning.

    Enter alone takes `default`; without one it leaves the question open, and the answer is empty.
    """
    click.echo(f"\n{question}")
    width = max(len(term.code) for term in terms)
    for number, term in enumerate(terms, start=1):
        code = click.style(f"{term.code:{width}}", bold=True)
        click.echo(f"  {number:>2}  {code}  {term.meaning}".rstrip())
    with _editing([term.code for term in terms]):
        while answer := input(f"Number or name [{default or 'leave open'}]: ").strip():
            if chosen := _chosen(answer, terms):
                return chosen
            meant = _nearest(answer, terms)
            click.echo(f"{meant}Give a number from 1 to {len(terms)}, or a name from the list.")
    return default


def ask_until(question: str, read: Callable[[str], Answer | None], help_text: str) -> Answer:
    """What `read` makes of a line; while it makes nothing of it, `help_text` is told."""
    with _editing(()):
        while (answer := read(input(f"{question}: ").strip())) is None:
            click.echo(help_text)
        return answer


def _chosen(answer: str, terms: Sequence[Term]) -> str:
    """The code that is meant; empty where it is not clear."""
    if answer.isdecimal():
        return next((each.code for at, each in enumerate(terms, 1) if at == int(answer)), "")
    sought = answer.casefold().replace(" ", "_").replace("-", "_")
    codes = [term.code for term in terms if term.code.startswith(sought)]
    if sought in codes:
        return sought
    return codes[0] if len(codes) == 1 else ""


def _nearest(answer: str, terms: Sequence[Term]) -> str:
    """A question whether the code that is most like `answer` was meant; empty where none is."""
    import difflib  # noqa: PLC0415 - slow to load, and seldom needed

    near = difflib.get_close_matches(answer.casefold(), [term.code for term in terms], n=1)
    return f"Did you mean {near[0]}? " if near else ""


@contextlib.contextmanager
def _editing(known: Sequence[str]) -> Iterator[None]:
    """Arrow keys, and the Tab key for what is `known`, where this Python can."""
    try:
        import readline  # noqa: PLC0415 - not everywhere, and slow to load
    except ImportError:
        yield
        return
    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_auto_history(False)
    readline.set_completer(_completer(known))
    readline.set_completer_delims(",")
    readline.parse_and_bind("bind ^I rl_complete" if _is_editline(readline) else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)


def _is_editline(readline: Any) -> bool:
    """Whether it is the library that macOS has, which is told in other words."""
    return "libedit" in (readline.__doc__ or "")


def _completer(known: Sequence[str]) -> Callable[[str, int], str | None]:
    def completed(begun: str, number: int) -> str | None:
        typed = begun.lstrip()
        blank = begun[: len(begun) - len(typed)]
        fitting = [each for each in known if each.casefold().startswith(typed.casefold())]
        return f"{blank}{fitting[number]}" if number < len(fitting) else None

    return completed
