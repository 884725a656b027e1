"""`postmortems mcp` as a process: what is broken does not end it, and what is hidden stays so."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integration.assistant import (
    INITIALIZE,
    INITIALIZED,
    PING,
    PONG,
    calls,
    command,
    make_lab,
    said,
    start,
)
from integration.harness import post, write
from mkdocs_postmortems.mcp.messages import LONGEST


@pytest.fixture
def lab(tmp_path) -> Path:
    return make_lab(tmp_path)


def talk(folder: Path, *messages: Any, **more: Any) -> list[Any]:
    """The answers to messages that are sent at once; the server ends when they do, in peace."""
    server = start(folder, **more)
    out, err = server.communicate(said(*messages), timeout=120)
    assert (server.returncode, err) == (0, b"")
    return [json.loads(line) for line in out.splitlines()]


# Broken requests


BROKEN = {
    "{": -32700,
    "[1, 2": -32700,
    "\xff\xfe": -32700,
    "NaN": -32700,
    "[" * 50_000: -32700,
    '"' + "x" * LONGEST + '"': -32600,
    '{"jsonrpc":"2.0","id":"x"}': -32600,
    '{"jsonrpc":"1.0","id":"x","method":"ping"}': -32600,
    "[]": -32600,
    "7": -32600,
    '{"jsonrpc":"2.0","id":"x","method":"tools/destroy"}': -32601,
    '{"jsonrpc":"2.0","id":"x","method":"tools/call"}': -32602,
    '{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"rm"}}': -32602,
    '{"jsonrpc":"2.0","id":"x","method":"tools/list","params":7}': -32602,
}


def test_what_is_broken_is_an_error_and_not_the_end(lab):
    lines = [line.encode("latin-1") for line in BROKEN]
    answers = talk(lab, *itertools.chain(*((line, PING) for line in lines)))

    assert [answer["error"]["code"] for answer in answers[::2]] == [*BROKEN.values()]
    assert answers[1::2] == [PONG] * len(BROKEN)


def test_a_line_far_too_long_is_passed_over_as_a_whole(lab):
    answers = talk(lab, b"x" * (5 * LONGEST + 3), PING)

    assert [answer.get("error", {}).get("code") for answer in answers] == [-32600, None]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n\n"])
def test_the_last_line_needs_no_end(lab, end):
    server = start(lab)
    out, _ = server.communicate(json.dumps(PING).encode() + end, timeout=120)

    assert json.loads(out) == PONG
    assert server.returncode == 0


def test_without_a_question_it_ends_in_silence(lab):
    assert talk(lab) == []
    assert talk(lab, INITIALIZED, b"") == []


def test_each_answer_comes_before_the_next_question(lab):
    server = start(lab)
    assert server.stdin
    assert server.stdout
    with server:
        for identity in range(3):
            server.stdin.write(said(calls("list_lessons", identity)))
            server.stdin.flush()
            assert json.loads(server.stdout.readline())["id"] == identity
        server.stdin.close()
        assert server.wait(timeout=120) == 0


def test_a_client_that_is_gone_ends_it_quietly(lab):
    server = start(lab)
    assert server.stdout
    server.stdout.close()
    server.stdout = None
    _, err = server.communicate(said(*[PING] * 20_000), timeout=120)

    assert err == b""
    assert server.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_program_that_it_runs_does_not_read_the_questions(lab, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bin")
    git = folder / "git"
    git.write_text("#!/bin/sh\ncat\n")
    git.chmod(0o755)
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    pings = [{**PING, "id": each} for each in range(5_000)]
    answers = talk(lab, calls("list_lessons", "first"), *pings, env=environment)

    assert [answer["id"] for answer in answers] == ["first", *range(5_000)]


NOISY = """
import sys
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.search import refresh
gather_news = refresh.gather_news
def noisy(*given):
    print("noise")
    return gather_news(*given)
refresh.gather_news = noisy
main(["mcp", "--project", sys.argv[1]])
"""


def test_what_is_printed_does_not_come_between_the_messages(lab):
    question = said(calls("list_lessons"))
    arguments = [sys.executable, "-c", NOISY, str(lab)]
    done = subprocess.run(arguments, check=True, input=question, capture_output=True, timeout=120)

    assert json.loads(done.stdout)["id"] == 1
    assert b"noise" in done.stderr


def test_it_asks_for_a_project_that_it_is_not_given(tmp_path):
    (answer,) = talk(tmp_path, calls("list_lessons"))

    assert answer["result"]["isError"]
    assert "postmortems mcp --project FOLDER" in answer["result"]["content"][0]["text"]
    done = subprocess.run(
        [command(), "mcp", "--project", str(tmp_path / "none")], check=False, capture_output=True
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"does not exist" in done.stderr


# What is hidden


HIDDEN = {
    "zqsketch": {"draft": True, "date": "2024-01-01"},
    "zqquiet": {"unlisted": True, "date": "2024-01-02"},
    "zqlater": {"date": "2999-01-01"},
    "zqunsure": {"date": "2999-13-99"},
    "zqvault": {"audience": "board", "date": "2024-01-04"},
    "zqmisspelt": {"audience": "bord", "date": "2024-01-05"},
}
WORDS = ["zqopen", *HIDDEN]


def telling(word: str, **more: Any) -> str:
    """A postmortem that says its word in every field, and is tied to all the others."""
    others = [f"{other}file" for other in WORDS if other != word]
    fields = {
        "outcome": "failed",
        "confidence": "high",
        "author": f"{word} author",
        "team": f"{word} team",
        "summary": f"{word} summary of a narwhal",
        "tags": [f"{word} tag", "shared tag"],
        "series": f"{word} series",
        "causes": [{"code": "overfit", "evidence": f"{word} evidence"}],
        "hypothesis": f"{word} hypothesis",
        "results": [{"metric": f"{word} metric", "value": 0.5}],
        "lessons": [f"{word} lesson of a narwhal"],
        "data": [f"{word} data"],
        "corrections": [{"was": "succeeded", "now": "failed", "why": f"{word} reason"}],
        "supersedes": others,
        "builds_on": others,
    }
    body = f"{word} body of a narwhal\n\n## {word} heading\n\n{word} text"
    return post(f"{word} title of a narwhal", body, **fields, **more)


@pytest.fixture
def secretive(tmp_path) -> Path:
    audiences = "{audiences: {board: The board}}"
    write(tmp_path, {"mkdocs.yml": f"site_name: Lab\nplugins: [postmortems: {audiences}]\n"})
    texts = {f"{word}file.md": telling(word, **more) for word, more in HIDDEN.items()}
    write(tmp_path / "postmortems", texts | {"zqopenfile.md": telling("zqopen", date="2024-01-03")})
    return tmp_path


def questions() -> Iterator[dict[str, Any]]:
    """Every question that may lead to a postmortem, none with a word of its own."""
    queries = ["narwhal", "title narwhal", '"of a narwhal"', "lesson", "-zqopen narwhal", "zq", "z"]
    filters = [{}, {"outcome": "failed"}, {"cause": "overfit"}, {"tag": "shared tag"}]
    wrong = [{"tag": "nobody"}, {"outcome": "nothing"}]
    for query, given in itertools.product(["", *queries], [*filters, *wrong]):
        yield calls("search_postmortems", query=query, limit=50, **given)
        yield calls("list_lessons", query=query, limit=50, **given)
    for year in ("1990", "2024-01-01", "2999", "2999-01-01"):
        yield calls("search_postmortems", query="", since=year)
    for name in ("team", "author", "series", "tag", "year", "stage"):
        yield calls("search_postmortems", query=f"narwhal {name}:nobody")
    for text in ("narwhal", "body of a narwhal, title, lesson, summary, text, reason, metric"):
        yield calls("find_similar", text=text, limit=50)
    yield calls("get_postmortem", id="zqopenfile")


def test_no_byte_of_an_answer_is_of_what_is_hidden(secretive):
    asked = [*questions()]
    server = start(secretive)
    out, err = server.communicate(said(INITIALIZE, *asked), timeout=120)

    assert len(out.splitlines()) == len(asked) + 1
    assert out.lower().count(b"zqopen") > len(asked)
    for word in HIDDEN:
        assert word.encode() not in out.lower()
        assert word.encode() not in err.lower()
    for path in (secretive / ".cache").rglob("*"):
        kept = path.read_bytes().lower() if path.is_file() else b""
        assert not any(word.encode() in kept for word in HIDDEN), path


def test_who_asks_for_what_is_hidden_is_answered_as_if_it_were_not_there(secretive):
    def asked_for(word: str) -> list[Any]:
        return talk(
            secretive,
            calls("get_postmortem", id=f"{word}file"),
            calls("get_postmortem", id=f"{word}file.md"),
            calls("search_postmortems", query=f"{word} title"),
            calls("search_postmortems", query=word, outcome="failed"),
            calls("search_postmortems", query="narwhal", tag=f"{word} tag"),
            calls("search_postmortems", query=f'narwhal author:"{word} author"'),
            calls("list_lessons", query=f"{word} lesson"),
            calls("find_similar", text=f"{word} body"),
        )

    of_nothing = json.dumps(asked_for("zznothing"))
    for word in HIDDEN:
        assert json.dumps(asked_for(word)).replace(word, "zznothing") == of_nothing
    assert json.dumps(asked_for("zqopen")).replace("zqopen", "zznothing") != of_nothing
