"""The tools that write-ups come from: how each is known, and where it keeps things."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd"})
NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Where a tool keeps its write-ups and pictures.

    Attributes:
        code: Its name on the command line.
        label: Its name in a report.
        under: Folders of which one must be above a write-up; empty where any will do.
        roots: Folders from which a target that begins with `/` counts, tried in this order.
        built: Folders at the top that it writes itself.
    """

    code: str
    label: str
    under: frozenset[str] = frozenset()
    roots: tuple[str, ...] = ("",)
    built: frozenset[str] = frozenset()

    def reason_to_leave(self, path: str) -> str:
        """Why the Markdown file or notebook at `path` is no write-up; empty where it is one."""
        pure = PurePosixPath(path)
        folders = pure.parts[:-1]
        if folders and folders[0] in self.built:
            return f"`{folders[0]}/` is what {self.label} built"
        if self.under and not self.under & set(folders):
            where = " or ".join(f"`{each}/`" for each in sorted(self.under))
            return f"it is not in {where}"
        if pure.name in {"_index.md", "_index.markdown"}:
            return "it introduces a list of pages"
        if pure.name.startswith(("_", ".")) or self._is_private(folders):
            return "names that begin with `_` or `.` are parts of other pages"
        if pure.stem.casefold() in _OF_A_REPOSITORY:
            return "it is about the repository"
        return ""

    def _is_private(self, folders: Iterable[str]) -> bool:
        return any(each.startswith("_") and each not in self.under for each in folders)


_OF_A_REPOSITORY = frozenset(
    {"license", "licence", "contributing", "code_of_conduct", "changelog", "security", "sources"}
)

HUGO = Kind(
    code="hugo",
    label="Hugo or Zola",
    under=frozenset({"content"}),
    roots=("static", "assets", "content", ""),
    built=frozenset({"public", "resources", "themes"}),
)
JEKYLL = Kind(code="jekyll", label="Jekyll", under=frozenset({"_posts", "_drafts"}))
QUARTO = Kind(code="quarto", label="Quarto", built=frozenset({"docs", "_book"}))
KNOWLEDGE_REPO = Kind(code="knowledge-repo", label="Knowledge Repo")
NOTEBOOKS = Kind(code="jupyter", label="Jupyter notebooks")
PLAIN = Kind(code="markdown", label="Markdown", roots=("", "docs", "static", "public"))

KINDS = {kind.code: kind for kind in (HUGO, JEKYLL, QUARTO, KNOWLEDGE_REPO, NOTEBOOKS, PLAIN)}
"""Every kind by its code."""

_FILES = {
    HUGO: ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default"),
    JEKYLL: ("_config.yml", "_config.yaml", "_posts", "_drafts"),
    QUARTO: ("_quarto.yml", "_quarto.yaml"),
    KNOWLEDGE_REPO: (".knowledge_repo_config.yml",),
}
_HIGHEST = 8


def _by_files(folder: Path) -> Kind | None:
    """The kind that files at the top of `folder` tell."""
    for kind, names in _FILES.items():
        if any((folder / name).exists() for name in names):
            return kind
    return None


def site_of(folder: Path, wanted: Kind | None) -> Path:
    """The top of the site that `folder` is a part of, else `folder` itself."""
    for above in (folder, *folder.parents)[:_HIGHEST]:
        parts = folder.relative_to(above).parts
        kind = HUGO if parts[:1] == ("content",) else _by_files(above)
        if kind is None or wanted not in {None, kind}:
            continue
        if not parts or not kind.under or not kind.under.isdisjoint(parts):
            return above
    return folder


def sites_in(paths: Iterable[str]) -> dict[str, Kind]:
    """The sites whose settings are among `paths`, by their folder; none within another."""
    found: dict[str, Kind] = {}
    for path in paths:
        for marks, kind in _SETTINGS.items():
            folder, is_there, _ = f"/{path}/".partition(f"/{marks}/")
            if is_there:
                found.setdefault(folder.strip("/"), kind)
    tops: dict[str, Kind] = {}
    for folder in sorted(found):
        if not any(_is_within(folder, top) for top in tops):
            tops[folder] = found[folder]
    return tops


_SETTINGS = {
    name: kind
    for kind, names in _FILES.items()
    for name in names
    if name not in JEKYLL.under  # a part of one site may have some for each category
}


def _is_within(folder: str, top: str) -> bool:
    return not top or f"{folder}/".startswith(f"{top}/")


def detect(top: Path, paths: Iterable[str]) -> Kind:
    """The kind of the site `top`, in which there are `paths`; what tells most is asked first."""
    if told := _by_files(top):
        return told
    pures = [PurePosixPath(path) for path in paths]
    folders = {part for path in pures for part in path.parts[:-1]}
    suffixes = {path.suffix.casefold() for path in pures}
    has_content = any(
        path.parts[:1] == ("content",) and path.suffix.casefold() in MARKDOWN for path in pures
    )
    signs = (
        (JEKYLL, not folders.isdisjoint({"_posts", "_drafts"})),
        (KNOWLEDGE_REPO, any(each.endswith(".kp") for each in folders)),
        (QUARTO, ".qmd" in suffixes),
        (HUGO, has_content),
        (KNOWLEDGE_REPO, ".rmd" in suffixes),
        (NOTEBOOKS, NOTEBOOK in suffixes and MARKDOWN.isdisjoint(suffixes)),
    )
    return next((kind for kind, is_so in signs if is_so), PLAIN)
