"""Runs a command and says what it cost; run as a program of its own.

    python -S -E launch.py RESULT LOG SECONDS COMMAND…

A process counts as its own peak memory what its parent had when it was made. So the parent is this
small one, and not the benchmark. The command is ended, with all it started, after SECONDS.
"""

import json
import os
import signal
import sys
import time


def main() -> None:
    result, log, seconds, *command = sys.argv[1:]
    start = time.perf_counter()
    child = os.fork()
    if not child:
        _become(command, log)
    for reason in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(reason, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    _, status, used = os.wait4(child, 0)
    figures = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": time.perf_counter() - start,
        "cpu": used.ru_utime + used.ru_stime,
        # In KiB on Linux, in bytes on macOS.
        "peak": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    with open(result, "w", encoding="utf-8") as out:  # noqa: PTH123 - pathlib is not small
        json.dump(figures, out)


def _become(command: list[str], log: str) -> None:
    os.setsid()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error}\n".encode())
        os._exit(127)


if __name__ == "__main__":
    main()
