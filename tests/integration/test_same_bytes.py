"""The same input gives the same bytes, on every machine and in any order of files."""

import os
from pathlib import Path

import pytest
import yaml

from integration.harness import PIXEL, post, run, settings, write


def files() -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {
        "README.md": "Read this.\n",
        ".authors.yml": "ada: Ada\nbo: Bo\n",
    }
    for number in range(12):
        made[f"20{20 + number % 3}/p{number}.md"] = post(
            f"P{number}",
            f"![x](x{number % 2}.png)\n\n## Lessons learnt\n\n- Learn {number}\n- And this\n",
            date=f"2024-01-0{1 + number % 4}",
            tags=[f"tag {number % 3}", "Same" if number % 2 else "same"],
            author=["ada", "bo"][number % 2],
            team=f"Team {number % 2}",
            series="A row",
            outcome=("failed", "succeeded", "mixed")[number % 3],
            causes=["overfit", "labels"][: number % 3],
            builds_on=[f"20{20 + other % 3}/p{other}" for other in range(number)],
            draft=number == 11,
        )
    for year in ("2020", "2021", "2022"):
        made[f"{year}/x0.png"] = PIXEL
        made[f"{year}/x1.png"] = PIXEL
    return made


def project(root: Path, theme: str, order: int = 1) -> Path:
    write(root / "postmortems", dict(list(files().items())[::order]))
    write(root / "docs", {"index.md": "# Home\n", "z.md": "# Z\n", "a/b.md": "# AB\n"})
    options = {"page_size": 2, "saved_searches": [{"query": "outcome:failed"}]}
    write(root, {"mkdocs.yml": yaml.safe_dump(settings(options, theme, ["search"], {}))})
    return root


def built(root: Path) -> dict[str, bytes]:
    result = run(root)
    assert result.aborted == ""
    assert result.warnings == []
    assert len([path for path in result.raw if path.startswith("postmortems/")]) > 40
    return result.raw


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


class Backwards:
    """What `os.scandir` answers, the other way round."""

    def __init__(self, *arguments: object) -> None:
        with SCANDIR(*arguments) as entries:
            self._entries = iter(sorted(entries, key=lambda each: each.name, reverse=True))

    def __iter__(self):
        return self._entries

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


SCANDIR = os.scandir


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_twice_in_one_process(tmp_path, theme):
    root = project(tmp_path / "lab", theme)
    assert differing(built(root), built(root)) == []


def test_whatever_the_order_of_the_folder(tmp_path, monkeypatch):
    root = project(tmp_path / "lab", "mkdocs")
    forwards = built(root)
    asked: list[object] = []

    def scandir(*arguments: object) -> Backwards:
        asked.append(arguments)
        return Backwards(*arguments)

    monkeypatch.setattr(os, "scandir", scandir)
    backwards = built(root)
    assert asked != []
    assert differing(forwards, backwards) == []


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_whatever_the_folder_is_called_and_in_whichever_order_it_was_written(tmp_path, theme):
    one = project(tmp_path / "lab", theme)
    other = project(tmp_path / "some where" / "élse", theme, order=-1)
    assert differing(built(one), built(other)) == []


def test_whatever_the_clock_of_the_machine(tmp_path, monkeypatch):
    """A build of the same moment; only the zone differs, and the age of the files."""
    one = project(tmp_path / "lab", "mkdocs")
    before = built(one)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    for path in one.rglob("*"):
        os.utime(path, (1, 1))
    assert differing(before, built(one)) == []


def test_no_path_of_the_machine_is_in_the_site(tmp_path):
    root = project(tmp_path / "zqmachine", "material")
    pages = built(root)
    assert [path for path, data in pages.items() if b"zqmachine" in data] == []


def test_the_plugin_writes_into_the_site_folder_and_its_own_only(tmp_path):
    root = project(tmp_path / "lab", "mkdocs")

    def sources() -> dict[Path, tuple[int, bytes]]:
        paths = [
            each
            for each in root.rglob("*")
            if each.is_file() and not {"site", ".cache"} & set(each.parts)
        ]
        return {each: (each.stat().st_mtime_ns, each.read_bytes()) for each in paths}

    before = sources()
    built(root)
    assert sources() == before
