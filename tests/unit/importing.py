"""Short ways to lay out a source of another tool and to plan its import."""

import json
from pathlib import Path
from typing import Any

from integration.harness import PIXEL, Content, write
from mkdocs_postmortems.importing import Choice, Left, Place, Plan, Post, plan_import

PNG = PIXEL


def plan(tmp_path: Path, files: dict[str, Content], **choice: Any) -> Plan:
    """What an import of `files` would do, into an empty postmortems folder."""
    write(tmp_path / "old", files)
    return plan_again(tmp_path, **choice)


def plan_again(
    tmp_path: Path, below: str = "", *, directory_urls: bool = True, **choice: Any
) -> Plan:
    """What an import of the source that is there, or of what is `below` in it, would do."""
    folder = tmp_path / "lab" / "postmortems"
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder, directory_urls=directory_urls)
    return plan_import(tmp_path / "old" / below, place, Choice(**choice))


def only(plan: Plan) -> Post:
    """The one postmortem of a plan."""
    assert len(plan.posts) == 1, [plan.posts, plan.left]
    return plan.posts[0]


def one(plan: Plan, source: str) -> Post:
    """The postmortem that is made of `source`."""
    found = {post.source: post for post in plan.posts}
    assert source in found, (sorted(found), plan.left)
    return found[source]


def targets(plan: Plan) -> dict[str, str]:
    """Where each write-up goes."""
    return {post.source: post.target for post in plan.posts}


def pictures(post: Post) -> dict[str, str]:
    """Where each picture goes."""
    return {picture.source: picture.target for picture in post.pictures}


def told(post: Post, fate: str) -> list[str]:
    """What the report says of one fate."""
    return [note.text for note in post.notes if note.fate == fate]


def left(plan: Plan) -> dict[str, str]:
    """What is left, and why."""
    return {each.source: each.reason for each in plan.left}


def fault(plan: Plan) -> Left:
    """The one file that somebody has to mend."""
    found = [each for each in plan.left if each.is_fault]
    assert len(found) == 1, plan
    return found[0]


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    """A notebook of format 4."""
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}
    )


def text_cell(*lines: str, **more: Any) -> dict[str, Any]:
    """A Markdown cell, its source a list of lines as Jupyter writes it."""
    return {"cell_type": "markdown", "metadata": {}, "source": [f"{x}\n" for x in lines], **more}


def code_cell(*outputs: dict[str, Any], tags: tuple[str, ...] = ("keep",)) -> dict[str, Any]:
    """A code cell."""
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "metadata": metadata, "source": "secret()", "outputs": outputs}


def shown(**forms: Any) -> dict[str, Any]:
    """An output with forms, given as `image_png` for `image/png`."""
    data = {name.replace("_", "/", 1).replace("svg", "svg+xml"): v for name, v in forms.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}
