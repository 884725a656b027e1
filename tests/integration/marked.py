"""Random projects whose postmortems bear words of their own, some hidden; and who may see which.

The words are of consonants, so that no stemmer cuts them, and are sought by what is within them, so
that no list that writes beginnings once (`search/static.py`) hides them.
"""

import json
import posixpath
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomlkit

from integration.harness import PIXEL, post, write
from integration.hiding import (
    DRAFTS,
    FORMS,
    OPEN,
    OUT,
    RESTRICTED,
    SCHEDULED,
    UNLISTED,
    UNREAD,
    Marks,
)
from integration.test_kept import WORDS, Lab

RELATIONS = ("builds_on", "supersedes", "contradicts", "replicates")


SETTINGS: list[tuple[str, Any]] = [
    ("saved_searches", [{"title": "Leaks", "query": "leakage"}, {"title": "B", "query": "churn"}]),
    ("security_headers", ["nginx", "json"]),
    ("trusted_html", True),
    ("blog_path", "notes"),
    ("robots", "public"),
    ("feeds", "all"),
    ("federation", [{"title": "Other lab", "url": "https://other.example/"}]),
]
WANTED = "once/upon"
"""The old address that several claim."""


class MarkedLab(Lab):
    """A project that is edited at random, in which each postmortem can be told from all others."""

    def __init__(self, root: Path, seed: int) -> None:
        self.marks: dict[str, Marks] = {}
        self.writers: list[str] = []
        super().__init__(root, seed)
        self.intro = Marks(self.mark(), "README")
        self.options["audiences"] = {"board": "The board", "risk": "Risk"}
        for _ in range(5):
            self.hide()
            self.relate()
        if seed % 5 == 4:
            self.collide()
        self.vary(seed)

    def vary(self, seed: int) -> None:
        """Set what a site is rarely changed in: other themes and searches may show more."""
        self.options |= dict(self.chance.sample(SETTINGS, seed % 4))
        plugins = ["search"] if seed % 3 == 2 else []
        if seed % 4 == 3:
            self.rest["theme"] = {"name": "material", "font": False}
            self.docs["tags.md"] = "# Tags\n\n<!-- material/tags -->\n"
            plugins.append("tags")
        if plugins:
            self.rest["plugins"] = [*plugins, {"postmortems": self.options}]

    def mark(self) -> str:
        return "".join(self.chance.choices("bcdfghjkmnpqrstvwxz", k=14))

    # What somebody may do between two builds, where `Lab` knows no words of a postmortem's own

    def add(self) -> None:
        marks = Marks(self.mark(), self.mark())
        folder = self.chance.choice(["", "", "2025/", f"{marks.name}/"])
        name = f"{folder}{marks.name}"
        self.marks[name] = marks
        self.writers.append(marks.said)
        self.posts[name] = {"body": self.body_of(name), **self.fields_of(marks)}

    def hide(self) -> None:
        ways = [[OPEN], [OPEN], DRAFTS, SCHEDULED, UNLISTED, UNLISTED, UNREAD, RESTRICTED]
        marks = self.chance.choice([*self.marks.values(), self.intro])
        marks.hiding = self.chance.choice(self.chance.choice(ways))
        # A flag that stands below the beginning is an error; without any, the text is a post.
        says_flag = marks.hiding.fields.keys() & {"draft", "unlisted", "published", "audience"}
        marks.form = self.chance.choice(FORMS if says_flag else FORMS[:5])

    restrict = schedule = hide

    def collide(self) -> None:
        """Let some want one address."""
        for _ in range(3):
            self.any()["aliases"] = [f"/{WANTED}/"]

    def readdress(self) -> None:
        self.options["audience"] = self.chance.choice(["board", "risk", ["risk", "board"], ""])

    def rename(self) -> None:
        old = self.chance.choice(list(self.posts))
        marks = self.marks.pop(old)
        before, marks.name = marks.name, self.mark()
        written = json.dumps(self.posts.pop(old)).replace(before, marks.name)
        self.posts[f"sub/{marks.name}"] = json.loads(written)
        self.marks[f"sub/{marks.name}"] = marks

    def delete(self) -> None:
        super().delete()
        self.marks = {name: each for name, each in self.marks.items() if name in self.posts}

    def edit_body(self) -> None:
        name = self.chance.choice(list(self.posts))
        self.posts[name]["body"] = self.body_of(name)

    def edit_title(self) -> None:
        name = self.chance.choice(list(self.posts))
        self.posts[name]["title"] = f"{self.marks[name].said} {self.words(2)}"

    def edit_docs(self) -> None:
        super().edit_docs()
        self.docs["index.md"] += f"\n[one](../postmortems/{self.chance.choice([*self.posts])}.md)\n"

    def body_of(self, name: str) -> str:
        m, n = self.marks[name].said, self.marks[name].name
        other = posixpath.relpath(self.chance.choice([*self.posts, name]), posixpath.dirname(name))
        return (
            f"{self.body()}\nText {m}text of {self.words(12)}, [other]({other}.md#{m}-heading).\n\n"
            f"![{m} alt]({n}.png) [data]({n}.csv) ![drawn]({n}.svg)\n\n<!-- {m}comment -->\n\n"
            f"## {m} heading\n\n<details><summary>{m}summary</summary>x</details>\n\n"
            f"| a | b |\n|---|---|\n| {m}cell | 1 |\n\n```python\n{m}code = 1\n```\n\n"
            f"## Lessons learnt\n\n- {m} lesson, {self.words(4)}\n- {self.words(5)}\n"
        )

    def fields_of(self, marks: Marks) -> dict[str, Any]:
        m, n = marks.said, marks.name
        given = {
            **super().fields(f"{m} title"),
            "summary": f"{m} summary",
            "tags": [f"{m} tag", *self.chance.sample(WORDS, 2)],
            "categories": [f"{m} category"],
            "author": self.chance.choice([f"{m} author", m, "ada"]),
            "team": f"{m} team",
            "series": f"{m} series",
            "cover": f"{n}.png",
            "hypothesis": f"{m} hypothesis",
            "success_criteria": [{"metric": f"{m} metric", "split": "test", "target": 0.5}],
            "results": [{"metric": f"{m} metric", "value": 0.5, "split": "test", "run": f"{m}run"}],
            "causes": [{"code": "overfit", "evidence": f"{m} evidence"}],
            "lessons": [{"text": f"{m} lesson", "applies_when": f"{m} when", "do": f"{m} do"}],
            "actions": [{"text": f"{m} action", "owner": f"{m} owner", "due": "2025-02-01"}],
            "concerns": [{"text": f"{m} concern", "raised": f"{m} raised"}],
            "baseline": {"name": f"{m} baseline", "metric": "auc", "value": 0.4},
            "data": [{"name": f"{m} data", "version": f"{m}v"}],
            "runs": [f"git:{m}", f"https://runs.example/{m}"],
            "corrections": [{"was": "failed", "now": "mixed", "why": f"{m} reason"}],
            "revisit": "2025-03-01",
            "revisit_when": f"{m} revisit",
            "reviewed_by": f"{m} reviewer",
            "someones_own": {"deep": [f"{m} extra"]},
            "aliases": [f"/old/{n}/", f"{n}.html"],
            self.chance.choice(RELATIONS): [self.chance.choice([*self.posts, n])],
        }
        where = {"slug": f"{n}-slug", "url": f"/notes/{n}/"}
        given |= dict(self.chance.sample(sorted(where.items()), self.chance.choice([0, 0, 1])))
        keep = self.chance.choice([0.4, 0.9])
        kept = {name for name in given if self.chance.random() < keep}
        return {name: value for name, value in given.items() if name in kept or name == "title"}

    @property
    def audience(self) -> list[str]:
        """Whom a build is for."""
        named = self.options.get("audience", [])
        return [named] if isinstance(named, str) else list(named)

    # What lies on disk

    def write(self) -> None:
        authors = self.authors
        self.authors += "".join(f"{each}: {each} name\n" for each in self.writers)
        super().write()
        self.authors = authors
        write(self.root / "postmortems", {"README.md": self.intro_text()})
        for name, marks in self.marks.items():
            beside = Path(name).parent
            write(self.root / "postmortems", {f"{name}.md": self.text_of(name)})
            write(self.root / "postmortems" / beside, files_of(marks))

    def intro_text(self) -> str:
        m = self.intro.said
        return post(f"{m} title", f"{m} intro\n\n## {m} heading", **self.intro.hiding.fields)

    def text_of(self, name: str) -> str:
        """The file of a postmortem, with what hides it."""
        marks = self.marks[name]
        said = {key: value for key, value in self.posts[name].items() if value is not None}
        said |= marks.hiding.fields
        body = str(said.pop("body"))
        if marks.form == "toml":
            return f"+++\n{tomlkit.dumps(said)}+++\n\n{body}\n"
        if marks.form == "json":
            return f"{json.dumps(said, indent=1)}\n\n{body}\n"
        first = {**marks.hiding.fields, **said} if marks.form == "below" else said
        text = post(body=body, **first)
        if marks.form == "below":
            return f"# {marks.said} title\n\n{text}"
        return text.replace("\n---\n", "\n", 1) if marks.form == "unclosed" else text

    def without_what_is_hidden(self, root: Path, audience: Iterable[str]) -> "MarkedLab":
        """The project without it.

        What is unlisted and linked is there and empty; so is a draft, since old ones are counted.
        """
        bare = MarkedLab(root, 0)
        for name in (
            "options",
            "rest",
            "docs",
            "authors",
            "writers",
            "glossary",
            "theme",
            "plugins",
        ):
            setattr(bare, name, getattr(self, name))
        bare.posts, bare.marks = {}, {}
        shows_intro = self.intro.state(audience) == "published"
        bare.intro = self.intro if shows_intro else Marks("nothing", "README", DRAFTS[0])
        for name, fields in self.posts.items():
            marks = self.marks[name]
            state = marks.state(audience)
            if state == "published":
                bare.posts[name], bare.marks[name] = fields, marks
            elif (state == "draft" and "date" in fields) or (
                state == "unlisted" and self.is_linked(name, audience)
            ):
                kept = {"date", "slug", "url", "aliases"} if state == "unlisted" else {"date"}
                bare.posts[name] = {key: fields[key] for key in kept & fields.keys()}
                bare.posts[name] |= {"title": "Nothing", "body": "Nothing."}
                bare.marks[name] = Marks("nothing", marks.name, marks.hiding)
        return bare

    def is_linked(self, name: str, audience: Iterable[str]) -> bool:
        """Whether a text that has a page names it: that is its author's."""
        shown = (other for other in self.posts if self.marks[other].state(audience) in OUT)
        texts = [str(self.posts[other]["body"]) for other in shown if other != name]
        return any(self.marks[name].name in text for text in (*texts, *self.docs.values()))


def files_of(marks: Marks) -> dict[str, bytes]:
    """What lies beside a postmortem: files that it refers to, and one to which nobody does."""
    m, n = marks.said, marks.name
    chunks = _chunk(b"tEXt", f"Comment\0{m}pixel".encode())
    chunks += _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(f"{m}packed".encode()))
    head = len(PIXEL) - 12  # what ends a PNG has 12 bytes
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><title>{m}drawn</title></svg>'
    return {
        f"{n}.png": PIXEL[:head] + chunks + PIXEL[head:],
        f"{n}.csv": f"a,b\n{m}row,1\n".encode(),
        f"{n}.svg": svg.encode(),
        f"{n}-nobodys.txt": f"{m}nobodys".encode(),
    }


def _chunk(kind: bytes, data: bytes) -> bytes:
    size, check = len(data).to_bytes(4), zlib.crc32(kind + data).to_bytes(4)
    return size + kind + data + check
