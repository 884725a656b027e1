"""A command at a terminal of its own, and somebody who reads it and types."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

_PATIENCE = 60
_BEAT = 3
# Ctrl+C is a signal only where the terminal is the session's own, and where what started the tests
# in the background did not have it ignored.
_COMMAND = """
import fcntl, signal, termios
signal.signal(signal.SIGINT, signal.default_int_handler)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from mkdocs_postmortems.entry import run
run()
"""
_STYLES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """A running command; `screen` is all that it printed, without colours."""

    def __init__(self, folder: Path, *arguments: str, columns: int = 100) -> None:
        self.screen = ""
        self._seen = 0
        ours, its = pty.openpty()
        self._fd = ours
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *arguments],
            cwd=folder,
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns)},
        )
        os.close(its)

    def reads(self, *texts: str) -> None:
        """Wait until each of `texts` stands on the screen, below what was read before."""
        for text in texts:
            until = time.monotonic() + _PATIENCE
            while (at := self.screen.find(text, self._seen)) < 0:
                left = max(0, until - time.monotonic())
                assert self._took_in(left), f"{text!r} never came:\n{self.screen}"
            self._seen = at + len(text)

    def types(self, text: str) -> None:
        """Type `text` as it is; Enter is `\\n`, Ctrl+C `\\x03`, Ctrl+D `\\x04`, Tab `\\t`."""
        os.write(self._fd, text.encode())

    def presses(self, key: str, until: str) -> None:
        """Press a key, and again while `until` does not come.

        Python does not notice Ctrl+C between writing a prompt and waiting for the answer.
        """
        for _ in range(_PATIENCE):
            self.types(key)
            while self._took_in(_BEAT):
                if until in self.screen[self._seen :]:
                    return
        message = f"{until!r} never came:\n{self.screen}"
        raise AssertionError(message)

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        while self._took_in(_PATIENCE):
            pass
        os.close(self._fd)
        return self._process.wait(_PATIENCE)

    def _took_in(self, seconds: float) -> bool:
        """Whether something more came in that time; nothing does after the end."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux ends a terminal so
            return False
        self.screen += _STYLES.sub("", data.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(data)
