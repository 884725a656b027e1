"""`postmortems mcp`: the lessons, asked by an assistant over stdin and stdout."""

import contextlib
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from mkdocs_postmortems.cli.context import for_audience


@click.command(short_help="Answer an assistant (Model Context Protocol).")
@click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of mkdocs.yml, or one in it.  [default: the current one]",
)
@for_audience
def mcp(folder: Path, audience: tuple[str, ...]) -> None:
    """Answer an assistant over the Model Context Protocol, on stdin and stdout.

    It reads only. Assistants start it themselves, and it ends when its input does.
    """
    from mkdocs_postmortems.mcp.messages import LONGEST  # noqa: PLC0415 - only this command needs it
    from mkdocs_postmortems.mcp.schemas import TOOLS  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.mcp.server import Server  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.mcp.tools import call  # noqa: PLC0415 - likewise

    server = Server(TOOLS, partial(call, folder.absolute(), audience=audience))
    output = sys.stdout.buffer
    # Nothing but messages may go to stdout.
    with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(KeyboardInterrupt):
        for line in _lines(sys.stdin.buffer, LONGEST):
            answer = server.answer_line(line)
            if answer is not None:
                output.write(answer)
                output.flush()


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """The lines of `stream`; of one that is too long only as much as tells that it is."""
    while line := stream.readline(longest + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(longest)
        yield line
