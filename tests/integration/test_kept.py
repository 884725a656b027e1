"""What is kept from one build for the next is never a wrong page: equal to a cold build, always.

POSTMORTEMS_SEQUENCES says how many sequences of edits are tried; a pipeline tries more than a desk.
"""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from integration.harness import PIXEL, post, run, settings, write
from mkdocs_postmortems.kept.pack import Pack, PackWriter

if TYPE_CHECKING:
    from collections.abc import Callable

SEQUENCES = int(os.environ.get("POSTMORTEMS_SEQUENCES", "12"))
KEPT = ".cache/postmortems/kept"
OUTCOMES = ("failed", "succeeded", "mixed", "pending", "inconclusive")
WORDS = ("leakage", "window", "churn", "labels", "drift", "baseline", "recall", "batch", "cohort")
RELATIONS = ("builds_on", "supersedes", "contradicts", "replicates")


@pytest.mark.parametrize("forged", ["{", "[]", "{}", '{"toc": [1]}', '"\\ud800"', "9" * 5000])
def test_a_kept_text_that_somebody_else_put_there_is_made_anew(site, forged):
    posts = {"a.md": post("A", "Text.", date="2024-05-01")}
    cold = site(posts, folder="lab", plugins=()).raw
    folder = next(iter((site(posts, folder="lab", plugins=()).root / KEPT).glob("*.pack"))).parent
    count = 0
    for path in folder.glob("*.pack"):
        pack = Pack(path)
        with PackWriter(folder) as writer:
            for key in pack.rows:
                content = pack.get(key) or b""
                is_text = content.startswith(b'{"content"')
                count += is_text
                writer.put(key, forged.encode() if is_text else content)
            writer.finish()
        pack.close()
        path.unlink()
    assert count
    assert site(posts, folder="lab", plugins=()).raw == cold


class Lab:
    """A project that is edited at random, always from the same seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.posts: dict[str, dict[str, object]] = {}
        self.options: dict[str, object] = {"page_size": 2, "git_dates": False}
        self.options["audiences"] = {"board": "The board"}
        self.rest: dict[str, object] = {}
        self.plugins: tuple[str, ...] = ()
        self.docs = {"index.md": "# Home\n\nSee [one](../postmortems/p0.md).\n"}
        self.authors = "ada: Ada\nbo: Bo\n"
        self.glossary = ""
        self.theme = ""
        for _ in range(5):
            self.add()

    def words(self, count: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(count))

    def body(self) -> str:
        ids = [*self.posts, "p0", "nowhere"]
        link = f"[other]({self.chance.choice(ids)}.md)"
        parts = ["Text. ", self.words(20), f" {link}\n\n## {self.words(2)}\n\n{self.words(9)}\n"]
        if self.chance.random() < 0.5:
            parts.append("\n![a](a.png)\n")
        if self.chance.random() < 0.7:
            parts.append(f"\n## Lessons learnt\n\n- {self.words(6)}\n- {self.words(3)}\n")
        return "".join(parts)

    def add(self) -> None:
        name = f"p{len(self.posts)}" if f"p{len(self.posts)}" not in self.posts else self.words(1)
        self.posts[name] = {"body": self.body(), **self.fields(name)}

    def fields(self, title: str) -> dict[str, object]:
        return {
            "title": f"{title} {self.words(2)}",
            "date": f"2025-0{self.chance.randint(1, 9)}-1{self.chance.randint(0, 9)}",
            "outcome": self.chance.choice([*OUTCOMES, None]),
            "tags": self.chance.sample(WORDS, 2),
            "author": self.chance.choice(["ada", "bo", "Cy"]),
        }

    def any(self) -> dict[str, object]:
        return self.posts[self.chance.choice(list(self.posts))]

    # What somebody may do between two builds

    def edit_body(self) -> None:
        self.any()["body"] = self.body()

    def edit_title(self) -> None:
        self.any()["title"] = self.words(3)

    def retag(self) -> None:
        self.any()["tags"] = self.chance.sample(WORDS, self.chance.randint(0, 3))

    def conclude(self) -> None:
        self.any()["outcome"] = self.chance.choice(OUTCOMES)

    def hide(self) -> None:
        self.any()[self.chance.choice(["draft", "unlisted"])] = self.chance.random() < 0.6

    def restrict(self) -> None:
        self.any()["audience"] = self.chance.choice(["board", "board", None])

    def readdress(self) -> None:
        self.options["audience"] = self.chance.choice(["board", ""])

    def schedule(self) -> None:
        self.any()["date"] = self.chance.choice(["2031-01-01", "2024-01-01", "2025-05-05"])

    def relate(self) -> None:
        self.any()[self.chance.choice(RELATIONS)] = [self.chance.choice(list(self.posts))]

    def measure(self) -> None:
        split = self.chance.choice(["test", "external"])
        self.any()["results"] = [{"metric": "auc", "value": 0.7, "split": split}]

    def delete(self) -> None:
        if len(self.posts) > 1:
            del self.posts[self.chance.choice(list(self.posts))]

    def rename(self) -> None:
        old = self.chance.choice(list(self.posts))
        self.posts[f"sub/{self.words(1)}"] = self.posts.pop(old)

    def learn(self) -> None:
        self.any()["lessons"] = [{"text": self.words(5), "applies_when": self.words(3)}]

    def correct(self) -> None:
        self.any()["corrections"] = [{"date": "2025-11-01", "why": self.words(4)}]

    def set_option(self) -> None:
        name, values = self.chance.choice(
            [
                ("page_size", [1, 2, 3]),
                ("blog_title", ["Notes", "Lab & co"]),
                ("related", [0, 2]),
                ("robots", ["internal", "public"]),
                ("feeds", ["all", "atom", "none"]),
                ("lessons_headings", [["Text"], []]),
                ("saved_searches", [[{"title": "Leaks", "query": "leakage drift"}], []]),
                ("vocabulary", [{"outcome": {"failed": {"label": "Did not work"}}}, {}]),
            ]
        )
        self.options[name] = self.chance.choice(values)

    def set_site(self) -> None:
        name, values = self.chance.choice(
            [
                ("site_name", ["Lab", "Other lab"]),
                ("use_directory_urls", [True, False]),
                ("site_url", ["https://a.example/", "https://b.example/x/"]),
                ("extra_css", [["own.css"], []]),
                ("markdown_extensions", [["admonition", "attr_list"], [{"toc": {"permalink": 1}}]]),
                ("nav", [[{"Start": "index.md"}, {"Notes": "postmortems/index.md"}], None]),
            ]
        )
        self.rest[name] = self.chance.choice(values)

    def set_plugins(self) -> None:
        """With MkDocs' own search, which looks at each page, pages are made another way."""
        self.plugins = self.chance.choice([(), ("search",)])

    def edit_docs(self) -> None:
        self.docs["index.md"] = f"# {self.words(1)}\n"
        self.docs[f"{self.words(1)}.md"] = f"# {self.words(2)}\n"

    def edit_authors(self) -> None:
        self.authors = f"ada: {self.words(1)}\nbo: {{name: Bo, team: {self.words(1)}}}\n"

    def edit_glossary(self) -> None:
        self.glossary = f"- [{self.words(1)}, {self.words(2)}]\n"

    def edit_theme(self) -> None:
        self.theme = self.chance.choice(
            [
                "<p>{{ postmortems.content.catalog.published|length }}</p>",
                "<p>{{ post.url|url }}</p>",
                "",
            ]
        )

    def damage(self) -> None:
        """What a crash, a bad disk or a pipeline's cache may do to what was kept."""
        packs = sorted(each for each in (self.root / KEPT).glob("*.pack") if each.stat().st_size)
        if not packs:
            return
        path = self.chance.choice(packs)
        whole = path.read_bytes()
        place = self.chance.randrange(len(whole))
        ways = [b"", whole[:place], whole[:place] + b"\0" * 40 + whole[place + 40 :]]
        path.write_bytes(self.chance.choice(ways))

    def edit(self) -> str:
        edits: list[Callable[[], None]] = [
            self.add, self.edit_body, self.edit_body, self.edit_title, self.retag, self.conclude,
            self.hide, self.schedule, self.relate, self.relate, self.delete, self.rename,
            self.learn, self.correct, self.measure, self.set_option, self.set_site, self.edit_docs,
            self.edit_authors, self.edit_glossary, self.edit_theme, self.damage,
            self.restrict, self.readdress, self.set_plugins,
        ]  # fmt: skip
        chosen = self.chance.choice(edits)
        chosen()
        return chosen.__name__

    def write(self) -> None:
        for folder in ("postmortems", "docs", "overrides"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        files = {
            f"{name}.md": post(**{key: value for key, value in each.items() if value is not None})
            for name, each in self.posts.items()
        }
        files |= {".authors.yml": self.authors, "README.md": "Read this first.\n"}
        if self.glossary:
            files["_glossary.yml"] = self.glossary
        write(self.root / "postmortems", {**files, "a.png": PIXEL, "sub/a.png": PIXEL})
        write(self.root / "docs", self.docs)
        theme: dict[str, object] = {"name": "mkdocs"}
        if self.theme:
            write(self.root / "overrides", {"postmortems/_card.html": self.theme})
            theme["custom_dir"] = "overrides"
        rest = {name: value for name, value in self.rest.items() if value is not None}
        said = settings(self.options, theme, self.plugins, rest)
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(said), encoding="utf-8")


def built(root: Path) -> dict[str, bytes]:
    result = run(root)
    assert result.aborted == ""
    return result.raw


def cold(root: Path) -> dict[str, bytes]:
    """The same built where nothing is kept."""
    aside = root.with_name(f"{root.name}-cold")
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns(".cache", "site"))
    try:
        return built(aside)
    finally:
        shutil.rmtree(aside)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_build_after_any_edits_equals_a_cold_one_to_the_byte(tmp_path, seed):
    lab = Lab(tmp_path / "lab", seed)
    lab.write()
    built(lab.root)
    done = []
    for _ in range(3):
        done += [lab.edit() for _ in range(lab.chance.randint(1, 3))]
        lab.write()
        warm = built(lab.root)
    assert differing(warm, cold(lab.root)) == [], f"after {', '.join(done)}"


@pytest.fixture
def lab(tmp_path) -> Lab:
    lab = Lab(tmp_path / "lab", seed=1)
    lab.write()
    return lab


def test_a_build_of_what_did_not_change_makes_nothing_anew(lab):
    first = built(lab.root)
    packs = sorted((lab.root / KEPT).glob("*.pack"))
    assert packs
    assert built(lab.root) == first
    assert sorted((lab.root / KEPT).glob("*.pack")) == packs


def test_what_another_version_kept_is_not_taken(lab, monkeypatch):
    first = built(lab.root)
    before = sorted((lab.root / KEPT).glob("*.pack"))
    monkeypatch.setattr("mkdocs_postmortems.site.keeping.versions", lambda: "another")
    monkeypatch.setattr("mkdocs_postmortems.site.surroundings.versions", lambda: "another")
    assert built(lab.root) == first
    assert sorted((lab.root / KEPT).glob("*.pack")) != before


def test_two_builds_at_once_keep_right_pages_for_both(lab):
    (lab.root / "docs" / "other.md").write_text("# Other\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d"]
    running = [subprocess.Popen([*command, name], cwd=lab.root) for name in ("one", "two")]
    assert [each.wait() for each in running] == [0, 0]
    want = cold(lab.root)
    for name in ("one", "two"):
        found = {
            path.relative_to(lab.root / name).as_posix(): path.read_bytes()
            for path in (lab.root / name).rglob("*")
            if path.is_file()
        }
        assert differing(found, want) == []
    assert differing(built(lab.root), want) == []


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"markdown_extensions": ["pymdownx.snippets"]}, "converted anew"),
        ({"hooks": ["hook.py"]}, "laid out anew"),
    ],
)
def test_what_may_read_anything_is_made_anew_and_that_is_said(lab, setting, reason):
    (lab.root / "hook.py").write_text(
        "import pathlib\n"
        "def on_page_context(context, page, config, nav):\n"
        "    page.title = pathlib.Path(config.config_file_path).with_name('said').read_text()\n"
    )
    (lab.root / "said").write_text("first")
    lab.rest = dict(setting)
    lab.write()
    run(lab.root)
    (lab.root / "said").write_text("second")
    again = run(lab.root)
    assert [line for line in again.lines("INFO") if reason in line]
    assert differing(again.raw, cold(lab.root)) == []


def test_pages_are_the_same_where_another_plugin_looks_at_each(lab):
    (lab.root / "hook.py").write_text("def on_page_content(html, **_):\n    return html\n")
    alone = built(lab.root)
    lab.rest = {"hooks": ["hook.py"]}
    lab.write()
    shutil.rmtree(lab.root / KEPT)
    looked_at = run(lab.root)
    assert [line for line in looked_at.lines("INFO") if "one by one, since hook" in line]
    assert differing(looked_at.raw, alone) == []


def test_a_warning_about_a_text_is_told_by_each_build(lab):
    lab.posts["p0"]["body"] = "[gone](gone.md)"
    lab.write()
    first, second = run(lab.root), run(lab.root)
    assert [each for each in first.warnings if "gone.md" in each]
    assert second.warnings == first.warnings


def test_a_word_changed_for_another_far_down_is_changed_everywhere(lab):
    body = f"{lab.words(90)}\n\n## Method\n\nWe asked {{}} about it.\n"
    lab.posts["p0"] = {"title": "Asked", "outcome": "failed", "body": body.format("zebras")}
    lab.write()
    built(lab.root)
    lab.posts["p0"]["body"] = body.format("lemurs")
    lab.write()
    warm = built(lab.root)
    assert [path for path, content in warm.items() if b"zebra" in content] == []
    assert differing(warm, cold(lab.root)) == []
