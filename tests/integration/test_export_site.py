"""`postmortems export --to zensical`: the whole site as Markdown that needs no plugin of ours."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from integration.harness import PIXEL, post, write
from integration.test_visibility import WORDS
from integration.test_visibility import project as telling_project
from mkdocs_postmortems.cli import main

MKDOCS = """\
site_name: Lab
site_url: !ENV [NOWHERE, "https://example.org/lab/"]
theme:
  name: material
plugins:
  - search
  - git-revision-date-localized
  - postmortems:
      page_size: 2
      git_dates: false
exclude_docs: |
  secret.md
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - {name: mermaid, class: mermaid, format: !!python/name:x.y ''}
"""
DOCS = {
    "index.md": "# Home\n\n[churn](../postmortems/2024/churn.md#part) [root](/postmortems/b.md)\n",
    "how/guide.md": "# Guide\n",
    "secret.md": "# zqsecret\n",
}
POSTS = {
    "2024/churn.md": post(
        "A <b>, *not* bold",
        "Text [b](../b.md) ![p](pic.png) [guide](../../docs/how/guide.md).\n\n"
        "<!-- zqnote -->\n\n```md\n[b](../b.md)\n\n\nlow\n```\n\n"
        "## Lessons learnt\n\n- Split by time, see [b](../b.md).\n",
        date="2024-05-01",
        slug="leak",
        aliases=["/old/churn/", "former.html"],
        outcome="failed",
        stage="modelling",
        tags=["C++ & <y>"],
        authors=["Ada"],
        lessons=["Ask | first, as [b](b.md) says."],
        results=[{"metric": "AUC", "split": "test", "value": 0.71, "n": 900}],
        success_criteria=[{"metric": "AUC", "split": "test", "op": ">=", "target": 0.8}],
    ),
    "b.md": post("B", date="2024-06-01", builds_on=["2024/churn"]),
    "c/README.md": post("C", date="2024-07-01"),
    "index.md": "# Above\n\nAll that we tried. [B](b.md)\n",
    "2024/pic.png": PIXEL,
    "2024/unused.png": PIXEL,
}


def made(parent: Path) -> Path:
    """The project in `parent`, exported to `out` beside it."""
    root = parent / "lab"
    write(root, {"mkdocs.yml": MKDOCS})
    write(root / "docs", DOCS)
    write(root / "postmortems", POSTS)
    with contextlib.chdir(root):
        result = export()
    assert result.exit_code == 0, result.output
    return root


def export(folder="../out"):
    return CliRunner().invoke(main, ["export", "--to", "zensical", str(folder)])


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """An export that tests only read."""
    return made(tmp_path_factory.mktemp("read")).parent / "out"


@pytest.fixture
def lab(tmp_path, monkeypatch, out) -> Path:
    """A project and its export beside it, for one test alone; the project is where one is."""
    shutil.copytree(out.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "lab")
    return tmp_path / "lab"


def text(out: Path, path: str) -> str:
    return (out / "docs" / path).read_text("utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_it_tells_what_was_written_and_what_was_left(lab):
    result = export()
    assert result.stdout == (
        "3 postmortems, 23 lists and 2 other pages are in ../out. Build them there with "
        "`zensical build -f mkdocs.yml`.\n"
    )
    assert result.stderr == "Left out: the plugin `git-revision-date-localized`.\n"


def test_a_page_lies_where_its_address_says(out):
    assert {
        "postmortems/index.md",
        "postmortems/2024/leak.md",
        "postmortems/c/index.md",
        "postmortems/outcome.md",
        "postmortems/outcome/failed.md",
        "postmortems/lessons.md",
        "postmortems/in-flight.md",
        "postmortems/insights.md",
        "postmortems/2024/pic.png",
        "search.md",
    } <= set(contents(out / "docs"))
    assert not (out / "docs/postmortems/2024/unused.png").exists()


def test_front_matter_has_what_was_recorded(out):
    head = yaml.safe_load(text(out, "postmortems/2024/leak.md").split("---\n")[1])
    assert head["title"] == "A &lt;b&gt;, *not* bold"
    assert head["date"] == "2024-05-01"
    assert head["outcome"] == "failed"
    assert head["tags"] == ["C++ &amp; &lt;y&gt;"]


@pytest.mark.parametrize(
    "line",
    [
        "# A &lt;b>, \\*not\\* bold",
        "1 May 2024 · [Ada](../author/ada.md) · 1 min read",
        "| Outcome | [Failed](../outcome/failed.md) |",
        "| Stage | [Modelling](../stage/modelling.md) |",
        "| AUC ≥ 0.8 on test | Primary | 0.71 | ✕ Not met |",
        "| AUC | Test | 0.71 | 900 |",
        "Text [b](../b.md) ![p](pic.png) [guide](../../how/guide.md).",
        "- Built on by: **Essay** · [B](../b.md)",
        "Tags: [C++ &amp; &lt;y>](../tag/c-plus-plus-and-y.md)",
        "Newer: [B](../b.md)",
    ],
)
def test_a_postmortem_reads_as_its_page_does(out, line):
    assert f"{line}\n" in text(out, "postmortems/2024/leak.md")


def test_lessons_keep_their_addresses_and_lead_nowhere_wrong(out):
    page = text(out, "postmortems/2024/leak.md")
    assert "></span>Ask | first, as b says.\n" in page
    assert "></span>Split by time, see [b](../b.md).\n" in page
    (anchor,) = [line.split('"')[1] for line in page.split("\n") if "Split by time" in line]
    listed = text(out, "postmortems/lessons.md")
    assert f'Split by time, see b. [¶](2024/leak.md#{anchor} "Link to this lesson")' in listed


def test_code_stays_as_it_is_and_comments_are_gone(out):
    page = text(out, "postmortems/2024/leak.md")
    assert "```md\n[b](../b.md)\n\n\nlow\n```" in page
    assert "zqnote" not in page


def test_links_of_other_pages_follow(out):
    assert text(out, "index.md") == (
        "# Home\n\n[churn](postmortems/2024/leak.md#part) [root](postmortems/b.md)\n"
    )


def test_the_text_above_the_list_is_there(out):
    page = text(out, "postmortems/index.md")
    assert "\nAll that we tried. [B](b.md)\n" in page
    assert page.index("All that we tried") < page.index("## [C](c/index.md)")


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("old/churn/index.html", "../../postmortems/2024/leak/"),
        ("former.html", "postmortems/2024/leak/"),
    ],
)
def test_old_addresses_lead_to_the_page(out, file, target):
    assert f'content="0; url={target}"' in text(out, file)


def test_the_configuration_is_the_sites_own(out):
    written = (out / "mkdocs.yml").read_text("utf-8")
    assert 'site_url: !ENV [NOWHERE, "https://example.org/lab/"]' in written
    assert "!!python/name:x.y" in written
    for gone in ("postmortems:", "git-revision", "exclude_docs", "name: material"):
        assert gone not in written
    assert "  font: false\n" in written
    assert "nav:\n- index.md\n- how/guide.md\n- postmortems/index.md\n" in written


def test_nothing_hidden_is_there(tmp_path, monkeypatch):
    said = "site_name: Lab\nplugins: [{postmortems: {audiences: {board: The board}}}]\n"
    write(tmp_path / "lab", {"mkdocs.yml": said, "docs/index.md": "# Home\n"})
    write(tmp_path / "lab/postmortems", telling_project())
    monkeypatch.chdir(tmp_path / "lab")
    result = export()
    assert result.stderr == "Left out: 1 draft, 1 restricted, 1 scheduled, 1 unlisted.\n"
    found = contents(tmp_path / "out")
    seen = {
        state
        for state, word in WORDS.items()
        if any(word.encode() in data or word in path for path, data in found.items())
    }
    assert seen == {"published"}


def test_what_docs_excludes_is_not_there(out):
    assert not any(b"zqsecret" in data for data in contents(out).values())


def test_a_second_export_writes_the_same_and_takes_away_what_is_gone(lab):
    out = lab.parent / "out"
    before = contents(out)
    assert export().exit_code == 0
    assert contents(out) == before
    (lab / "postmortems/b.md").unlink()
    (out / "docs/own.md").write_text("# Mine\n")
    assert export().exit_code == 0
    assert not (out / "docs/postmortems/b.md").exists()
    assert (out / "docs/own.md").exists()


def test_a_folder_of_somebody_else_is_left_alone(lab):
    write(lab.parent / "full", {"a.txt": "mine"})
    result = export("../full")
    assert result.exit_code == 2
    assert "is not empty, and no export made it" in result.stderr
    assert contents(lab.parent / "full") == {"a.txt": b"mine"}


def test_a_file_that_somebody_changed_is_not_written_over(lab):
    out = lab.parent / "out"
    changed = out / "docs/postmortems/b.md"
    changed.write_text("# Mine now\n")
    (lab / "postmortems/c/README.md").unlink()
    before = contents(out)
    result = export()
    assert result.exit_code == 2
    assert "b.md was changed or made by somebody since the last export" in result.stderr
    assert contents(out) == before


def test_a_link_out_of_the_folder_is_not_followed(lab):
    out, outside = lab.parent / "out", lab.parent / "outside"
    (out / "docs/how").rename(outside)
    (out / "docs/how").symlink_to(outside)
    result = export()
    assert result.exit_code == 2
    assert contents(outside) == {"guide.md": b"# Guide\n"}


def test_a_list_that_leads_out_of_the_folder_deletes_nothing(lab):
    out = lab.parent / "out"
    victim = lab / "docs/how/guide.md"
    listed = json.loads((out / ".postmortems-export.json").read_text())
    listed["files"]["../lab/docs/how/guide.md"] = ["x"]
    listed["files"][str(victim)] = ["x"]
    (out / ".postmortems-export.json").write_text(json.dumps(listed))
    assert export().exit_code == 0
    assert victim.exists()


@pytest.mark.parametrize("folder", ["docs/out", "postmortems", "."])
def test_the_folder_may_not_be_where_the_sources_are(lab, folder):
    result = export(folder)
    assert result.exit_code == 2
    assert "may not lie in each other" in result.stderr


def test_it_is_no_table(lab):
    result = CliRunner().invoke(main, ["export", "--to", "zensical", "x", "--format", "csv"])
    assert result.exit_code == 2
    assert "--to writes the site" in result.stderr
