"""What a release is made of: the wheel, the source archive, and what the tests are pinned to."""

import re
import tarfile
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mkdocs_postmortems

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MADE = {"__pycache__", ".mypy_cache", ".ruff_cache"}
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?P<more>.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> tuple[Path, Path]:
    """The wheel of this folder and its source archive."""
    folder = tmp_path_factory.mktemp("release")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1800000000")
        (archive,) = SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
        (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(wheel), Path(archive)


@pytest.fixture(scope="module")
def wheel(release) -> zipfile.ZipFile:
    with zipfile.ZipFile(release[0]) as opened:
        yield opened


def files(folder: Path) -> set[str]:
    """The paths of the files below `folder`, without what tools leave there."""
    paths = (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
    return {each.as_posix() for each in paths if not MADE & set(each.parts)}


def test_the_wheel_has_each_file_of_the_package_as_it_is_and_nothing_else(wheel):
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert packed == files(PLUGINS)
    assert {"html", "md", "js", "css", "yml", "typed", "Containerfile"} <= {
        name.rpartition("/")[2].rpartition(".")[2] for name in packed
    }
    assert [name for name in packed if wheel.read(name) != (PLUGINS / name).read_bytes()] == []


def test_the_wheel_says_that_the_package_is_typed(wheel):
    assert "mkdocs_postmortems/py.typed" in wheel.namelist()


def test_the_wheel_tells_its_version_licence_and_commands(wheel):
    inside = f"mkdocs_postmortems-{mkdocs_postmortems.__version__}.dist-info"
    told = message_from_string(wheel.read(f"{inside}/METADATA").decode())
    commands = wheel.read(f"{inside}/entry_points.txt").decode()

    assert told["Version"] == mkdocs_postmortems.__version__
    assert told["License-Expression"] == "Apache-2.0"
    assert wheel.read(f"{inside}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert told["Requires-Python"] == ">=3.11"
    assert "postmortems = mkdocs_postmortems.entry:run" in commands
    assert "postmortems = mkdocs_postmortems.plugin:PostmortemsPlugin" in commands


def test_the_source_archive_makes_the_same_wheel_in_another_folder(release, tmp_path):
    made, archive = release
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1800000000")
        (again,) = WheelBuilder(str(unpacked)).build(directory=str(tmp_path), versions=["standard"])

    assert Path(again).read_bytes() == made.read_bytes()


def test_the_source_archive_has_what_its_tests_and_its_guide_need(release):
    with tarfile.open(release[1]) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}

    assert {f"tests/{each}" for each in files(ROOT / "tests")} <= names
    assert {f"docs/{each}" for each in files(ROOT / "docs")} <= names
    assert {".ci/run", ".pre-commit-hooks.yaml", "mkdocs.yml", ".ci/requirements/test.txt"} <= names
    assert {"CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "README.md", "LICENSE"} <= names


def test_the_version_stands_in_one_place():
    sources = (*PLUGINS.rglob("*.py"), ROOT / "pyproject.toml")
    version = f'"{mkdocs_postmortems.__version__}"'
    written = [each.name for each in sources if version in each.read_text("utf-8")]

    assert PROJECT["dynamic"] == ["version"]
    assert written == ["__init__.py"]


def locked(name: str) -> dict[str, set[str]]:
    """The versions that a file of `.ci/requirements/` has, by the names of what it pins."""
    found: dict[str, set[str]] = {}
    for match in PINNED.finditer(
        (ROOT / ".ci" / "requirements" / f"{name}.txt").read_text("utf-8")
    ):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


@pytest.mark.parametrize(("name", "extras"), [("test", ("test", "trackers")), ("lint", ("lint",))])
def test_what_is_pinned_is_what_is_asked_for(name, extras):
    asked = [*PROJECT["dependencies"]]
    for extra in extras:
        asked += PROJECT["optional-dependencies"][extra]
    pinned = locked(name)

    for each in map(Requirement, asked):
        versions = pinned.get(canonicalize_name(each.name))
        assert versions, f"{each.name} is not in .ci/requirements/{name}.txt: run .ci/tools/lock"
        assert all(map(each.specifier.contains, versions)), f"{each}: run .ci/tools/lock"


@pytest.mark.parametrize("name", ["test", "lint"])
def test_each_pin_has_digests_and_names_no_place(name):
    text = (ROOT / ".ci" / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert len(entries) > 30
    assert [each.split()[0] for each in entries if "--hash=sha256:" not in each] == []
    assert not re.search(r"://|^-|(?<![\w.])/\w", text, re.MULTILINE)
