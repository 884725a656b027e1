"""`postmortems mcp` as a process, and the project that it is asked about."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from integration.harness import post, write

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": "hello",
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}
PING = {"jsonrpc": "2.0", "id": "ping", "method": "ping"}
PONG = {"jsonrpc": "2.0", "id": "ping", "result": {}}

POSTS = {
    "2024/flu.md": post(
        "Flu from searches",
        "Counting queries.\n\n## Lessons learnt\n\n- Watch for drift in behaviour.",
        date="2024-05-01",
        outcome="failed",
        confidence="high",
        causes=["shift"],
    ),
    "2025/flu-again.md": post(
        "Flu again", date="2025-01-01", outcome="succeeded", supersedes="2024/flu"
    ),
}


def make_lab(root: Path) -> Path:
    """A project of two postmortems in `root`."""
    site = "site_name: Lab\nsite_url: https://example.org/lab/\nplugins: [postmortems]\n"
    write(root, {"mkdocs.yml": site})
    write(root / "postmortems", POSTS)
    return root


def command() -> str:
    """The command as an assistant starts it."""
    found = shutil.which("postmortems", path=str(Path(sys.executable).parent))
    assert found, "the command `postmortems` is not installed beside Python"
    return found


def start(folder: Path, **more: Any) -> "subprocess.Popen[bytes]":
    """The server of the project in `folder`."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([command(), "mcp", "--project", str(folder)], **{**pipes, **more})


def said(*messages: Any) -> bytes:
    """Messages as lines; bytes are sent as they are."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in messages]
    return b"".join(line + b"\n" for line in lines)


def calls(tool: str, identity: Any = 1, **arguments: Any) -> dict[str, Any]:
    """The message that calls a tool."""
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": identity, "method": "tools/call", "params": params}
