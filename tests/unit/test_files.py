"""Files of the project's own hold up no build, whatever stands in their place."""

import os
from pathlib import Path

import pytest

from mkdocs_postmortems.files import LARGEST, read_regular, read_text
from mkdocs_postmortems.search.glossary import GlossaryError, site_glossary
from mkdocs_postmortems.source import read_authors_file

UNIX = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")


def test_a_file_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"a\r\nb")
    assert read_regular(tmp_path / "a") == b"a\r\nb"


def test_a_text_is_read_up_to_a_bound_and_what_has_a_nul_early_is_none(tmp_path):
    (tmp_path / "a").write_bytes(b"\xff" + b"a" * LARGEST)
    assert read_text(tmp_path / "a") == "\N{REPLACEMENT CHARACTER}" + "a" * (LARGEST - 1)
    (tmp_path / "a").write_bytes(b"a" * 7_999 + b"\0")
    assert read_text(tmp_path / "a") is None
    with pytest.raises(OSError):
        read_text(tmp_path)


@UNIX
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "large"])
def test_what_is_no_small_file_is_refused_and_told_by_its_readers(kind, tmp_path):
    path = tmp_path / ".authors.yml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(LARGEST + 1)
    with pytest.raises(OSError):
        read_regular(path)
    authors, (problem,) = read_authors_file(path, path.name)
    assert authors == {}
    assert problem.message.startswith("cannot be read (")
    with pytest.raises(GlossaryError, match="cannot be read"):
        site_glossary(path)


def test_a_glossary_that_unfolds_is_refused_and_not_written_out(tmp_path):
    names = "abcdefgh"
    lines = ["- &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &{name} [{', '.join([f'*{names[i]}'] * 9)}]" for i, name in enumerate(names[1:])]
    path = tmp_path / "_glossary.yml"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(GlossaryError) as found:
        site_glossary(path)
    assert len(str(found.value)) < 500
