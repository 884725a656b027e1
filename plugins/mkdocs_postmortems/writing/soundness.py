"""Whether what a template wrote says what it was given, and is a postmortem."""

from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.names import canonical
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml
from mkdocs_postmortems.writing.fields import FrontMatter

_PATH = "new.md"


class UnsoundError(Exception):
    """What a template wrote cannot be used.

    Attributes:
        line: The line in what it wrote, from 1; 0 where no line is to blame.
        message: What is wrong, as a sentence without a full stop.
        remedy: What to write in the template; may be empty.
    """

    def __init__(self, line: int, message: str, remedy: str = "") -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.line = line
        self.message = message
        self.remedy = remedy


def completed(text: str, front_matter: FrontMatter) -> str:
    """`text` with the known fields that its front matter has not; one is made where it has none.

    Raises:
        UnsoundError: Its front matter cannot be read, or added to.
    """
    parts = split(text, _PATH)
    if isinstance(parts, Problem):
        raise UnsoundError(parts.line, parts.message, parts.remedy)
    missing = [name for name in front_matter.known if name not in _present(parts)]
    lines = "".join(f"{each}\n" for each in front_matter.written(*missing))
    if parts.syntax == "none":
        return f"---\n{lines}---\n\n{text.lstrip()}"
    if not lines:
        return text
    if parts.syntax == "toml" or parts.block.lstrip().startswith("{"):
        message = f"what is given as `{missing[0]}` is not in its front matter"
        raise UnsoundError(0, message, "Write the front matter as YAML between lines of `---`")
    whole = text.split("\n")
    end = parts.body_line - 2
    return "\n".join([*whole[:end], *lines.rstrip("\n").split("\n"), *whole[end:]])


def _present(parts: Parts) -> set[str]:
    """The fields that the front matter has, also empty ones."""
    if parts.syntax != "yaml":
        return set()
    try:
        entries = [*read_yaml(parts.block, parts.block_line)]
    except FrontMatterError as error:
        raise UnsoundError(error.line, error.message, error.remedy) from None
    return {canonical(each.key) or each.key for each in entries}


def prove(text: str, front_matter: FrontMatter, settings: Settings) -> None:
    """Read `text` as a build will, and hold it against what is known.

    Raises:
        UnsoundError: It is no postmortem, or says something else than it was given.
    """
    reading = read(text.encode(), _PATH, settings)
    fatal = next((each for each in reading.problems if each.severity is Severity.ERROR), None)
    if fatal or not reading.postmortem:
        line, message = (fatal.line, fatal.message) if fatal else (0, "this is no postmortem")
        field = f"{fatal.field}: " if fatal and fatal.field else ""
        raise UnsoundError(line, field + message, fatal.remedy if fatal else "")
    lines = "\n".join(front_matter.written(*front_matter.known))
    meant = read(f"---\n{lines}\n---\n\nText.\n".encode(), _PATH, settings).postmortem
    for name in front_matter.known:
        if meant and not _says(reading.postmortem, meant, name):
            message = f"this writes another `{name}` than the one that is given"
            remedy = f'Write `{{{{ field("{name}") }}}}` in its place'
            raise UnsoundError(reading.postmortem.lines.get(name, 0), message, remedy)


def _says(found: Postmortem, meant: Postmortem, name: str) -> bool:
    """Whether a field has what is meant; a list may have more."""
    value, wanted = getattr(found, name), getattr(meant, name)
    if isinstance(wanted, tuple):
        return all(each in value for each in wanted)
    return bool(value == wanted)
