"""Names and paths as Windows has them, on any system: what is refused, and what is taken."""

import datetime as dt
import ntpath
import sys
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Claims, checked, slugify
from mkdocs_postmortems.catalog.addresses import AddressError
from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.elsewhere.folder import _is_inside
from mkdocs_postmortems.importing import SourceError
from mkdocs_postmortems.importing.naming import Names
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.slugs import file_slug, is_device
from mkdocs_postmortems.source import read_folder
from mkdocs_postmortems.source.paths import id_at, is_markdown, path_from
from mkdocs_postmortems.writing.place import id_of, place_for
from unit.importing import PNG, only, pictures, plan
from unit.making import record

DEVICES = ["con", "NUL", "Prn", "aux", "com1", "LPT9", "com¹", "lpt³", "CONIN$", "conout$"]
LIKE_THEM = ["console", "com", "com10", "lpt", "null", "auxiliary", "a.con", "_con", "com1x"]


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_known_whatever_follows_its_name(name):
    assert is_device(name)
    assert is_device(f"{name}.md")
    assert is_device(f"{name}.tar.gz")
    assert is_device(f"{name} .md")


@pytest.mark.parametrize("name", LIKE_THEM)
def test_what_only_looks_like_a_device_is_none(name):
    assert not is_device(name)
    assert not is_device(f"{name}.md")


@given(st.one_of(st.text(), st.sampled_from(DEVICES + LIKE_THEM)))
def test_what_we_name_can_stand_on_windows(text):
    for name in (slugify(text), file_slug(text)):
        assert not is_device(name)
        assert not set(name) & set('<>:"/\\|?*')
        assert name.rstrip(". ") == name


@pytest.mark.parametrize("name", [*DEVICES, "con.html", "a.", "a ", "a:b", "a\\b", "what?", "a|b"])
def test_an_address_that_windows_cannot_store_is_refused(name):
    with pytest.raises(AddressError):
        checked(f"x/{name}/y")


@pytest.mark.parametrize("name", LIKE_THEM)
def test_an_address_that_only_looks_so_is_taken(name):
    assert checked(f"x/{name}/y") == f"x/{name}/y"


@pytest.mark.parametrize(("first", "second"), [("Churn", "churn"), ("Ötzi", "O\u0308TZI")])
def test_two_pages_that_windows_takes_for_one_are_told(first, second):
    claims = Claims()

    assert claims.claim(f"postmortems/{first}", record(first)) is None
    assert claims.claim(f"postmortems/{second}", record(second)) is not None


@pytest.mark.parametrize(
    ("path", "id_"), [("2024/a.MD", "2024/a"), ("a.b.md", "a.b"), ("a.txt", "a.txt")]
)
def test_a_suffix_in_capitals_is_one(path, id_):
    assert id_at(path) == id_
    assert is_markdown(path) == (id_ != path)


@pytest.mark.parametrize("typed", [r"postmortems\2024\a.md", r"2024\a", r".\2024\a.md", "2024/a"])
def test_an_id_is_found_as_somebody_at_windows_types_it(tmp_path, typed):
    assert id_of(tmp_path / "postmortems", typed) == "2024/a"


@pytest.mark.parametrize("name", ["con", "C:\\x", "..\\..\\x", "a/b:c", "nul."])
def test_a_new_postmortem_has_a_name_for_every_system(tmp_path, name):
    file = PureWindowsPath(place_for(tmp_path, dt.date(2024, 1, 2), name).id)

    assert file.parts[0] == "2024"
    assert len(file.parts) == 2
    assert not file.anchor
    assert not is_device(file.name.removeprefix("2024-01-02-"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are none of them there")
@pytest.mark.parametrize("name", ["con.md", "what?.md", "a:b.md", "a\\b.md", "Aux/a.md", "x./a.md"])
def test_a_file_that_windows_cannot_have_is_read_and_told(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("# A\n", "utf-8")
    folder = read_folder(tmp_path, ask_git=False)

    assert [each.path for each in folder.readings] == [name]
    (problem,) = folder.problems
    assert problem.severity is Severity.NOTE
    assert problem.path == name.partition("/")[0]
    assert "Windows can have nothing of this name" in problem.message


# Importing


@pytest.mark.parametrize(
    "into", ["con", "old/nul.x", "old.", "old ", "C:", "C:\\x", "\\\\host\\x", "//x"]
)
def test_a_folder_that_windows_cannot_have_is_refused(tmp_path, into):
    with pytest.raises(SourceError, match="Write one such as `old`"):
        plan(tmp_path, {"a.md": "# A\n\nText.\n"}, into=into)


@pytest.mark.parametrize("name", ["con.png", "con.v2.png", "AUX.x.PNG"])
def test_a_picture_gets_a_name_for_every_system(name):
    path = Names().of_picture("2024/a", f"img/{name}")

    assert path.startswith("2024/a/")
    assert path.endswith(".png")
    assert not is_device(path.rpartition("/")[2])


@pytest.mark.parametrize("target", [r"img\plot.png", "img%5Cplot.png", r".\img\plot.png"])
def test_a_picture_is_found_by_a_path_with_backslashes(tmp_path, target):
    post = only(plan(tmp_path, {"a.md": f"# A\n\n![]({target})\n", "img/plot.png": PNG}))

    assert pictures(post) == {"img/plot.png": "a/plot.png"}


@pytest.mark.parametrize("target", [r"..\secret.png", r"img\..\..\secret.png", r"C:\secret.png"])
def test_backslashes_lead_nowhere_else(tmp_path, target):
    (tmp_path / "secret.png").write_bytes(b"secret")
    post = only(plan(tmp_path, {"a.md": f"# A\n\n![]({target})\n", "img/plot.png": PNG}))

    assert post.pictures == ()


# Exporting, and links of pages


@pytest.mark.parametrize(
    "path", ["C:/x", "C:x", "c:\\x", "\\x", "/x", "\\\\host\\share\\x", "a\\..\\..\\x", "../x", ""]
)
def test_a_manifest_names_nothing_outside_on_windows(path):
    assert not _is_inside(path, PureWindowsPath)


def test_a_manifest_names_what_is_inside_on_windows():
    assert _is_inside("docs/postmortems/a.md", PureWindowsPath)


LAB = Mount(PureWindowsPath("C:/Lab/postmortems"), PureWindowsPath("C:/Lab/docs"), "postmortems")


def test_links_between_the_folders_are_found_on_windows():
    assert LAB.edit_uri("2024/a.md") == "../postmortems/2024/a.md"
    assert LAB.target_uri("index.md", "../postmortems/a.md") == "postmortems/a.md"
    assert LAB.target_uri("postmortems/2024/a.md", "../../docs/x.md") == "x.md"
    assert LAB.target_uri("index.md", "../../Other/x.md") is None


def test_a_folder_on_another_drive_has_no_edit_links():
    other = Mount(PureWindowsPath("D:/postmortems"), LAB.docs, "postmortems")

    assert other.edit_uri("a.md") is None
    assert other.target_uri("postmortems/a.md", "b.md") == "postmortems/b.md"


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("C:\\Lab\\postmortems\\2024\\a.md", "postmortems/2024/a.md"),
        ("c:/lab/a.md", "a.md"),
        ("C:\\Other\\a.md", "../Other/a.md"),
        ("D:\\postmortems\\a.md", "D:/postmortems/a.md"),
        ("\\\\host\\share\\a.md", "//host/share/a.md"),
    ],
)
def test_a_path_is_told_from_where_somebody_is_on_windows(path, seen):
    assert path_from("C:\\Lab", path, ntpath) == seen
