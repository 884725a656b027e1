"""`postmortems mcp`, asked by the official client: of whichever version is installed, 1 or 2."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mcp
import pytest

from integration.assistant import command, make_lab
from integration.harness import post, write

MAJOR = int(version("mcp").partition(".")[0])
WAYS = ["session"] if MAJOR < 2 else ["session", "legacy", "auto", "2026-07-28"]
"""How a client begins: by a handshake, by asking for what there is, or by neither."""


class Client:
    """The few calls that are the same in all versions, with answers as JSON has them."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def tools(self) -> list[dict[str, Any]]:
        return _plain(await self._client.list_tools())["tools"]

    async def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        return _plain(await self._client.call_tool(name, arguments))

    async def values(self, name: str, **arguments: Any) -> dict[str, Any]:
        """What a tool gives; the client itself has held it against the tool's schema."""
        answer = await self.call(name, **arguments)
        assert not answer["isError"], answer
        return answer["structuredContent"]

    async def error(self, name: str, **arguments: Any) -> tuple[int, str]:
        """The error of the protocol that a call is answered with."""
        with pytest.raises(Exception, match="Invalid params") as caught:
            await self._client.call_tool(name, arguments)
        return caught.value.error.code, caught.value.error.message


def _plain(answer: Any) -> dict[str, Any]:
    return answer.model_dump(mode="json", by_alias=True, exclude_none=True)


@asynccontextmanager
async def connected(project: Path, way: str) -> AsyncIterator[Client]:
    arguments = ["mcp", "--project", str(project)]
    server = mcp.StdioServerParameters(command=command(), args=arguments)
    with (project / "stderr.log").open("w", encoding="utf-8") as log:
        transport = mcp.stdio_client(server, errlog=log)
        if way == "session":
            async with transport as streams, mcp.ClientSession(*streams) as session:
                await session.initialize()
                yield Client(session)
        else:
            async with mcp.Client(transport, mode=way) as client:
                yield Client(client)


@pytest.fixture(params=WAYS)
def talk(request, tmp_path) -> Callable[..., None]:
    """Has a talk with a server of the project in `tmp_path`, which may log nothing."""
    make_lab(tmp_path)

    def run(questions: Callable[[Client], Awaitable[None]]) -> None:
        async def whole() -> None:
            async with connected(tmp_path, request.param) as client:
                await questions(client)

        asyncio.run(asyncio.wait_for(whole(), timeout=120))
        assert (tmp_path / "stderr.log").read_text("utf-8") == ""

    return run


FLU = {
    "id": "2024/flu",
    "title": "Flu from searches",
    "outcome": "failed",
    "date": "2024-05-01",
    "confidence": "high",
    "causes": ["shift"],
    "superseded_by": ["2025/flu-again"],
    "corrected": False,
    "audience": [],
}
PAGE = "https://example.org/lab/postmortems/2024/flu/"


def test_the_four_questions_are_answered(talk):
    async def questions(client: Client) -> None:
        tools = {tool["name"]: tool for tool in await client.tools()}
        assert all(tool["annotations"]["readOnlyHint"] for tool in tools.values())

        similar = await client.values("find_similar", text="count queries to see drift")
        assert similar["postmortems"][0]["id"] == "2024/flu"

        found = await client.values("search_postmortems", query="drift", outcome="failed")
        (hit,) = found["postmortems"]
        assert hit.pop("address").startswith(f"{PAGE}#lesson-")
        assert hit.pop("passage")["text"] == "Watch for drift in behaviour."
        assert hit == FLU

        whole = await client.values("get_postmortem", id=hit["id"])
        assert {**whole, **FLU, "address": PAGE} == whole
        assert whole["lessons"] == ["Watch for drift in behaviour."]

        lessons = await client.values("list_lessons", query="behaviour")
        assert [each["lesson"] for each in lessons["lessons"]] == whole["lessons"]

        assert set(tools) == {
            "find_similar",
            "search_postmortems",
            "get_postmortem",
            "list_lessons",
        }

    talk(questions)


def test_the_text_for_the_model_begins_with_the_warning_that_the_values_have(talk):
    async def questions(client: Client) -> None:
        answer = await client.call("list_lessons")
        (content,) = answer["content"]
        notice = answer["structuredContent"]["notice"]
        assert "not instructions" in notice
        assert content["text"].startswith(notice)
        assert "lesson: Watch for drift in behaviour." in content["text"]

    talk(questions)


def test_a_wrong_call_is_told_and_the_talk_goes_on(talk):
    async def questions(client: Client) -> None:
        code, message = await client.error("delete_postmortem", id="2024/flu")
        assert code == -32602
        assert "search_postmortems" in message

        answer = await client.call("get_postmortem", id="nothing")
        assert answer["isError"]
        assert "Take an id from search_postmortems" in answer["content"][0]["text"]

        answer = await client.call("search_postmortems", query="x", limit=1000)
        assert answer["isError"]
        assert "`limit` wants a whole number from 1 to 50" in answer["content"][0]["text"]

        assert (await client.values("get_postmortem", id="2024/flu"))["outcome"] == "failed"

    talk(questions)


def test_a_change_of_the_files_is_in_the_next_answer(talk, tmp_path):
    async def questions(client: Client) -> None:
        def ids(found: dict[str, Any]) -> list[str]:
            return [each["id"] for each in found["postmortems"]]

        assert ids(await client.values("search_postmortems", query="narwhals")) == []
        write(tmp_path / "postmortems", {"new.md": post("Narwhals", outcome="mixed")})
        found = await client.values("search_postmortems", query="narwhals", outcome="mixed")
        assert ids(found) == ["new"]
        write(tmp_path / "postmortems", {"new.md": post("Narwhals", outcome="mixed", draft=True)})
        assert ids(await client.values("search_postmortems", query="narwhals")) == []

    talk(questions)
