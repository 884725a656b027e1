"""Puts each tool into a folder of its own, once."""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from .measuring import ToolError
from .tools import TOOLS, Tool

WORK = Path(tempfile.gettempdir(), "build-bench")
"""For tools and sites, where no other folder is given. Kept from run to run."""

_LINES = 3


def install(tool: Tool, tools: Path) -> None:
    """Make the tool's folder in `tools`, if it is not there. Raises `ToolError` with the reason."""
    folder = tools / tool.name
    done = folder / ".installed"
    wanted = "\n".join(tool.packages)
    if not tool.packages or (done.exists() and done.read_text(encoding="utf-8") == wanted):
        return
    shutil.rmtree(folder, ignore_errors=True)
    sys.stderr.write(f"installing {' '.join(tool.packages)} …\n")
    by_npm = tool is TOOLS["eleventy"]
    (_with_npm if by_npm else _with_pip)(tool.packages, folder)
    done.write_text(wanted, encoding="utf-8")


def _with_pip(packages: tuple[str, ...], folder: Path) -> None:
    venv.create(folder, with_pip=True)
    _run([str(folder / "bin/python"), "-m", "pip", "install", "-q", *packages], folder)


def _with_npm(packages: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    _run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages], folder)


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if "error" in line.lower()]
        reason = " / ".join(said[:_LINES]) or f"ended with {error.returncode}"
        raise ToolError(f"{' '.join(command)}: {reason}") from error
    except OSError as error:
        raise ToolError(str(error)) from error
