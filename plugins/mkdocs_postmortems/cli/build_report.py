"""How a build ended, in a terminal and as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.publishing.canaries import Leak
from mkdocs_postmortems.publishing.checking import Checked
from mkdocs_postmortems.publishing.comparing import Changes
from mkdocs_postmortems.publishing.facts import Facts
from mkdocs_postmortems.publishing.links import told
from mkdocs_postmortems.publishing.publisher import Order, Outcome, Verdict

FORMAT = 1
"""The version of the JSON; it changes when a key goes or means another thing."""
_MOST = 10
_AS_IT_WAS = "The site that was up is as it was."


def show_problems(outcome: Outcome) -> None:
    """Print what is wrong, on stderr."""
    if outcome.is_recovered:
        click.echo("The site that a killed build had set aside is in its place again.", err=True)
    if outcome.checked:
        _show_checked(outcome.checked)
    if outcome.changes is None:
        click.secho(f"Not published: {_why(outcome)}. {_AS_IT_WAS}", fg="red", err=True)


def show(outcome: Outcome, order: Order) -> None:
    """Print what was published, and what changed."""
    if outcome.changes is None:
        return
    if outcome.facts:
        _show_published(outcome.facts, order)
    if outcome.is_first:
        click.echo("It is the first site there.")
    else:
        _show_changes(outcome.changes)
    if outcome.checked:
        seconds = sum(outcome.seconds.values())
        click.echo(
            f"{_counted(outcome.checked.pages, 'page')} and "
            f"{_counted(outcome.checked.links, 'link')} checked; {seconds:.0f} s in all."
        )


def print_json(outcome: Outcome, order: Order) -> None:
    """Print all of it as JSON."""
    facts, checked, changes = outcome.facts, outcome.checked, outcome.changes
    _print(
        {
            "published": changes is not None,
            "verdict": outcome.verdict,
            "error": None,
            "site_dir": str(order.place.target),
            "strict": facts.strict if facts else order.strict,
            "postmortems": _postmortems_json(facts) if facts else None,
            "changes": asdict(changes) if changes else None,
            "pages": checked.pages if checked else None,
            "links": checked.links if checked else None,
            "broken_links": [asdict(each) for each in checked.broken] if checked else [],
            "leaks": [_leak_json(each) for each in checked.leaks] if checked else [],
            "vanished": list(facts.vanished) if facts else [],
            "warnings": outcome.ended.warnings,
            "recovered": outcome.is_recovered,
            "seconds": outcome.seconds,
        }
    )


def print_error(message: str) -> None:
    """Print as JSON why nothing could be built."""
    _print({"published": False, "verdict": "error", "error": message})


def _print(content: dict[str, Any]) -> None:
    click.echo(json.dumps({"format": FORMAT, **content}, indent=2, ensure_ascii=False))


def _postmortems_json(facts: Facts) -> dict[str, Any]:
    return {
        "published": facts.published,
        "outcomes": dict(facts.outcomes),
        "held_back": [{"path": each.path, "reason": each.reason} for each in facts.hidden],
        "left_out": list(facts.left_out),
    }


def _leak_json(leak: Leak) -> dict[str, str]:
    return {
        "path": leak.hidden.path,
        "reason": leak.hidden.reason,
        "found": leak.name,
        "file": leak.file,
    }


def _why(outcome: Outcome) -> str:
    checked = outcome.checked
    if outcome.verdict is Verdict.LEAKS and checked:
        return f"{_counted(len(checked.leaks), 'file')} would show what is hidden"
    if outcome.verdict is Verdict.LINKS and checked:
        return f"{_counted(len(checked.broken), 'link')} broken, and warnings stop this build"
    return "it could not be built"


def _show_checked(checked: Checked) -> None:
    lines = [told(each) for each in checked.broken]
    for line in _first(lines, "such links"):
        click.secho(f"WARNING -  {printable(line)}", fg="yellow", err=True)
    for line in _first([_leak(each) for each in checked.leaks], "such files"):
        click.secho(f"ERROR   -  {printable(line)}", fg="red", err=True)


def _leak(leak: Leak) -> str:
    return (
        f"{leak.file}: shows `{leak.name}` of {leak.hidden.path}, which is hidden "
        f"({leak.hidden.reason}). Take it out of the template or the page that writes it"
    )


def _show_published(facts: Facts, order: Order) -> None:
    parts = [f"{count} {label.lower()}" for label, count in facts.outcomes.items()]
    essays = facts.published - sum(facts.outcomes.values())
    parts += [f"{essays} without outcome"] if essays else []
    what = f" ({', '.join(parts)})" if parts else ""
    click.secho("Published ", fg="green", nl=False)
    number = _counted(facts.published, "postmortem")
    click.echo(f"{number}{what} in {order.place.target}")
    _show_list("held back", [f"{each.path} ({each.reason})" for each in facts.hidden])
    _show_list("left out", [f"{path} (it has errors)" for path in facts.left_out])


def _show_changes(changes: Changes) -> None:
    if not (changes.new or changes.changed or changes.gone):
        click.echo("Nothing has changed since the last.")
        return
    click.echo(f"Since the last: {_changed(changes.new, changes.changed, changes.gone)}")
    _show_list("new", _addresses(changes.new))
    _show_list("gone", _addresses(changes.gone))


def _changed(new: Sequence[str], changed: Sequence[str], gone: Sequence[str]) -> str:
    pages = [_counted(len(_addresses(each)), "page") for each in (new, changed, gone)]
    others = sum(not each.endswith(".html") for each in (*new, *changed, *gone))
    return (
        f"{pages[0]} new, {pages[1]} changed, {pages[2]} gone, and {_counted(others, 'other file')}"
    )


def _addresses(files: Iterable[str]) -> list[str]:
    pages = (each for each in files if each.endswith(".html"))
    return [f"/{each.removesuffix('index.html')}" for each in pages]


def _show_list(name: str, lines: Sequence[str]) -> None:
    for line in _first(lines, ""):
        click.echo(f"  {name}  {printable(line)}")


def _first(lines: Sequence[str], what: str) -> list[str]:
    """The first of `lines`, and how many more there are."""
    if len(lines) <= _MOST + 1:
        return list(lines)
    return [*lines[:_MOST], f"and {len(lines) - _MOST:,} more {what}".rstrip()]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
