"""Importing a site of another tool, from the command to the page in the browser."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from integration.harness import PIXEL, Built, Content, run, settings, write
from mkdocs_postmortems.cli import main

PICTURE = base64.b64encode(PIXEL).decode()

HUGO = {
    "hugo.toml": "baseURL = 'https://example.org/'\n",
    "content/_index.md": "# Home\n",
    "content/posts/churn/index.md": "+++\ntitle = 'Churn'\ndate = 2024-03-01T10:00:00Z\n"
    "tags = ['x']\n+++\n\n![own](plot.png)\n\n![shared](/img/shared.png)\n\n"
    '[next](/posts/next/)\n\n{{< figure src="plot.png" >}}\n',
    "content/posts/churn/plot.png": PIXEL,
    "content/posts/next.md": "---\ntitle: Next\ndate: 2024-04-01\n---\n\n"
    '[churn]({{< ref "churn" >}})\n\n<img alt="html" src="/img/shared.png">\n',
    "content/posts/secret.md": "---\ntitle: Secret\ndate: 2024-04-01\npassword: x\n---\n\n"
    "![s](secret.png)\n",
    "content/posts/secret.png": PIXEL,
    "static/img/shared.png": PIXEL,
}
JEKYLL = {
    "_config.yml": "title: Old\n",
    "_posts/2024-03-01-churn.md": "---\nlayout: post\ntitle: Churn\ncategories: ml\n---\n\n"
    "![own]({{ site.baseurl }}/assets/plot.png)\n\n[next]({% post_url 2024-04-01-next %})\n",
    "_posts/2024-04-01-next.md": "---\ntitle: Next\n---\n\n[churn](/2024/03/01/churn.html)\n",
    "_drafts/secret.md": "---\ntitle: Secret\n---\n\n![s](/assets/secret.png)\n",
    "assets/plot.png": PIXEL,
    "assets/secret.png": PIXEL,
}
QUARTO = {
    "_quarto.yml": "project: {type: website}\n",
    "posts/_metadata.yml": "author: Ada\n",
    "posts/churn/index.qmd": "---\ntitle: Churn\ndate: 2024-03-01\nimage: plot.png\n---\n\n"
    "![own](plot.png)\n\n[next](../next.qmd)\n\n"
    "```{python}\n1\n```\n\n::: {.callout-note}\nx\n:::\n",
    "posts/churn/plot.png": PIXEL,
    "posts/next.qmd": "---\ntitle: Next\ndate: 2024-04-01\n---\n\n[churn](churn/)\n",
    "posts/secret.qmd": "---\ntitle: Secret\ndraft: true\n---\n\n![s](secret.png)\n",
    "posts/secret.png": PIXEL,
}
KNOWLEDGE_REPO = {
    "ml/churn.kp/knowledge.md": "---\ntitle: Churn\nauthors: [ada]\ncreated_at: 2024-03-01\n"
    "tldr: No better.\nthumbnail: images/plot.png\n---\n\n![own](images/plot.png)\n\n"
    "[next](../next.kp/knowledge.md)\n",
    "ml/churn.kp/images/plot.png": PIXEL,
    "ml/next.kp/knowledge.md": "---\ntitle: Next\ncreated_at: 2024-04-01\n---\n\n"
    "[churn](../churn.kp/knowledge.md)\n",
    "ml/secret.kp/knowledge.md": "---\ntitle: Secret\nprivate: true\n---\n\n![s](secret.png)\n",
    "ml/secret.kp/secret.png": PIXEL,
}
NOTEBOOKS = {
    "2024-03-01-churn.ipynb": json.dumps({"cells": [
        {"cell_type": "markdown", "source": "# Churn\n\n[next](2024-04-01-next.ipynb)"},
        {"cell_type": "code", "source": "secret()", "metadata": {"tags": ["keep"]}, "outputs": [
            {"output_type": "display_data", "data": {"image/png": PICTURE}}]},
        {"cell_type": "code", "source": "secret()", "metadata": {}, "outputs": [
            {"output_type": "display_data", "data": {"image/png": PICTURE}}]},
    ]}),
    "2024-04-01-next.ipynb": json.dumps({"cells": [
        {"cell_type": "markdown", "source": "# Next\n\n[churn](2024-03-01-churn.ipynb)"}]}),
}  # fmt: skip
MARKDOWN = {
    "README.md": "# All\n\n- [churn](2024-03-01_churn/README.md)\n",
    "2024-03-01_churn/README.md": "# Churn\n\n![own](img/my%20plot.png)\n\n"
    "[next](../2024-04-01_next/README.md)\n",
    "2024-03-01_churn/img/my plot.png": PIXEL,
    "2024-04-01_next/README.md": "# Next\n\n[churn](../2024-03-01_churn/README.md)\n",
}
SOURCES = {
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "quarto": QUARTO,
    "knowledge-repo": KNOWLEDGE_REPO,
    "jupyter": NOTEBOOKS,
    "markdown": MARKDOWN,
}


@pytest.fixture
def lab(tmp_path, monkeypatch) -> Path:
    """An empty project, in which commands run."""
    root = tmp_path / "lab"
    said = settings(None, "material", ["search"], {})
    write(root, {"mkdocs.yml": yaml.safe_dump(said), "docs/index.md": "# Home\n"})
    (root / "postmortems").mkdir()
    monkeypatch.chdir(root)
    return root


def ask(*args: str) -> Result:
    """Run the command with those arguments."""
    result = CliRunner().invoke(main, ["import", *args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def report(*args: str) -> dict:
    """What the command says as JSON."""
    return json.loads(ask(*args, "--json").stdout)


def source(lab: Path, files: dict[str, Content]) -> str:
    """A source beside the project."""
    write(lab.parent / "old", files)
    return "../old"


def built(lab: Path, kind: str, *more: str) -> Built:
    """The project with a source of that kind imported, as it is built."""
    result = ask(source(lab, SOURCES[kind]), "--write", *more)
    assert result.exit_code == 0, result.output
    return run(lab)


CHURN, NEXT = "postmortems/2024/2024-03-01-churn/", "postmortems/2024/2024-04-01-next/"


@pytest.mark.parametrize("kind", SOURCES)
def test_an_imported_site_builds_without_a_warning(lab, kind):
    site = built(lab, kind)

    assert (site.aborted, site.warnings) == ("", [])
    assert {CHURN, NEXT} <= site.pages
    assert report("../old")["kind"] == kind


@pytest.mark.parametrize("kind", SOURCES)
def test_every_picture_and_link_of_an_imported_page_leads_somewhere(lab, kind):
    site = built(lab, kind)
    pictures = [
        site.target(address, picture.get("src"))
        for address in (CHURN, NEXT)
        for picture in site.page(address).one("article").iter("img")
    ]
    assert len(pictures) == (3 if kind == "hugo" else 1)
    linked = {
        site.target(address, link.get("href"))
        for address in (CHURN, NEXT)
        for link in site.page(address).one("article").iter("a")
        if link.text in {"churn", "next"}
    }
    assert linked == {CHURN, NEXT}


@pytest.mark.parametrize("kind", ["hugo", "jekyll", "quarto", "knowledge-repo"])
def test_what_was_hidden_is_hidden_with_its_pictures(lab, kind):
    site = built(lab, kind)

    assert site.traces("secret") == set()
    assert any("held back" in line.casefold() for line in site.lines())
    assert len(list((lab / "postmortems").rglob("secret.png"))) == 1


def test_code_of_notebooks_is_in_no_file(lab):
    site = built(lab, "jupyter")

    assert site.traces("secret()") == set()
    assert len(list((lab / "postmortems").rglob("*.png"))) == 1


@pytest.mark.parametrize("kind", SOURCES)
def test_where_pages_are_files_pictures_lead_somewhere_too(lab, kind):
    said = settings(None, "material", ["search"], {"use_directory_urls": False})
    write(lab, {"mkdocs.yml": yaml.safe_dump(said)})
    site = built(lab, kind)
    pages = [page for page in site.raw if page.endswith(("churn.html", "next.html"))]

    assert len(pages) == 2
    for page in pages:
        for picture in site.page(page).one("article").iter("img"):
            site.target(page, picture.get("src"))


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("field", ["slug: other", "url: /blog/x/", "title: X"])
def test_a_picture_in_html_is_shown_or_told_whatever_the_pages_address(lab, field, directory_urls):
    said = settings(None, "material", ["search"], {"use_directory_urls": directory_urls})
    write(lab, {"mkdocs.yml": yaml.safe_dump(said)})
    text = f"---\ndate: 2024-03-01\n{field}\n---\n\n<img alt='p' src='p.png'>\n"
    (post,) = report(source(lab, {"a.md": text, "p.png": PIXEL}), "--write")["posts"]
    site = run(lab)
    if any("does not show `p.png`" in note["what"] for note in post["left"]):
        assert field.startswith("url")
        return
    (page,) = {
        each for each in site.pages if re.search(r"/(x|other|2024-03-01-(?:a|other))\b", each)
    }
    (picture,) = site.page(page).one("article").iter("img")
    assert site.target(page, picture.get("src")).endswith("p.png")


# The command


def test_without_write_it_shows_the_plan_and_writes_nothing(lab):
    result = ask(source(lab, JEKYLL))

    assert result.exit_code == 0
    assert list((lab / "postmortems").iterdir()) == []
    for line in (
        "new      _posts/2024-03-01-churn.md",
        "to        postmortems/2024/2024-03-01-churn.md",
        "mapped    title, categories, date (from its path)",
        "kept      field `layout`",
        "pictures  assets/plot.png",
        "mapped    title, draft (from its folder `_drafts`)",
        "3 new postmortems with 2 pictures; 1 of them undated; 1 other file in the source.",
        "Nothing is written yet. Add --write to do it.",
    ):
        assert line in result.stdout


def test_a_second_time_everything_is_there(lab):
    old = source(lab, JEKYLL)

    assert "5 files written to postmortems." in ask(old, "--write").stdout
    again = ask(old, "--write").stdout
    assert "there    _posts/2024-03-01-churn.md" in again
    assert "0 new postmortems with 0 pictures; 3 there already" in again
    assert "0 files written" in again
    assert "Nothing is new." in ask(old).stdout


def test_the_schema_of_the_report(lab):
    told = report(source(lab, JEKYLL), "--only", "*churn*")

    assert set(told) == {"source", "kind", "posts", "left", "others", "written", "failed"}
    assert told["kind"] == "jekyll"
    (post,) = told["posts"]
    assert post == {
        "source": "_posts/2024-03-01-churn.md",
        "target": "2024/2024-03-01-churn.md",
        "state": "new",
        "title": "Churn",
        "date": "2024-03-01",
        "draft": False,
        "mapped": [
            {"what": "title", "line": 0},
            {"what": "categories", "line": 0},
            {"what": "date (from its path)", "line": 0},
        ],
        "kept": [{"what": "field `layout`", "line": 0}],
        "left": [],
        "pictures": [
            {
                "source": "assets/plot.png",
                "target": "2024/2024-03-01-churn/plot.png",
                "state": "new",
            }
        ],
        "problems": [],
    }
    assert report("../old", "--write")["written"] != []


def test_what_has_to_be_mended_is_told_with_its_line_and_ends_with_1(lab):
    result = ask(
        source(lab, {"a.md": "---\ntitle: a: b\n---\n\nX\n", "b.md": "# B\n\nX\n"}), "--write"
    )

    assert result.exit_code == 1
    assert "left     a.md:2" in result.stdout
    assert "because   a value that contains `: ` needs quotes" in result.stdout
    assert (lab / "postmortems/b.md").is_file()
    assert not (lab / "postmortems/a.md").exists()


def test_tags_folder_and_kind_can_be_chosen(lab):
    old = source(lab, JEKYLL)
    told = report(old, "--kind", "markdown", "--into", "blog", "--tag", "old, older", "--write")

    assert told["posts"] == []
    told = report(old, "--into", "blog", "--tag", "old, older", "--write")
    assert all(path.startswith("blog/") for path in told["written"])
    text = (lab / "postmortems/blog/2024/2024-03-01-churn.md").read_text("utf-8")
    assert "\ntags: [old, older]\n" in text


def test_dates_of_git_are_the_last_resort(lab):
    old = lab.parent / "old"
    source(lab, {"a.md": "# A\n\nX\n", "2020-01-02-b.md": "# B\n\nX\n"})
    git = ["git", "-C", str(old), "-c", "user.name=A", "-c", "user.email=a@b.c"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "x", "--date=2021-05-06T12:00Z"],
    ):
        subprocess.run([*git, *command], check=True, capture_output=True)

    posts = {each["source"]: each for each in report("../old")["posts"]}
    assert posts["a.md"]["target"] == "2021/2021-05-06-a.md"
    assert {"what": "date (from git's first commit)", "line": 0} in posts["a.md"]["mapped"]
    assert posts["2020-01-02-b.md"]["target"] == "2020/2020-01-02-b.md"


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["../none"], 2, "does not exist"),
        ([], 2, "Missing argument"),
        (["../old", "--kind", "word"], 2, "is not one of"),
        (["../old", "--into", "../x"], 1, "no folder in the postmortems folder"),
        (["postmortems"], 1, "in the postmortems folder already"),
        (["../old/a.csv"], 1, "neither a folder"),
    ],
)
def test_a_call_that_cannot_be_followed_is_one_error(lab, args, code, told):
    source(lab, {"a.md": "# A\n", "a.csv": ""})
    result = ask(*args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr


def test_without_a_project_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = ask(".")

    assert result.exit_code == 2
    assert "postmortems init" in result.stderr


def test_control_characters_of_a_source_steer_no_terminal(lab):
    source(lab, {"\x1b[31m.md": '---\ntitle: A\n"k\\e[32m": 1\n---\n\n![p](\x1b[33m.png)\n'})
    shown = ask("../old").output

    assert "\x1b" not in shown


# Real write-ups, and hostile ones


@pytest.mark.corpus
def test_real_write_ups_are_imported_and_built(corpus, lab):
    sources = sorted(each for each in (corpus / "dev").iterdir() if each.is_dir())
    planned = 0
    for each in sources:
        told = report(str(each), "--into", each.name.casefold(), "--write")
        assert [left for left in told["left"] if left["mend"]] == []
        assert told["failed"] == []
        planned += len(told["posts"])
        again = report(str(each), "--into", each.name.casefold(), "--write")
        assert (again["written"], {post["state"] for post in again["posts"]}) == ([], {"there"})
    site = run(lab)

    assert planned > 150
    assert site.aborted == ""
    assert site.lines("ERROR") == []
    summary = re.compile(r"(\d+) postmortems published.*?, (\d+) held back")
    (counts,) = filter(None, map(summary.match, site.lines("INFO")))
    assert sum(map(int, counts.groups())) == planned
    pictures = [path for path in site.raw if path.endswith((".jpeg", ".png")) and "metaseq" in path]
    assert len(pictures) == 4


@pytest.mark.corpus
@pytest.mark.parametrize("kind", ["", "hugo", "jekyll", "quarto", "knowledge-repo"])
def test_no_hostile_source_gives_a_traceback_or_leads_out(corpus, lab, tmp_path_factory, kind):
    out = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, str(corpus / "make_hostile.py"), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    outside = {path for path in lab.parent.rglob("*") if not path.is_relative_to(lab)}
    for case in sorted((out / "cases").iterdir()):
        result = ask(str(case), "--write", "--into", case.name, *(["--kind", kind] if kind else []))
        assert result.exit_code in {0, 1}, (case.name, result.output)
        assert "Traceback" not in result.output

    assert {path for path in lab.parent.rglob("*") if not path.is_relative_to(lab)} == outside
    assert not any(path.is_symlink() for path in (lab / "postmortems").rglob("*"))
    written = [path for path in (lab / "postmortems").rglob("*") if path.is_file()]
    assert all(b"root:x:0" not in path.read_bytes() for path in written)
