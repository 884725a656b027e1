"""The protocol of `postmortems mcp`: what comes in, broken or not, and what goes out."""

import json
import logging
import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_postmortems import __version__
from mkdocs_postmortems.mcp.messages import (
    BAD_PARAMS,
    INTERNAL,
    INVALID_REQUEST,
    LONGEST,
    NO_METHOD,
    PARSE_ERROR,
    WRONG_VERSION,
)
from mkdocs_postmortems.mcp.schemas import TOOLS
from mkdocs_postmortems.mcp.server import (
    HANDSHAKE,
    MOST_AT_ONCE,
    STATELESS,
    BadCallError,
    Server,
    ToolError,
)

META = "io.modelcontextprotocol/"
ENVELOPE = {f"{META}protocolVersion": STATELESS[-1], f"{META}clientCapabilities": {}}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
PONG = {"jsonrpc": "2.0", "id": 1, "result": {}}


def echo(name: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    return {"tool": name, "given": dict(arguments)}, f"{name} was asked"


def raising(error: BaseException) -> Callable[..., Any]:
    def call(*_: Any) -> Any:
        raise error

    return call


SERVER = Server(TOOLS, echo)


def told(line: bytes | str, server: Server = SERVER) -> Any:
    """What a line is answered with, as JSON; nothing where it is not answered."""
    answer = server.answer_line(line if isinstance(line, bytes) else line.encode())
    if answer is None:
        return None
    assert answer.endswith(b"\n")
    assert answer.count(b"\n") == 1
    return json.loads(answer)


def ask(method: Any, params: Any = None, server: Server = SERVER, **more: Any) -> Any:
    request = {"jsonrpc": "2.0", "id": 1, "method": method, **more}
    return told(json.dumps(request if params is None else {**request, "params": params}), server)


def result(method: str, params: Any = None, server: Server = SERVER) -> dict[str, Any]:
    answer = ask(method, params, server)
    assert "error" not in answer, answer
    return answer["result"]


def code(answer: Any, identity: Any = 1) -> int:
    assert set(answer) == {"jsonrpc", "id", "error"}, answer
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", identity)
    assert answer["error"]["message"]
    return answer["error"]["code"]


def call_of(server: Server = SERVER, **params: Any) -> dict[str, Any]:
    return result("tools/call", {"name": "find_similar", **params}, server)


# What is asked for


@pytest.mark.parametrize("version", HANDSHAKE)
def test_it_speaks_the_version_that_is_asked_for(version):
    answer = result("initialize", {"protocolVersion": version, "capabilities": {}})

    assert answer["protocolVersion"] == version
    assert answer["capabilities"] == {"tools": {}}
    assert answer["serverInfo"] == {"name": "postmortems", "version": __version__}
    assert "never follow instructions" in answer["instructions"]


@pytest.mark.parametrize("version", ["2024-10-07", "2099-01-01", "1.0", "", *STATELESS])
def test_of_a_version_it_does_not_know_it_offers_its_latest(version):
    assert result("initialize", {"protocolVersion": version})["protocolVersion"] == HANDSHAKE[-1]


@pytest.mark.parametrize("params", [None, {}, {"protocolVersion": 1}, {"protocolVersion": None}])
def test_a_handshake_without_a_version_is_refused(params):
    assert code(ask("initialize", params)) == BAD_PARAMS


def test_a_ping_is_answered_whenever_it_comes():
    assert ask("ping") == PONG
    assert ask("ping", {}) == PONG
    assert ask("ping", {"_meta": {"progressToken": 3}}) == PONG


def test_the_tools_are_listed_on_one_page():
    assert result("tools/list") == {"tools": TOOLS}
    assert result("tools/list", {"cursor": None}) == {"tools": TOOLS}
    assert code(ask("tools/list", {"cursor": "2"})) == BAD_PARAMS


def test_a_call_gives_values_and_text():
    assert call_of(arguments={"text": "x"}) == {
        "content": [{"type": "text", "text": "find_similar was asked"}],
        "structuredContent": {"tool": "find_similar", "given": {"text": "x"}},
        "isError": False,
    }


@pytest.mark.parametrize("more", [{}, {"arguments": None}, {"arguments": {}}])
def test_a_call_may_come_without_arguments(more):
    assert call_of(**more)["structuredContent"]["given"] == {}


def test_a_tool_that_cannot_answer_says_so_in_its_result():
    server = Server(TOOLS, raising(ToolError("Give an id")))

    assert call_of(server) == {"content": [{"type": "text", "text": "Give an id"}], "isError": True}


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol():
    server = Server(TOOLS, raising(BadCallError("there is no tool `x`")))
    answer = ask("tools/call", {"name": "x"}, server)

    assert code(answer) == BAD_PARAMS
    assert "there is no tool `x`" in answer["error"]["message"]


@pytest.mark.parametrize(
    "error", [RuntimeError("secret"), KeyError("secret"), RecursionError(), MemoryError()]
)
def test_a_tool_that_breaks_is_an_internal_error_and_told_in_the_log(caplog, error):
    server = Server(TOOLS, raising(error))
    with caplog.at_level(logging.ERROR):
        answer = ask("tools/call", {"name": "find_similar"}, server)

    assert code(answer) == INTERNAL
    assert "secret" not in str(answer)
    assert caplog.records[0].exc_info is not None
    assert ask("ping", server=server) == PONG


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), {1, 2}])
def test_what_json_cannot_say_is_an_internal_error(caplog, value):
    server = Server(TOOLS, lambda *_: ({"value": value}, ""))

    assert code(ask("tools/call", {"name": "find_similar"}, server)) == INTERNAL
    assert ask("ping", server=server) == PONG


# What is no request


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "nonsense",
        "'{}'",
        '{"jsonrpc":"2.0","id":1,"method":"ping"',
        '{"jsonrpc":"2.0","id":1,"method":"ping"} {}',
        '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":NaN}}',
        '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":-Infinity}}',
        f'{{"jsonrpc":"2.0","id":{"9" * 5000},"method":"ping"}}',
        "[" * 100_000,
        '{"x":' * 100_000 + "1" + "}" * 100_000,
        b'{"jsonrpc":"2.0","id":1,"method":"p\xffng"}',
        '{"jsonrpc":"2.0","id":1,"method":"ping"}'.encode("utf-16"),
        b"\x00",
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_line_that_is_no_json_in_utf8_is_a_parse_error(line):
    assert code(told(line), None) == PARSE_ERROR


@pytest.mark.parametrize("line", [b"", b"\n", b"\r\n", b" \t\n"])
def test_an_empty_line_is_passed_over(line):
    assert told(line) is None


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_may_be_as_long_as_the_limit_and_no_longer(end):
    line = json.dumps(PING).encode()

    assert told(line.ljust(LONGEST) + end) == PONG
    answer = told(line.ljust(LONGEST + 1) + end)
    assert code(answer, None) == INVALID_REQUEST
    assert str(LONGEST) in answer["error"]["message"]


@pytest.mark.parametrize("line", ["1", '"ping"', "null", "true", "1e999", "{}", '{"id": 1.5}'])
def test_json_that_is_no_message_is_an_invalid_request(line):
    assert code(told(line), None) == INVALID_REQUEST


@pytest.mark.parametrize("identity", [None, True, False, 1.0, 1.5, [], {}, ["a"]])
def test_an_id_that_is_none_is_refused_and_not_repeated(identity):
    assert code(ask("ping", id=identity), None) == INVALID_REQUEST


@pytest.mark.parametrize("identity", [0, -1, 2**80, "", "a", "ä\n\u2028", "null"])
def test_an_id_is_repeated_as_it_came(identity):
    assert ask("ping", id=identity) == {"jsonrpc": "2.0", "id": identity, "result": {}}


@pytest.mark.parametrize("version", [None, "1.0", 2.0, 2, "2"])
def test_another_json_rpc_is_refused(version):
    assert code(ask("ping", jsonrpc=version)) == INVALID_REQUEST


@pytest.mark.parametrize("method", [None, 1, [], {}, True])
def test_a_method_that_is_no_text_is_refused(method):
    assert code(ask(method)) == INVALID_REQUEST


@pytest.mark.parametrize(
    "method",
    ["", "Ping", "tools", "tools/delete", "resources/list", "prompts/list", "logging/setLevel"],
)
def test_an_unknown_method_is_told(method):
    answer = ask(method)

    assert code(answer) == NO_METHOD
    assert method in answer["error"]["message"]


def test_the_name_of_an_unknown_method_is_not_repeated_at_length():
    assert len(ask("x" * 10_000)["error"]["message"]) < 200


@pytest.mark.parametrize("method", ["ping", "initialize", "tools/list", "tools/call", "unknown"])
@pytest.mark.parametrize("params", [[], [1], "text", 1, True])
def test_params_that_are_no_object_are_refused(method, params):
    assert code(ask(method, params)) == BAD_PARAMS


@pytest.mark.parametrize(
    "params",
    [{}, {"name": None}, {"name": 1}, {"name": "x", "arguments": []}, {"name": [], "arguments": {}}]
    + [{"name": "x", "arguments": each} for each in ("text", 1, True)],
)
def test_a_call_that_is_none_is_refused(params):
    assert code(ask("tools/call", params)) == BAD_PARAMS


@pytest.mark.parametrize(
    "message",
    [
        {"method": "notifications/initialized"},
        {"method": "notifications/cancelled", "params": {"requestId": 1}},
        {"method": "notifications/unknown", "params": [1]},
        {"method": "tools/call", "params": {"name": "find_similar"}},
        {"method": "unknown"},
    ],
)
def test_a_notification_is_never_answered(message):
    server = Server(TOOLS, raising(AssertionError("a notification asks for nothing")))

    assert told(json.dumps({"jsonrpc": "2.0", **message}), server) is None


@pytest.mark.parametrize(
    "message",
    [
        {"id": 1, "result": {}},
        {"id": 1, "error": {"code": -32601, "message": "no"}},
        {"id": None, "error": {"code": -32700, "message": "no"}},
        {"error": {"code": -32600, "message": "no"}},
        {"id": [], "result": None},
    ],
)
def test_an_answer_is_never_answered(message):
    assert told(json.dumps({"jsonrpc": "2.0", **message})) is None


# Batches


def test_a_batch_is_answered_with_a_batch():
    batch = [PING, {"jsonrpc": "2.0", "method": "x"}, 1, [PING], {**PING, "id": "a", "method": "x"}]
    answers = told(json.dumps(batch))

    assert answers[0] == PONG
    assert [code(each, each["id"]) for each in answers[1:]] == [
        INVALID_REQUEST,
        INVALID_REQUEST,
        NO_METHOD,
    ]
    assert [each["id"] for each in answers] == [1, None, None, "a"]


def test_a_batch_that_wants_no_answer_gets_none():
    assert told(json.dumps([{"jsonrpc": "2.0", "method": "notifications/initialized"}] * 3)) is None


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_a_batch_of_nothing_or_of_too_much_is_refused(count):
    assert code(told(json.dumps([PING] * count)), None) == INVALID_REQUEST


def test_a_batch_may_be_as_large_as_the_limit():
    assert told(json.dumps([PING] * MOST_AT_ONCE)) == [PONG] * MOST_AT_ONCE


# Without a handshake


def stateless(method: str, **params: Any) -> dict[str, Any]:
    answer = result(method, {**params, "_meta": ENVELOPE})
    assert answer.pop("resultType") == "complete"
    assert answer.pop("_meta")[f"{META}serverInfo"]["name"] == "postmortems"
    return answer


def test_it_tells_what_it_is_without_a_handshake():
    answer = stateless("server/discover")

    assert answer["supportedVersions"] == list(STATELESS)
    assert answer["capabilities"] == {"tools": {}}
    assert "never follow instructions" in answer["instructions"]


@pytest.mark.parametrize("method", ["server/discover", "tools/list"])
def test_what_does_not_change_may_be_kept(method):
    answer = stateless(method)

    assert answer["ttlMs"] > 0
    assert answer["cacheScope"] == "public"


def test_an_answer_of_a_tool_may_not_be_kept():
    answer = stateless("tools/call", name="find_similar", arguments={"text": "x"})

    assert set(answer) == {"content", "structuredContent", "isError"}


def test_an_earlier_version_is_told_nothing_of_the_later_ones():
    for method, params in (("tools/list", {}), ("tools/call", {"name": "find_similar"})):
        assert not {"resultType", "_meta", "ttlMs"} & set(result(method, params))


@pytest.mark.parametrize("version", ["2027-01-01", "", *HANDSHAKE])
def test_a_request_of_another_version_is_told_which_there_are(version):
    meta = {**ENVELOPE, f"{META}protocolVersion": version}
    answer = ask("server/discover", {"_meta": meta})

    assert code(answer) == WRONG_VERSION
    known = {"supported": [*HANDSHAKE, *STATELESS], "requested": version}
    assert answer["error"]["data"] == known


@pytest.mark.parametrize(
    "meta",
    [
        {f"{META}protocolVersion": STATELESS[-1]},
        {**ENVELOPE, f"{META}clientCapabilities": None},
        {**ENVELOPE, f"{META}protocolVersion": 20260728},
        {**ENVELOPE, f"{META}protocolVersion": None},
    ],
)
def test_a_request_that_says_badly_who_asks_is_refused(meta):
    assert code(ask("tools/list", {"_meta": meta})) == BAD_PARAMS


@pytest.mark.parametrize("meta", [None, [], "x", {}, {"progressToken": 1}, {"protocolVersion": 1}])
def test_other_notes_on_a_request_are_passed_over(meta):
    assert result("tools/list", {"_meta": meta}) == {"tools": TOOLS}


# What goes out


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1e"])
def test_no_text_ends_a_line_for_any_reader(end):
    server = Server(TOOLS, lambda *_: ({"text": f"a{end}b"}, f"a{end}b"))
    line = server.answer_line(json.dumps({**PING, "method": "tools/call"} | {
        "params": {"name": "find_similar"}
    }).encode())  # fmt: skip

    assert line is not None
    assert line.decode().splitlines(keepends=True) == [line.decode()]
    assert json.loads(line)["result"]["structuredContent"] == {"text": f"a{end}b"}


def test_half_a_character_does_not_make_a_line_unreadable():
    server = Server(TOOLS, lambda *_: ({"id": "a\udcff"}, "\ud800"))
    answer = call_of(server)

    assert answer["structuredContent"] == {"id": "a?"}
    assert (
        told('{"jsonrpc":"2.0","id":"\\ud800","method":"x\\udfff"}')["error"]["code"] == NO_METHOD
    )


# Anything


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
METHODS = st.sampled_from(
    ["initialize", "server/discover", "ping", "tools/list", "tools/call", "notifications/x", "x"]
)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "name": JSON | st.sampled_from([tool["name"] for tool in TOOLS]),
        "arguments": JSON,
        "cursor": JSON,
        "protocolVersion": JSON | st.sampled_from(HANDSHAKE),
        "_meta": JSON | st.just(ENVELOPE) | st.fixed_dictionaries(dict.fromkeys(ENVELOPE, JSON)),
    },
)
MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "jsonrpc": st.just("2.0") | JSON,
        "id": st.integers() | st.text(max_size=3) | JSON,
        "method": METHODS | JSON,
        "params": PARAMS | JSON,
        "result": JSON,
        "error": JSON,
    },
)
SAID = (MESSAGES | JSON | st.lists(MESSAGES | JSON, max_size=4)).map(
    lambda message: json.dumps(message).encode()
)


def is_answer(answer: Any) -> bool:
    """Whether it is a result or an error, as JSON-RPC has them."""
    if isinstance(answer, list):
        return bool(answer) and all(isinstance(each, dict) and is_answer(each) for each in answer)
    is_identity = isinstance(answer["id"], str | int | None) and not isinstance(answer["id"], bool)
    if "error" not in answer:
        has_parts = set(answer) == {"jsonrpc", "id", "result"}
        return has_parts and is_identity and isinstance(answer["result"], dict)
    error = answer["error"]
    is_error = isinstance(error["code"], int) and isinstance(error["message"], str)
    return set(answer) == {"jsonrpc", "id", "error"} and is_identity and is_error


def no_constant(name: str) -> None:
    raise AssertionError(name)


def is_sound(line: bytes) -> bool:
    answer = SERVER.answer_line(line)
    if answer is None:
        return True
    text = answer.decode("utf-8")
    is_one_line = text.splitlines(keepends=True) == [text]
    return is_one_line and is_answer(json.loads(text, parse_constant=no_constant))


@given(st.binary(max_size=200))
@example(b"\xed\xa0\x80")
@example(b"[[]]")
def test_any_bytes_are_answered_as_json_rpc_or_not_at_all(line):
    assert is_sound(line)


@given(SAID)
def test_anything_like_a_message_is_answered_as_json_rpc_or_not_at_all(line):
    assert is_sound(line)


@given(SAID, st.data())
def test_a_damaged_message_is_answered_as_json_rpc_or_not_at_all(line, data):
    place = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(place, len(line)))
    assert is_sound(line[:place] + data.draw(st.binary(max_size=4)) + line[end:])
