"""What the four tools are given: a wrong argument is told with what it should be."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.mcp.schemas import NOTICE, TOOLS
from mkdocs_postmortems.mcp.server import Server
from mkdocs_postmortems.mcp.tools import call
from unit.lab import NAMES, Lab


@pytest.fixture
def lab(tmp_path) -> Lab:
    return Lab(tmp_path)


# Arguments that are not what they should be


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("search_postmortems", {}, "`query` is missing"),
        ("search_postmortems", {"query": None}, "`query` is missing"),
        ("search_postmortems", {"query": 1}, "`query` wants a text"),
        ("search_postmortems", {"query": ["flu"]}, "`query` wants a text"),
        ("search_postmortems", {"query": "x" * 1001}, "`query` wants 0 to 1000 characters"),
        ("search_postmortems", {"query": ""}, "Say what to look for in `query`, or give a filter"),
        ("search_postmortems", {"query": "x", "since": "soon"}, "`since` wants a day such as "),
        ("search_postmortems", {"query": "x", "since": "2024-13"}, "`since` wants a day such as "),
        ("search_postmortems", {"query": "x", "since": 2024}, "`since` wants a text"),
        ("search_postmortems", {"query": "x", "hue": "red"}, "`hue` is none of query, outcome"),
        ("search_postmortems", {"query": "x", "y" * 999: 1}, "` is none of query, outcome"),
        ("search_postmortems", {"query": "x", "tag": {}}, "`tag` wants a text"),
        ("get_postmortem", {}, "`id` is missing"),
        ("get_postmortem", {"id": ""}, "`id` wants 1 to 1000 characters"),
        ("get_postmortem", {"id": True}, "`id` wants a text"),
        ("find_similar", {}, "`text` is missing"),
        ("find_similar", {"text": ""}, "`text` wants 1 to 20000 characters"),
        ("find_similar", {"text": "x" * 20_001}, "`text` wants 1 to 20000 characters"),
        *(
            (tool, {**given, "limit": limit}, "`limit` wants a whole number from 1 to 50")
            for tool, given in (
                ("search_postmortems", {"query": "x"}),
                ("list_lessons", {}),
                ("find_similar", {"text": "x"}),
            )
            for limit in (0, 51, -1, 1.5, "5", True, [1], 10**400, 1e999)
        ),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named_with_what_it_should_be(lab, tool, given, said):
    told = lab.refused(tool, **given)

    assert said in told
    assert len(told) < 300


def test_the_day_that_is_offered_is_one_that_can_be_given(lab):
    told = lab.refused("search_postmortems", query="x", since="yesterday")
    day = next(word.strip(",") for word in told.split() if word[:2] == "20")

    assert dt.date.fromisoformat(day)
    assert lab.found(query="flu", since=day) == []


@pytest.mark.parametrize("tool", ["search_postmortems", "list_lessons"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "failure"}, "outcome `failure`. The most frequent, as data: succeeded, "),
        ({"cause": "gremlins"}, "cause `gremlins`. The most frequent, as data: "),
        ({"tag": "Dalek"}, "tag `Dalek`. The most frequent, as data: health, Data Quality"),
        ({"query": "flu team:none"}, "team `none`. The most frequent, as data: Flow"),
        ({"query": "flu series:none"}, "No postmortem has any series. Leave it out"),
    ],
)
def test_a_filter_that_nothing_has_is_not_taken_for_nothing_tried(lab, tool, given, said):
    assert said in lab.refused(tool, **{"query": "flu", **given})


def test_two_filters_that_nothing_has_together_find_nothing(lab):
    assert lab.found(query="", outcome="invalid", tag="health") == []


# Anything


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Lab:
    return Lab(tmp_path_factory.mktemp("lab"))


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["flu", "2024/flu", "2024", "failed", "shift", "narwhal", "known value"]),
    st.lists(
        st.sampled_from(['"', "-", ":", "tag:", "year:2024", "flu ", "the ", "\n", "\\", "*", "ΰ"]),
        max_size=8,
    ).map("".join),
)
ARGUMENTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["query", "text", "id", "outcome", "cause", "tag", "since"], TEXTS),
        "limit": st.one_of(
            st.integers(-1, 60), st.floats(allow_nan=False, allow_infinity=False), st.none()
        ),
    },
)


def answered(lab: Lab, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the server says to a call."""
    params = {"name": tool, "arguments": arguments}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    line = Server(TOOLS, partial(call, lab.root)).answer_line(json.dumps(request).encode())
    assert line is not None
    return json.loads(line)


@settings(max_examples=300)
@given(st.sampled_from(NAMES), ARGUMENTS)
def test_any_question_is_answered_or_refused_with_advice(shared, tool, arguments):
    takes = next(each for each in TOOLS if each["name"] == tool)["inputSchema"]["properties"]
    asked = {name: value for name, value in arguments.items() if name in takes}
    result = answered(shared, tool, asked)["result"]
    (content,) = result["content"]

    assert content["text"].startswith(NOTICE) or (result["isError"] and content["text"])
