"""A local server that counts what it sends, compressed as a host would; slower if asked."""

import gzip
import hashlib
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
"""What hosts compress; anything else is sent as it is."""
_CHUNK = 8192


class Network(NamedTuple):
    """How far away the server is.

    Attributes:
        latency: Seconds from a request to the first byte of its answer.
        rate: Bytes a second, for all answers together; 0 for no limit.
    """

    latency: float
    rate: float


NETWORKS = {
    "none": Network(0, 0),
    "office": Network(0.02, 50e6 / 8),
    "fast4g": Network(0.06, 9e6 / 8),
    "slow4g": Network(0.15, 1.6e6 / 8),
    "3g": Network(0.3, 0.7e6 / 8),
}


class Sent(NamedTuple):
    """One answer: its path without the slash before it, the bytes of its body and its head."""

    path: str
    body: int
    head: int


class _Line:
    """Divides the rate among all answers that are on their way."""

    def __init__(self, rate: float) -> None:
        self._rate, self._free, self._lock = rate, 0.0, threading.Lock()

    def wait(self, size: int) -> None:
        if not self._rate:
            return
        with self._lock:
            until = self._free = max(time.monotonic(), self._free) + size / self._rate
        time.sleep(max(until - time.monotonic(), 0))


class Counter:
    """The files of a folder, as they are sent, and what was sent since it was last asked."""

    def __init__(self, folder: Path, network: Network) -> None:
        self._folder, self._network, self._line = folder, network, _Line(network.rate)
        self._lock = threading.Lock()
        self._sent: list[Sent] = []
        self._open, self._closed = 0, time.monotonic()
        self._ready: dict[str, tuple[bytes, bytes]] = {}
        for file in folder.rglob("*"):
            if file.is_file() and file.suffix != ".html":
                self._prepare(file.relative_to(folder).as_posix())

    def take(self) -> list[Sent]:
        """What was sent since the last call."""
        with self._lock:
            taken, self._sent = self._sent, []
        return taken

    @property
    def quiet(self) -> float:
        """Seconds since the last answer was given; 0 while one is on its way."""
        return 0 if self._open else time.monotonic() - self._closed

    def answer(self, connection: socketserver.StreamRequestHandler, path: str, known: str) -> None:
        """Send the file `path`, or 304 if `known` is its tag, or 404."""
        with self._lock:
            self._open += 1
        try:
            self._send(connection, path, known)
        finally:
            with self._lock:
                self._open -= 1
                self._closed = time.monotonic()

    def _send(self, connection: socketserver.StreamRequestHandler, path: str, known: str) -> None:
        time.sleep(self._network.latency)
        found = self._ready.get(path) or self._prepare(path)
        if not found:
            head, body = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b""
        elif known and f"ETag: {known}\r\n".encode() in found[0]:
            head, body = f"HTTP/1.1 304 Not Modified\r\nETag: {known}\r\n\r\n".encode(), b""
        else:
            head, body = found
        with self._lock:
            self._sent.append(Sent(path, len(body), len(head)))
        content = head + body
        size = _CHUNK if self._network.rate else len(content)
        for start in range(0, len(content), size):
            chunk = content[start : start + size]
            self._line.wait(len(chunk))
            connection.wfile.write(chunk)

    def _prepare(self, path: str) -> tuple[bytes, bytes] | None:
        is_folder = not path or path.endswith("/")
        file = self._folder / (f"{path}index.html" if is_folder else path)
        if not file.is_file():
            return None
        body = file.read_bytes()
        lines = [
            f"Content-Type: {_TYPES.get(file.suffix, 'application/octet-stream')}",
            f'ETag: "{hashlib.sha256(body).hexdigest()[:16]}"',
            "Cache-Control: max-age=600",
            "Vary: Accept-Encoding",
        ]
        if file.suffix in _TYPES:
            body = gzip.compress(body, 6, mtime=0)
            lines.append("Content-Encoding: gzip")
        lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()
        self._ready[path] = head, body
        return head, body


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64


@contextmanager
def serve(folder: Path, network: Network) -> Iterator[tuple[str, Counter]]:
    """The address of a server of `folder`, and what counts for it."""
    counter = Counter(folder, network)

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            try:
                while request := self.rfile.readline():
                    known = ""
                    while (line := self.rfile.readline()).strip():
                        if line[:14].lower() == b"if-none-match:":
                            known = line[14:].decode().strip()
                    path = request.split()[1].decode().partition("?")[0].removeprefix("/")
                    counter.answer(self, path, known)
            except ConnectionError:
                return  # the page was left

    with _Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/", counter
        running.shutdown()
        thread.join()
