"""How an import looks in a terminal, and as JSON."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from mkdocs_postmortems.domain import Moment, Problem, Severity
from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.importing import KINDS, Fate, Left, Note, Plan, Post, State, Written
from mkdocs_postmortems.source.paths import path_from

_COLOURS = {State.NEW: "green", State.THERE: "cyan", State.DIFFERS: "yellow"}
_FATES: tuple[Fate, ...] = ("mapped", "kept", "left")
_WIDTH = 9


def show(plan: Plan, written: Written | None, shown_as: str) -> None:
    """Print what becomes of each file, and what was written or would be.

    `shown_as` is the postmortems folder as the reader of the report names it.
    """
    click.secho(f"{KINDS[plan.kind].label} in {plan.root}", bold=True)
    for post in plan.posts:
        _show_post(post, shown_as)
    for left in plan.left:
        _show_left(left)
    click.echo()
    click.echo(_summary(plan))
    if written is None:
        new = any(post.state is State.NEW for post in plan.posts)
        click.echo("Nothing is written yet. Add --write to do it." if new else "Nothing is new.")
        return
    for target, reason in written.failed:
        click.secho(printable(f"not written: {shown_as}/{target}: {reason}"), fg="red", err=True)
    click.echo(f"{_count(len(written.made), 'file')} written to {shown_as}.")


def _show_post(post: Post, shown_as: str) -> None:
    click.echo()
    state = click.style(f"{post.state:<{_WIDTH}}", fg=_COLOURS[post.state], bold=True)
    click.echo(f"{state}{printable(post.source)}")
    _line("to", f"{shown_as}/{post.target}")
    if post.state is State.DIFFERS:
        _line("not", "because another file is there; --into gives another folder")
    if mapped := _told(post.told("mapped")):
        _line("mapped", ", ".join(mapped))
    for fate in _FATES[1:]:
        for text in _told(post.told(fate)):
            _line(fate, text)
    if post.pictures:
        _line("pictures", ", ".join(picture.source for picture in post.pictures))
    for problem in _grave(post.problems):
        _line("mend", f"{shown_as}/{problem}")


def _told(notes: Iterable[Note]) -> list[str]:
    return list(dict.fromkeys(note.text for note in notes))


def _grave(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity >= Severity.WARNING]


def _line(label: str, text: str) -> None:
    click.echo(f"{'':<{_WIDTH}}{click.style(f'{label:<{_WIDTH}}', dim=True)} {printable(text)}")


def _show_left(left: Left) -> None:
    click.echo()
    colour = "red" if left.is_fault else "bright_black"
    place = f"{left.source}:{left.line}" if left.line else left.source
    state = click.style("left".ljust(_WIDTH), fg=colour, bold=True)
    click.echo(f"{state}{printable(place)}")
    _line("because", left.reason)


def _summary(plan: Plan) -> str:
    states = Counter(post.state for post in plan.posts)
    new = [post for post in plan.posts if post.state is State.NEW]
    pictures = sum(len(post.pictures) for post in new)
    undated = sum(post.date is None for post in new)
    faults = sum(left.is_fault for left in plan.left)
    parts = [
        f"{_count(states[State.NEW], 'new postmortem')} with {_count(pictures, 'picture')}",
        f"{undated} of them undated" if undated else "",
        f"{states[State.THERE]} there already" if states[State.THERE] else "",
        f"{states[State.DIFFERS]} in whose place another file is" if states[State.DIFFERS] else "",
        f"{len(plan.left)} left, {faults} of them to mend" if plan.left else "",
        f"{_count(plan.others, 'other file')} in the source" if plan.others else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"


def shown_as(folder: Path) -> str:
    """The postmortems folder as seen from where the command runs, if that is shorter."""
    relative = path_from(Path.cwd(), folder)
    return folder.as_posix() if relative.startswith("..") else relative


def print_json(plan: Plan, written: Written | None) -> None:
    """Print the plan, and what was written, as one JSON object."""
    posts = [_post_json(post) for post in plan.posts]
    left = [
        {"source": each.source, "line": each.line, "reason": each.reason, "mend": each.is_fault}
        for each in plan.left
    ]
    report: dict[str, Any] = {
        "source": plan.root.as_posix(),
        "kind": plan.kind,
        "posts": posts,
        "left": left,
        "others": plan.others,
        "written": list(written.made) if written else [],
        "failed": [{"target": to, "reason": why} for to, why in written.failed] if written else [],
    }
    click.echo(json.dumps(report, ensure_ascii=True, indent=2))


def _post_json(post: Post) -> dict[str, Any]:
    notes: dict[str, Any] = {
        fate: [{"what": note.text, "line": note.line} for note in post.told(fate)]
        for fate in _FATES
    }
    return {
        "source": post.source,
        "target": post.target,
        "state": str(post.state),
        "title": post.title,
        "date": _day(post.date),
        "draft": post.draft,
        **notes,
        "pictures": [
            {"source": each.source, "target": each.target, "state": str(each.state)}
            for each in post.pictures
        ],
        "problems": [
            {
                "line": each.line,
                "field": each.field,
                "severity": each.severity.name.lower(),
                "message": each.message,
                "remedy": each.remedy,
            }
            for each in post.problems
        ],
    }


def _day(date: Moment | None) -> str | None:
    return date.isoformat() if date else None
