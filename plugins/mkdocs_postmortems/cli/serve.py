"""`postmortems serve`: a preview with drafts, by `mkdocs serve`."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click

from mkdocs_postmortems.audiences import VARIABLE
from mkdocs_postmortems.cli.build import configuration_here, for_project, with_engine
from mkdocs_postmortems.cli.context import for_audience

_DEFAULT = "127.0.0.1:8000"
_MOST_PORTS = 100


class _Unusable(click.ClickException):
    """The preview cannot be started."""

    exit_code = 2


@click.command()
@for_project
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve it.")
@click.option("-s", "--strict", is_flag=True, help="Stop where there are warnings.")
@click.option("-o", "--open", "open_it", is_flag=True, help="Open it in your browser.")
@click.option("--no-livereload", is_flag=True, help="Do not build again after a change.")
@for_audience
@with_engine
def serve(  # noqa: PLR0913 - a command has as many parameters as options
    config_file: Path | None,
    dev_addr: str | None,
    engine: str | None,
    audience: tuple[str, ...],
    *,
    strict: bool,
    open_it: bool,
    no_livereload: bool,
) -> None:
    """Show the site with its drafts, and again after each change.

    It is `mkdocs serve`. The site that is up is left alone.
    """
    from mkdocs_postmortems.publishing.engine import (  # noqa: PLC0415 - slow to load
        command_of,
        engine_called,
    )
    from mkdocs_postmortems.publishing.errors import PublishingError  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.publishing.target import setting_of  # noqa: PLC0415 - likewise

    try:
        configuration = configuration_here(config_file)
        address = dev_addr or str(setting_of(configuration, "dev_addr") or _DEFAULT)
        command = [*command_of(engine_called(engine)), "serve"]
    except PublishingError as error:
        raise _Unusable(str(error)) from None
    _refuse_taken(address)
    if audience:
        os.environ[VARIABLE] = ",".join(audience)
    given = {"--strict": strict, "--open": open_it, "--no-livereload": no_livereload}
    command += ["--config-file", os.fspath(configuration), "--dev-addr", address]
    command += [name for name, is_given in given.items() if is_given]
    _become(command, None if config_file else configuration.parent)


def _refuse_taken(address: str) -> None:
    """Say so where another program listens at `address`, and which port is free."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise _Unusable(f"`{address}` is no address. Write one such as {_DEFAULT}")
    if _is_free(host, int(port)):
        return
    ports = range(int(port) + 1, min(int(port) + _MOST_PORTS, 65_536))
    free = next((each for each in ports if _is_free(host, each)), None)
    offer = f". This is free: `postmortems serve -a {host}:{free}`" if free else ""
    raise _Unusable(f"nothing can be served at {address}; another program may be there{offer}")


def _is_free(host: str, port: int) -> bool:
    """Whether one can listen there, as MkDocs is going to."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as tried:
        if os.name == "posix":
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
        return True


def _become(command: list[str], folder: Path | None) -> None:
    """Go on as `command`, so that signals reach it; where that cannot be, wait for its end."""
    if folder:
        os.chdir(folder)
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - the command is ours
    raise SystemExit(subprocess.call(command))  # noqa: S603 - likewise
