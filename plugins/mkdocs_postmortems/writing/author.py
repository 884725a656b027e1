"""Who writes: the one that git knows, by the id that the authors file has for them."""

from email.utils import parseaddr
from pathlib import Path

from mkdocs_postmortems.domain import Problem, Severity
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.source.authors import Directory
from mkdocs_postmortems.source.git import GitError, ask
from mkdocs_postmortems.source.nodes import Mapping, Node, Scalar
from mkdocs_postmortems.source.text import decode
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml
from mkdocs_postmortems.writing.draft import clean
from mkdocs_postmortems.writing.fields import entry


def git_author(folder: Path) -> str:
    """`Name <address>` as git has it for `folder`; empty where it has neither or is not there."""
    try:
        told = ask(folder, "config", "-z", "--get-regexp", r"^user\.(name|email)$")
    except GitError:
        return ""
    pairs = (each.partition("\n") for each in told.decode("utf-8", "replace").split("\0") if each)
    known = {key.casefold(): clean(value) for key, _, value in pairs}
    name, address = known.get("user.name", ""), known.get("user.email", "")
    return f"{name} <{address}>".strip() if address else name


def as_listed(given: str, directory: Directory, addresses: dict[str, str]) -> str:
    """The id by which the authors file has `given`, else the name in it.

    `given` may be an id, a name, or `Name <address>`; `addresses` tells the ids by address.
    """
    name, address = _parted(clean(given))
    if name in directory:
        return name
    folded = name.casefold()
    for id_, author in directory.items():
        if folded and folded in (id_.casefold(), author.name.casefold()):
            return id_
    return addresses.get(address.casefold(), name or address)


def _parted(given: str) -> tuple[str, str]:
    if "<" not in given and "@" not in given:
        return given, ""
    before, opened, _ = given.partition("<")
    _, address = parseaddr(given)
    return (before.strip() if opened else ""), address or given.strip("<>")


def addresses_in(authors_file: Path) -> dict[str, str]:
    """The ids of the authors file by their `email`, or by a `url` that begins with `mailto:`.

    A file that cannot be read has none; whoever builds the site is told why.
    """
    try:
        decoded = decode(authors_file.read_bytes(), authors_file.name)
        root: Node = read_yaml("" if isinstance(decoded, Problem) else decoded.content)
    except (OSError, FrontMatterError):
        return {}
    listed = next((each.value for each in _entries(root) if each.key == "authors"), root)
    return {
        text.removeprefix("mailto:").casefold(): author.key
        for author in _entries(listed)
        for about in _entries(author.value)
        if isinstance(about.value, Scalar) and "@" in (text := about.value.text.strip())
        if about.key == "email" or (about.key == "url" and text.startswith("mailto:"))
    }


def _entries(node: Node) -> Mapping | tuple[()]:
    return node if isinstance(node, Mapping) else ()


def doubt(author: str, settings: Settings) -> str:
    """What a build would warn of if the page named `author`; empty where it would not."""
    block = f"title: Title\n{entry('authors', [author])}"
    problems = read(
        f"---\n{block}\n---\n\nText.\n".encode(), "a/2000-01-01-a.md", settings
    ).problems
    warnings = (each for each in problems if each.severity >= Severity.WARNING)
    return next((f"{each.message}. {each.remedy}".rstrip(" .") for each in warnings), "")
