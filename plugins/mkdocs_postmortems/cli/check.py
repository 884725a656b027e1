"""`postmortems check`: what would mislead, harm or be lost, with the rule and what to write."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import Unusable, project_here

if TYPE_CHECKING:
    from mkdocs_postmortems.checks.finding import Finding
    from mkdocs_postmortems.checks.output.told import Told
    from mkdocs_postmortems.checks.runner import Material
    from mkdocs_postmortems.checks.selection import Checks
    from mkdocs_postmortems.project import Project

_FORMATS = ("text", "json", "github", "gitlab", "sarif")
_GATES = ("error", "warning", "info", "never")


@click.command(short_help="Find what would mislead others or be lost.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--select", metavar="RULES", help="Only these, such as HON or LRN101,LRN102.")
@click.option("--ignore", metavar="RULES", help="Not these, besides those the project ignores.")
@click.option("--gate", type=click.Choice(_GATES), help="The least level that ends with 1.")
@click.option(
    "--output-format",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="For a reader, a program, or the pages of a merge request.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what is found to FILE.",
)
@click.option("--statistics", is_flag=True, help="Count findings by rule, and show no others.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.option("--explain", metavar="RULE", help="Say why a rule asks what it asks, and end.")
@click.option("--list-rules", is_flag=True, help="List the rules, and end.")
def check(  # noqa: PLR0913 - a command has as many parameters as options
    paths: tuple[Path, ...],
    *,
    select: str | None,
    ignore: str | None,
    gate: str | None,
    output_format: str,
    output: Path | None,
    statistics: bool,
    quiet: bool,
    explain: str | None,
    list_rules: bool,
) -> None:
    """Look at PATHs, or at all postmortems, for what would mislead others or be lost.

    Ends with 1 where a finding reaches the gate, and with 2 where the check cannot be made.
    """
    if list_rules:
        from mkdocs_postmortems.checks.output.text import rules_as_list  # noqa: PLC0415 - slow

        click.echo(rules_as_list())
        return
    if explain is not None:
        click.echo(_explained(explain))
        return
    if statistics and output_format != "text":
        raise click.UsageError("--statistics is for readers; leave out --output-format.")
    from mkdocs_postmortems.checks.output.told import Told  # noqa: PLC0415 - slow to load

    project = project_here()
    checks = _checks(project, select, ignore, gate)
    found, looked_at = _found(project, checks, _wanted(paths, project))
    told = Told(tuple(found), looked_at, project.folder, Path.cwd())
    _write(told, output_format, output, statistics=statistics, quiet=quiet)
    if checks.fails(each.level for each in found):
        raise SystemExit(1)


def _explained(rule: str) -> str:
    from mkdocs_postmortems.checks.configuration import meant  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.checks.output.text import explanation  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.checks.registry import BY_ID  # noqa: PLC0415 - likewise

    named = {each.name: each for each in BY_ID.values()}
    found = BY_ID.get(rule.upper()) or named.get(rule.lower())
    if found is None:
        raise click.BadParameter(
            f"no rule is called `{rule}`. {meant(rule)}", param_hint="--explain"
        )
    return explanation(found)


def _checks(
    project: "Project", select: str | None, ignore: str | None, gate: str | None
) -> "Checks":
    from mkdocs_postmortems.checks.configuration import (  # noqa: PLC0415 - only this needs it
        ChecksError,
        configured,
        read_checks,
    )

    try:
        checks = configured(project.root, project.options.get("checks") or {})
    except ChecksError as error:
        raise Unusable(str(error)) from None
    try:
        given = read_checks({"select": select, "ignore": ignore, "gate": gate or "error"})
    except ChecksError as error:
        raise click.UsageError(f"--{error}") from None
    return replace(
        checks,
        select=given.select or checks.select,
        ignore=(*checks.ignore, *given.ignore),
        gate=given.gate if gate else checks.gate,
    )


def _wanted(paths: tuple[Path, ...], project: "Project") -> Callable[[str], bool]:
    """Whether a path, relative to the postmortems folder, is one that was asked for."""
    folder = project.folder.resolve()
    asked: list[str] = []
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"there is no {path}", param_hint="PATH")
        real = path.resolve()
        if folder.is_relative_to(real):
            return lambda _: True
        if not real.is_relative_to(folder):
            raise click.BadParameter(
                f"{path} does not lie in the postmortems folder, {project.folder}",
                param_hint="PATH",
            )
        asked.append(real.relative_to(folder).as_posix())
    if not asked:
        return lambda _: True
    return lambda path: any(path == each or path.startswith(f"{each}/") for each in asked)


def _found(
    project: "Project", checks: "Checks", is_wanted: Callable[[str], bool]
) -> tuple[list["Finding"], int]:
    """What is found, and how many files were looked at."""
    from mkdocs_postmortems.checks.gathering import gather  # noqa: PLC0415 - only this needs it
    from mkdocs_postmortems.checks.runner import all_of  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.checks.runner import check as run  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.domain.extension import ExtensionError  # noqa: PLC0415 - likewise

    try:
        material = gather(project, checks, dt.datetime.now(dt.UTC))
    except ExtensionError as error:
        raise Unusable(f"vocabulary: {error}") from None
    checked = run(material, checks, is_wanted=is_wanted)
    beside = _found_beside(project, checks, material, is_wanted)
    found = all_of(replace(checked, findings=(*checked.findings, *beside)), checks)
    read = {each.path for each in material.readings if is_wanted(each.path)}
    # A file whose name cannot be used is told of, and is not read.
    return found, len(read.union(each.path for each in found))


def _found_beside(
    project: "Project", checks: "Checks", material: "Material", is_wanted: Callable[[str], bool]
) -> list["Finding"]:
    """Secrets in other files of the folder, and exceptions that nobody needs."""
    from mkdocs_postmortems.checks.secrets import secrets_in_files, unneeded  # noqa: PLC0415
    from mkdocs_postmortems.search.glossary import GLOSSARY_FILE  # noqa: PLC0415
    from mkdocs_postmortems.source.paths import path_from  # noqa: PLC0415

    paths = [GLOSSARY_FILE, path_from(project.folder, project.authors_file)]
    paths += sorted(material.collection.assets)
    found = [*secrets_in_files(project.folder, filter(is_wanted, paths), checks)]
    if is_wanted(""):  # the folder itself, so that all of it was looked at
        texts = [(each.path, each.text) for each in (*material.readings, *material.others)]
        found += unneeded(project.root, project.folder, checks, texts, paths)
    return found


def _write(
    told: "Told", output_format: str, output: Path | None, *, statistics: bool, quiet: bool
) -> None:
    from mkdocs_postmortems.checks.output import text as for_readers  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.checks.output.formats import FORMATS  # noqa: PLC0415 - likewise

    text = for_readers.statistics(told) if statistics else FORMATS[output_format](told)
    summary = "" if quiet or output_format != "text" else for_readers.summary(told)
    if output is None:
        click.echo("\n".join(each for each in (text, summary) if each))
        return
    from mkdocs_postmortems.saving import write_whole  # noqa: PLC0415 - slow to load

    try:
        write_whole(output, f"{text}\n".encode("utf-8", "replace"))
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror}") from None
    if summary:
        click.echo(summary)
