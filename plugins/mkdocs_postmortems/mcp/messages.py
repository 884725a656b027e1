"""JSON-RPC 2.0, one message a line: what a line asks, and how an answer is written.

Pure. What comes in is never trusted to be what it should be.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 1_000_000
"""How many bytes a message may have."""
PARSE_ERROR = -32700
INVALID_REQUEST = -32600
NO_METHOD = -32601
BAD_PARAMS = -32602
INTERNAL = -32603
WRONG_VERSION = -32022

# Some readers end a line at these too.
_LINE_ENDS = {ord(each): f"\\u{ord(each):04x}" for each in "\x85\u2028\u2029"}

Identity = str | int | None


class ProtocolError(Exception):
    """A request cannot be answered; the message says why.

    Attributes:
        code: What is wrong, as JSON-RPC and the Model Context Protocol number it.
        data: What a client can make use of.
    """

    def __init__(self, code: int, message: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class Request:
    """What wants an answer."""

    method: str
    params: Mapping[str, Any]


def read(line: bytes) -> Any:
    """The JSON of a line.

    Raises:
        ProtocolError: It is none, or too long.
    """
    line = line.rstrip(b"\r\n")
    if len(line) > LONGEST:
        raise ProtocolError(INVALID_REQUEST, f"Invalid request: longer than {LONGEST} bytes")
    try:
        return json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ProtocolError(PARSE_ERROR, "Parse error: the line is no JSON in UTF-8") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def identity_of(message: Any) -> Identity:
    """The id of a message, if it has one that an answer can be found by."""
    identity = message.get("id") if isinstance(message, dict) else None
    is_identity = isinstance(identity, str | int) and not isinstance(identity, bool)
    return identity if is_identity else None


def request_in(message: Any) -> Request | None:
    """The request that `message` is; none if it is a notification, or an answer.

    Raises:
        ProtocolError: It is neither.
    """
    if not isinstance(message, dict):
        raise ProtocolError(INVALID_REQUEST, "Invalid request: no object")
    if "method" not in message and ("result" in message or "error" in message):
        return None
    if message.get("jsonrpc") != "2.0" or ("id" in message and identity_of(message) is None):
        wanted = 'wants jsonrpc "2.0" and an id that is a text or a whole number'
        raise ProtocolError(INVALID_REQUEST, f"Invalid request: {wanted}")
    method, params = message.get("method"), message.get("params")
    if not isinstance(method, str):
        raise ProtocolError(INVALID_REQUEST, "Invalid request: wants a method")
    if "id" not in message:
        return None
    if not isinstance(params, dict | None):
        raise ProtocolError(BAD_PARAMS, "Invalid params: wants an object")
    return Request(method, params or {})


def success(identity: Identity, result: Mapping[str, Any]) -> str:
    """The answer to a request, as JSON.

    Raises:
        TypeError: There is something in it that JSON has no form for.
        ValueError: Likewise, such as a number that is none.
    """
    return _written({"jsonrpc": "2.0", "id": identity, "result": result})


def failure(identity: Identity, error: ProtocolError) -> str:
    """The answer to what cannot be answered, as JSON; `identity` is none where it is not known."""
    told = {"code": error.code, "message": str(error)}
    data = {} if error.data is None else {"data": error.data}
    return _written({"jsonrpc": "2.0", "id": identity, "error": told | data})


def _written(message: Mapping[str, Any]) -> str:
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_LINE_ENDS)


def as_line(answer: str) -> bytes:
    """An answer as it is sent."""
    # What is no text in Unicode, such as half a character in a file's name, no client could read.
    return answer.encode("utf-8", errors="replace") + b"\n"
