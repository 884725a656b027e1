"""Asking a server for JSON with the standard library: bounded in time and size, and on one host.

Certificates are checked, always. Only `http` and `https` are spoken. A redirect is followed when
it leads to the same host, so that a password goes nowhere else.
"""

import base64
import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from mkdocs_postmortems.integrations.errors import TrackerError
from mkdocs_postmortems.integrations.text import one_line
from mkdocs_postmortems.integrations.values import as_json

_SECONDS = 10.0
_SECONDS_IN_ALL = 30.0
_MOST_BYTES = 64_000_000
_MOST_REDIRECTS = 4
_PIECE = 65_536
_LONGEST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for a sign of life, and for the whole answer, in seconds; and its bytes."""

    seconds: float = _SECONDS
    seconds_in_all: float = _SECONDS_IN_ALL
    bytes: int = _MOST_BYTES


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and what came with it."""

    status: int
    body: bytes
    kind: str
    location: str


class RefusedError(TrackerError):
    """The server answered, and the answer is no. `code` is what it calls that, in capitals."""

    def __init__(self, message: str, code: str) -> None:
        """Say `message`."""
        super().__init__(message)
        self.code = code


class JsonClient:
    """One server."""

    def __init__(
        self,
        address: str,
        authorization: str = "",
        certificates: str = "",
        limits: Limits | None = None,
    ) -> None:
        """Know its `address`, which begins with `http` or `https`, without asking it yet.

        Args:
            address: The part before the paths that are asked for. A name and password in it are
                sent as they would be by a browser, and never shown.
            authorization: The value of that header; empty to send none.
            certificates: A file of certificates to trust, in place of the system's.
            limits: How long to wait, and how much to read.

        Raises:
            TrackerError: It is no such address, or the certificates cannot be read.
        """
        parts = _split(address)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = f":{parts.port}" if parts.port else ""
        self.address = f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"
        self._headers = {"Accept": "application/json", "User-Agent": "mkdocs-postmortems"}
        if authorization or parts.username:
            given = basic(parts.username or "", parts.password or "")
            self._headers["Authorization"] = authorization or given
        self._limits = limits or Limits()
        self._opener = _opener(certificates)

    def get(self, path: str) -> dict[str, Any]:
        """What it answers to GET.

        Raises:
            TrackerError: It cannot be reached, refuses, or answers something else than JSON.
        """
        return self._asked(path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What it answers to POST; errors are those of `get`."""
        return self._asked(path, json.dumps(body).encode())

    def _asked(self, path: str, body: bytes | None) -> dict[str, Any]:
        until = time.monotonic() + self._limits.seconds_in_all
        address = f"{self.address}{path}"
        for _ in range(_MOST_REDIRECTS):
            answer = self._answer(address, body, until)
            if not 300 <= answer.status < 400:
                return self._read(answer)
            address = self._moved(address, answer.location)
        raise TrackerError(f"{self.address} leads in a circle")

    def _moved(self, address: str, location: str) -> str:
        try:
            there = urljoin(address, location)
        except ValueError:
            there = location
        old, new = _split(address), _split(there)
        is_upgrade = (old.scheme, new.scheme) == ("http", "https") and new.hostname == old.hostname
        if is_upgrade or (old.scheme, old.netloc) == (new.scheme, new.netloc):
            return there
        shown = one_line(f"{new.scheme}://{new.netloc.rpartition('@')[2]}", _LONGEST_TOLD)
        message = f"{self.address} sends on to {shown}, which may want a sign-in"
        raise TrackerError(f"{message}. Give a token, or the address that answers")

    def _answer(self, address: str, body: bytes | None, until: float) -> Answer:
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        # The scheme was checked, and the opener knows no other.
        request = urllib.request.Request(address, body, headers)  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._limits.seconds) as response:
                return Answer(
                    status=response.status,
                    body=self._bytes(response, until),
                    kind=response.headers.get_content_type(),
                    location=response.headers.get("Location", ""),
                )
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise TrackerError(f"{self.address} {_in_words(error)}") from None

    def _bytes(self, response: Any, until: float) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.bytes:
                most = self._limits.bytes // 1_000_000
                raise TrackerError(f"{self.address} answers with more than {most} MB")
            if time.monotonic() > until:
                raise TimeoutError
        return b"".join(pieces)

    def _read(self, answer: Answer) -> dict[str, Any]:
        try:
            told = as_json(answer.body)
        except ValueError:
            told = None
        if answer.status >= 400:
            code = told.get("error_code") if isinstance(told, dict) else ""
            is_known = "Authorization" in self._headers
            refusal = _refusal(answer.status, told, is_known=is_known)
            raise RefusedError(f"{self.address} {refusal}", str(code))
        if not isinstance(told, dict):
            kind = "a web page" if "html" in answer.kind else "no JSON that can be read"
            raise TrackerError(f"{self.address} answers with {kind}. Is it a tracking server?")
        return told


def basic(name: str, password: str) -> str:
    """The header for a name and a password (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - told to be no number when asked for
    except ValueError as error:
        raise TrackerError(f"`{one_line(address, _LONGEST_TOLD)}` is no address: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TrackerError(f"`{one_line(address, _LONGEST_TOLD)}` is no address of a server")
    return parts


def _opener(certificates: str) -> urllib.request.OpenerDirector:
    """Speaks http and https only, follows nothing, and hands errors over as answers."""
    try:
        context = ssl.create_default_context(cafile=certificates or None)
    except OSError as error:
        message = f"certificates {certificates} cannot be read: {error.strerror or error}"
        raise TrackerError(message) from None
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(urllib.request.HTTPHandler())
    opener.add_handler(urllib.request.HTTPSHandler(context=context))
    opener.add_handler(urllib.request.UnknownHandler())
    return opener


def _in_words(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "does not answer in time"
    if isinstance(reason, ConnectionRefusedError):
        return "refuses the connection. Does the server run?"
    if isinstance(reason, ssl.SSLCertVerificationError):
        message = f"has a certificate that is not trusted: {reason.verify_message}"
        return f"{message}. Name yours in MLFLOW_TRACKING_SERVER_CERT_PATH"
    if isinstance(reason, http.client.HTTPException | ConnectionError):
        return "breaks the connection off, or does not speak HTTP"
    told = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return f"cannot be reached: {one_line(told, _LONGEST_TOLD)}"


def _refusal(status: int, told: Any, *, is_known: bool) -> str:
    if status == 401:
        credentials = "MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD"
        if is_known:
            return f"does not accept the credentials that were sent (401). Check {credentials}"
        return f"wants to know who asks (401). Set {credentials}"
    said = told.get("message") if isinstance(told, dict) else None
    about = f": {one_line(said, _LONGEST_TOLD)}" if isinstance(said, str) and said else ""
    if status == 403:
        return f"does not let you read this (403){about}"
    if status == 404:
        return f"does not know what was asked for (404){about or '. Is its address right?'}"
    if status >= 500:
        return f"has an error of its own ({status}){about}"
    return f"refuses the question ({status}){about}"
