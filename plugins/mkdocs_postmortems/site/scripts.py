"""The scripts of the search in the browser, as files of the site."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import jinja2
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.domain import NOT_READABLE, Vocabularies, Vocabulary
from mkdocs_postmortems.site.content import OtherSite, Plan

_HERE = Path(__file__).parent.parent
_ASSETS = _HERE / "assets"
ENGINE_PARTS = (
    *("stem", "tokens", "query", "passages", "excerpt", "source", "union", "weighing"),
    *("nearness", "engine", "desk", "worker"),
)
"""The parts of the engine, each of which may use those before it; the last lets it run."""
_VIEW = ("client", "view", "places")
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
FOLDER = "assets/postmortems"
"""Where the scripts are in the site."""
SEARCH_PAGE = "search"
"""The path of the search page under the site."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """A small script on every page, and two that it brings in when they are wanted.

    Attributes:
        boot: Path and content of the first.
        view: Path and content of what shows the search.
        engine: Path and content of what searches, which can run in a worker.
    """

    boot: tuple[str, str]
    view: tuple[str, str]
    engine: tuple[str, str]


def scripts_of(plan: Plan, config: MkDocsConfig) -> Scripts:
    """The scripts of a site; their names follow their content."""
    return assembled(
        plan.vocabularies,
        page=f"{SEARCH_PAGE}/" if config.use_directory_urls else f"{SEARCH_PAGE}.html",
        write=_address_to_write(plan, config),
        federation=plan.federation,
    )


def assembled(
    vocabularies: Vocabularies, page: str, write: str = "", federation: Iterable[OtherSite] = ()
) -> Scripts:
    """The scripts of a site with these codes.

    `page` is the address of its search page, `write` one at which a new postmortem can be written,
    and `federation` has the other sites that are searched.
    """
    engine_name, engine = _joined("engine", ENGINE_PARTS)
    view_name, view = _joined("search", _VIEW)
    settings = {
        "script": view_name,
        "engine": engine_name,
        "page": page,
        "causes": {term.code: term.label for term in vocabularies.cause.terms},
        "labels": {term.code: term.label for term in (*vocabularies.outcome.terms, NOT_READABLE)}
        | {"essay": "Essay"},
        "pictures": _pictures(vocabularies.outcome),
        "federation": [{"title": site.title, "base": site.base} for site in federation],
        "write": write,
    }
    boot = _small((_ASSETS / "boot.js").read_text("utf-8"))
    boot = f"globalThis.postmortemsSettings = {json.dumps(settings, sort_keys=True)};\n{boot}"
    return Scripts(
        boot=(f"{FOLDER}/{_named('postmortems', boot)}", boot),
        view=(f"{FOLDER}/{view_name}", view),
        engine=(f"{FOLDER}/{engine_name}", engine),
    )


def filter_script() -> tuple[str, str]:
    """Path and content of the script that filters a page of lessons."""
    script = _small((_ASSETS / "lists.js").read_text("utf-8"))
    return f"{FOLDER}/{_named('lists', script)}", script


def _joined(name: str, parts: tuple[str, ...]) -> tuple[str, str]:
    """The name and the content of one script made of several, whose names are its own."""
    texts = [(_ASSETS / "search" / f"{part}.js").read_text("utf-8") for part in parts]
    script = f'(() => {{\n"use strict";\n{_small("".join(texts))}}})();\n'
    return _named(name, script), script


def _small(script: str) -> str:
    """A script of ours without its comments and indents: none of them stands inside a text."""
    return _INDENT.sub("", _COMMENT.sub("", script))


def _named(name: str, script: str) -> str:
    return f"{name}.{hashlib.sha256(script.encode()).hexdigest()[:8]}.js"


def _pictures(outcomes: Vocabulary) -> dict[str, str]:
    """The picture of each outcome's code, of an essay, and of what has none."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates" / "site"),
        autoescape=False,  # noqa: S701 - it shows our own pictures and no text
    )
    icon = templates.get_template("postmortems/_icon.html")
    names = {term.code: term.icon or "other" for term in outcomes.terms}
    names |= {"essay": "essay", "other": "other"}
    return {code: icon.render(name=name).strip() for code, name in names.items()}


def _address_to_write(plan: Plan, config: MkDocsConfig) -> str:
    """Where the code host lets a new file be written in the postmortems folder; empty if unknown.

    GitHub and GitLab have it beside the address at which a file is edited, as `new` for `edit`.
    """
    if not config.repo_url or not config.edit_uri:
        return ""
    docs = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri)
    folder = urljoin(docs, f"../{plan.shown_as}")
    is_web = folder.startswith(("https://", "http://"))
    return folder.replace("/edit/", "/new/", 1) if is_web and "/edit/" in folder else ""
