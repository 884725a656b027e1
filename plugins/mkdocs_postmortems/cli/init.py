"""`postmortems init`: a ready project for a company of one's own."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path

import click

from mkdocs_postmortems.cli.hosting import CI_FILES, HOST_FILES, Files, pipeline_files

_TEMPLATES = Path(__file__).parent.parent / "templates" / "project"

_FILES = {
    "mkdocs.yml": "mkdocs.yml",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
    "docs/index.md": "index.md",
    "postmortems/.authors.yml": "authors.yml",
    "postmortems/_templates/experiment.md": "experiment.md",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/tasks.json": "tasks.json",
    ".vscode/settings.json": "settings.json",
}
_FIRST_PAGE = {"postmortems/{year}/{date}-how-we-write-postmortems.md": "welcome.md"}
_PLUGIN = re.compile(r"^[^#\n]*(?<![\w./-])postmortems(?![\w./-])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """What `write_project` did: paths relative to the folder, with `/`."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def write_project(folder: Path, name: str, pipeline: Files, today: dt.date) -> Written:
    """Write a project called `name` into `folder`; a file that is there is kept as it is.

    `pipeline` has the files that check and publish it. A project that has postmortems gets no first
    one.

    Raises:
        OSError: The folder or a file in it cannot be written.
    """
    import jinja2  # noqa: PLC0415 - slow to load, and this module is loaded for every command

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701 - what is written is YAML and Markdown, not HTML
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        # Workflow files have `{{ }}` of their own.
        variable_start_string="<<",
        variable_end_string=">>",
    )
    environment.filters["yaml"] = _as_yaml
    made: list[str] = []
    kept: list[str] = []
    first = {} if _has_postmortems(folder) else _FIRST_PAGE
    own = {target: (template,) for target, template in {**_FILES, **first}.items()}
    for target, templates in {**own, **pipeline}.items():
        path = target.format(year=today.year, date=today.isoformat())
        parts = map(environment.get_template, templates)
        text = "".join(each.render(name=name, date=today.isoformat()) for each in parts)
        (made if _write_new(folder / path, text) else kept).append(path)
    for path, text in _for_editors().items():
        (made if _write_new(folder / path, text) else kept).append(path)
    return Written(tuple(made), tuple(kept))


def _has_postmortems(folder: Path) -> bool:
    files = (folder / "postmortems").rglob("*.md")
    return any("_templates" not in path.parts for path in files)


def _for_editors() -> dict[str, str]:
    """What editors know of front matter, by path."""
    from mkdocs_postmortems.domain import Vocabularies  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing.schema import schema_text  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.snippets import snippets_text  # noqa: PLC0415 - likewise

    return {
        ".vscode/postmortem.schema.json": schema_text(Vocabularies()),
        ".vscode/postmortem.code-snippets": snippets_text(Vocabularies()),
    }


def _as_yaml(text: str) -> str:
    """`text` as a YAML scalar, in quotes where it needs them."""
    import yaml  # noqa: PLC0415 - slow to load

    return yaml.safe_dump(text, allow_unicode=True, width=10_000).split("\n", 1)[0]


def _write_new(path: Path, text: str) -> bool:
    from mkdocs_postmortems.saving import write_new  # noqa: PLC0415 - slow to load

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_new(path, text.encode())
    except FileExistsError:
        return False
    return True


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The site's name; by default made of the folder's.")
@click.option(
    "--ci",
    type=click.Choice(list(CI_FILES)),
    help="Whose pipeline checks what is pushed.  [default: github]",
)
@click.option(
    "--host",
    "hosts",
    type=click.Choice(list(HOST_FILES)),
    multiple=True,
    help="Where the site is to run; may be given again.  [default: the pages of --ci]",
)
def init(folder: Path, name: str | None, ci: str | None, hosts: tuple[str, ...]) -> None:
    """Write a ready project into FOLDER. No file that is there is touched."""
    today = dt.datetime.now().date()  # noqa: DTZ005 - the writer's own day
    try:
        pipeline = pipeline_files(ci, hosts)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        written = write_project(folder, _on_one_line(name) or _name_of(folder), pipeline, today)
    except OSError as error:
        message = f"{error.filename or folder}: {error.strerror or error}"
        raise click.ClickException(message) from None
    _show(written, folder)


def _show(written: Written, folder: Path) -> None:
    for path in written.made:
        click.echo(f"  {click.style('written', fg='green')}  {path}")
    for path in written.kept:
        click.echo(f"  {click.style('kept', fg='yellow')}     {path}, which was there")
    if "mkdocs.yml" in written.kept and not _has_plugin(folder / "mkdocs.yml"):
        click.echo("\nAdd to the plugins in your mkdocs.yml:\n\n  plugins:\n    - postmortems")
    click.echo("\nSee it:\n")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {_quoted(folder)}")
    click.echo("  postmortems serve\n")


def _has_plugin(configuration: Path) -> bool:
    """Whether a line of `configuration` looks like the plugin's; reading YAML would be slow."""
    return bool(_PLUGIN.search(configuration.read_text("utf-8", errors="replace")))


def _on_one_line(name: str | None) -> str:
    return " ".join((name or "").split())


def _name_of(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Lab notes"


def _quoted(folder: Path) -> str:
    text = os.fspath(folder)
    return f'"{text}"' if " " in text else text
