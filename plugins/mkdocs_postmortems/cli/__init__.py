"""The command line: `postmortems`, one module a command."""

import click

from mkdocs_postmortems import __version__
from mkdocs_postmortems.cli.init import init
from mkdocs_postmortems.cli.mcp import mcp
from mkdocs_postmortems.cli.search import list_, search, similar

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="postmortems")
def main() -> None:
    """Remember what was tried: experiments, failed and successful, as an internal blog."""


for command in (init, search, similar, list_, mcp):
    main.add_command(command)
