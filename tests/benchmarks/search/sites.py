"""A folder for each engine, as a static host would serve it, and how its interface is worked."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from string import Template
from typing import NamedTuple

from .engines import HERE, STOP, Doc, Node, Pagefind, Unavailable
from .ours import our_kind, write_ours

_PAGES = Path(__file__).parent / "pages"


class Site(NamedTuple):
    """An engine's interface.

    Attributes:
        write: Writes the site of some documents into a folder; the second folder holds `npm`.
        kind: What a file is, by its path; None for what is there without search too.
        field: Selects the field, as do `hit` and `status` what they say, in the page.
        hit: One of the results.
        status: What says how many there are.
        region: Around both.
        key: Opens the search; else the field is clicked on.
        busy: How `status` begins while a search is under way.
    """

    write: Callable[[Iterable[Doc], Path, Path], None]
    kind: Callable[[str], str | None]
    field: str = "input"
    hit: str = "[role=option]"
    status: str = "[role=status]"
    region: str = "[role=listbox], [role=status]"
    key: str = ""
    busy: str = ""

    @property
    def selectors(self) -> dict[str, str]:
        names = ("field", "hit", "status", "region", "busy")
        return {name: getattr(self, name) for name in names}


def kind_by_suffix(path: str) -> str | None:
    """`pf_index`, `json`, `js` …; None for the page."""
    suffix = Path(path).suffix.removeprefix(".")
    if suffix in {"", "html"}:
        return None
    if Path(path).name.startswith("wasm."):
        return "wasm"
    return "js" if suffix == "mjs" else suffix


def _ours(docs: Iterable[Doc], site: Path, place: Path) -> None:
    write_ours(docs, site)


def _pagefind(docs: Iterable[Doc], site: Path, place: Path) -> None:
    _build_pagefind(docs, site, place)
    _copy(site, plain="index", pagefind="engine")


def _pagefind_ui(docs: Iterable[Doc], site: Path, place: Path) -> None:
    _build_pagefind(docs, site, place)
    shutil.copy(_PAGES / "pagefind-ui.html", site / "index.html")


def _lunr(docs: Iterable[Doc], site: Path, place: Path) -> None:
    script = _packages(place) / "lunr" / "lunr.min.js"
    wrapped = f"const module = {{ exports: {{}} }}, exports = module.exports;\n{script.read_text()}"
    (site / "library.mjs").write_text(f"{wrapped}\nexport default module.exports;\n")
    fields = [Node.fields(doc) for doc in docs]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    (site / "search_index.json").write_text(text, encoding="utf-8")
    _copy_worker(site, "lunr")


def _minisearch(docs: Iterable[Doc], site: Path, place: Path) -> None:
    shutil.copy(_packages(place) / "minisearch" / "dist" / "es" / "index.js", site / "library.mjs")
    shutil.copy(HERE / "recipes.mjs", place / "npm")
    shutil.copy(_PAGES / "pack-minisearch.mjs", place / "npm")
    command = ["node", "--max-old-space-size=12000", "pack-minisearch.mjs"]
    with (site / "index.json").open("wb") as out:
        node = subprocess.Popen(command, cwd=place / "npm", stdin=subprocess.PIPE, stdout=out)
        for doc in docs:
            node.stdin.write(f"{json.dumps(Node.fields(doc))}\n".encode())
        node.stdin.close()
    if node.wait():
        raise Unavailable(f"minisearch: the node process ended, code {node.returncode}")
    _copy_worker(site, "minisearch")


def _copy_worker(site: Path, name: str) -> None:
    _copy(site, plain="index", **{"in-worker": "engine", name: "worker"})
    shutil.copy(HERE / "recipes.mjs", site)
    query = Template((_PAGES / "query.mjs").read_text(encoding="utf-8"))
    text = query.safe_substitute(stopwords=" ".join(sorted(STOP)))
    (site / "query.mjs").write_text(text, encoding="utf-8")


def _copy(site: Path, **names: str) -> None:
    """Pages and scripts under the names by which they are asked for."""
    for name, target in names.items():
        suffix = ".html" if target == "index" else ".mjs"
        shutil.copy(_PAGES / f"{name}{suffix}", site / f"{target}{suffix}")
    shutil.copy(_PAGES / "plain.mjs", site)


def _build_pagefind(docs: Iterable[Doc], site: Path, place: Path) -> None:
    _packages(place)
    made = next(place.glob("pagefind*/site/pagefind"), None)
    if made:
        shutil.copytree(made, site / "pagefind")
    else:
        Pagefind(site.parent).build_site(docs)


def _packages(place: Path) -> Path:
    found = place / "npm" / "node_modules"
    if not found.exists():
        raise Unavailable("npm packages could not be installed: see the lines above")
    return found


SITES = {
    "ours": Site(
        _ours,
        our_kind,
        field="dialog input",
        hit="dialog [role=option]",
        status="dialog [role=status]",
        region="dialog [role=listbox], dialog [role=status]",
        key="Control+k",
    ),
    "pagefind": Site(_pagefind, kind_by_suffix),
    "pagefind-ui": Site(
        _pagefind_ui,
        kind_by_suffix,
        field=".pagefind-ui__search-input",
        hit=".pagefind-ui__result-link",
        status=".pagefind-ui__message",
        region=".pagefind-ui__drawer",
        busy="Searching",
    ),
    "minisearch": Site(_minisearch, kind_by_suffix),
    "lunr": Site(_lunr, kind_by_suffix),
}


def write_site(name: str, docs: Iterable[Doc], place: Path) -> Path:
    """The folder with the site of the engine `name` under `place`. Raises `Unavailable`."""
    site = place / name / "site"
    site.mkdir(parents=True)
    SITES[name].write(docs, site, place)
    return site
