"""The command line: `postmortems`, one module a command."""

import errno
from importlib import import_module
from typing import Any

import click

from mkdocs_postmortems import __version__

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_COMMANDS = {
    "build": ("build", "build"),
    "check": ("check", "check"),
    "conclude": ("conclude", "conclude"),
    "correct": ("correct", "correct"),
    "export": ("export", "export"),
    "fix": ("fix", "fix"),
    "import": ("import_", "import_"),
    "init": ("init", "init"),
    "list": ("search", "list_"),
    "mcp": ("mcp", "mcp"),
    "new": ("new", "new"),
    "schema": ("schema", "schema"),
    "search": ("search", "search"),
    "serve": ("serve", "serve"),
    "similar": ("search", "similar"),
}


class _UndoneError(click.ClickException):
    """The disk refused something that no command has words of its own for."""

    exit_code = 2


class _Commands(click.Group):
    """The commands, of which only the one that is given is loaded: a search must start at once."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is given.

        Raises:
            click.ClickException: A file cannot be read or written; the message says which.
        """
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read our output has had enough of it
                raise
            where = f"{error.filename}: " if error.filename else ""
            raise _UndoneError(f"{where}{error.strerror or error}") from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="postmortems")
def main() -> None:
    """Remember what was tried: experiments, failed and successful, as an internal blog."""
