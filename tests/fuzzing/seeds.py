"""What a fuzzer begins with: the demo's own texts, public vectors, and the hostile corpus."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mkdocs_postmortems.source.names import FIELDS

ROOT = Path(__file__).parents[2]
_LARGEST = 20_000
_MARKS = (
    "---\\x0a",
    "+++\\x0a",
    "{\\x22",
    "<!--",
    "-->",
    "## Lessons learnt\\x0a\\x0a- ",
    "```\\x0a",
)
_WORDS = ("true", "false", "null", "2024-05-01", "failed", "outcome:", "tag:\\x22", "<svg>", "on")


def seeds(target: str) -> Iterator[bytes]:
    """The texts from which `target` is fuzzed."""
    if target == "query":
        yield from (ROOT / "tests/data/queries.txt").read_bytes().splitlines()
    elif target == "markup":
        yield from (ROOT / "tests/data/vectors.txt").read_bytes().splitlines()
    else:
        yield from (path.read_bytes() for path in sorted(ROOT.glob("postmortems/**/*.md")))
        yield from (path.read_bytes() for path in sorted(ROOT.glob("docs/**/*.md")))
        yield from _hostile()


def _hostile() -> Iterator[bytes]:
    """The cases that the corpus makes, where there is one."""
    corpus = os.environ.get("POSTMORTEMS_CORPUS")
    if not corpus:
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(corpus) / "make_hostile.py"), folder]
        subprocess.run(command, check=True, capture_output=True)
        for path in sorted(Path(folder).rglob("*.md")):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST:
                yield path.read_bytes()


def dictionary() -> str:
    """Words that a fuzzer would not soon come upon, in libFuzzer's form."""
    words = (*(f"{name}: " for name in FIELDS), *_MARKS, *_WORDS)
    return "".join(f'"{word}"\n' for word in words)
