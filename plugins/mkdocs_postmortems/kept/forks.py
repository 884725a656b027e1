"""Work spread over the processors, by processes that are forked off and share what is there."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FEWEST = 8
"""Below so many things a process costs more than it saves."""


def hands(count: int) -> int:
    """How many processes are worth their while for `count` things; 1 stands for none but this.

    A process with threads is not forked, since the child would lack them and keep their locks;
    nor is one on macOS, whose own libraries do not stand it.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and os.uname().sysname == "Linux"
    if not can_fork or threading.active_count() > 1:
        return 1
    return max(min(len(os.sched_getaffinity(0)), count // _FEWEST), 1)


def spread(things: Sequence[T], work: Callable[[Sequence[T]], R], workers: int) -> Iterator[R]:
    """What `work` answers for each share of `things`, by `workers` processes at once.

    The answer of a process that fails is left out.
    """
    context = multiprocessing.get_context("fork")
    begun = []
    for number in range(workers):
        ours, theirs = context.Pipe(duplex=False)
        share = things[number::workers]
        process = context.Process(target=_report, args=(work, share, theirs), daemon=True)
        process.start()
        theirs.close()
        begun.append((process, ours))
    for process, ours in begun:
        try:
            yield ours.recv()
        except EOFError:
            continue
        finally:
            ours.close()
            process.join()


def _report(work: Callable[[Sequence[T]], R], share: Sequence[T], answer: Connection) -> None:
    try:
        answer.send(work(share))
    except BaseException:  # noqa: BLE001 - told by the parent, which does the work itself
        os._exit(1)
    answer.close()
