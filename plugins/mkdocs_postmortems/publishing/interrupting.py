"""A build that is told to end clears everything away, and does so until it is too late."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class InterruptedBuildError(Exception):
    """The build was told to end, by Ctrl+C or by the system.

    Attributes:
        signal: The number of the signal.
    """

    def __init__(self, number: int) -> None:
        """Tell of signal `number`."""
        super().__init__(f"signal {number}")
        self.signal = number


class Interruption:
    """Raises on a signal, until it is told to heed none any more."""

    def __init__(self) -> None:
        """Heed signals."""
        self._is_too_late = False

    def is_too_late(self) -> None:
        """Heed none any more: what is begun is done to its end."""
        self._is_too_late = True

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Handle the signal of that number.

        Raises:
            InterruptedBuildError: It is not too late.
        """
        if not self._is_too_late:
            raise InterruptedBuildError(number)


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Let SIGINT, SIGTERM and SIGHUP raise `InterruptedBuildError`.

    One that is ignored stays so, as nohup and shells want it for what runs in the background.
    """
    handler = Interruption()
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handler) for number in heeded}
    try:
        yield handler
    finally:
        for number, handled in before.items():
            signal.signal(number, handled)
