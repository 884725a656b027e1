"""The engines that are compared. Each has `build(docs) -> Stats` and `search(query, k) -> ids`.

Our own is `Ours`; it is given the same documents and no more.
"""

import datetime as dt
import html
import json
import re
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.search.engine import Engine as OurEngine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary, seeded
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.static import static_files
from mkdocs_postmortems.source import read

HERE = Path(__file__).parent
PACKAGES = {"lunr": "2.3.9", "minisearch": "7.2.0", "pagefind": "1.6.0"}
LESSONS = {"lessons learnt", "lessons learned", "lessons", "what we learned"}
STOP = set((HERE / "stopwords.txt").read_text().split())
CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"


class Doc(NamedTuple):
    """A postmortem as an indexer gets it: its source, and the same taken apart."""

    id: str
    text: str
    title: str
    summary: str
    lessons: list[str]
    headings: list[str]
    body: str
    tags: list[str]
    causes: list[str]
    outcome: str
    date: str


class Stats(NamedTuple):
    cpu_seconds: float
    peak_bytes: int
    index_bytes: int


class Engine(Protocol):
    def build(self, docs: Iterable[Doc]) -> Stats: ...

    def search(self, query: str, k: int) -> list[str]: ...


class Query(NamedTuple):
    words: list[str]
    phrases: list[str]
    without: list[str]
    fields: list[tuple[str, str]]


class Unavailable(Exception):  # noqa: N818
    """The engine cannot be run here; the message says why."""


def read_query(text: str) -> Query:
    """`words "a phrase" -without field:value`, the way the search of the site reads it."""
    phrases = re.findall(r'"([^"]+)"', text)
    rest = re.sub(r'"[^"]*"', " ", text)
    fields = re.findall(r"\b(outcome|cause):(\w+)", rest)
    rest = re.sub(r"\b(outcome|cause):\w+", " ", rest)
    without = re.findall(r"(?<!\S)-(\w+)", rest)
    words = re.findall(r"\w+", re.sub(r"(?<!\S)-\w+", " ", rest))
    return Query(words, phrases, without, fields)


def content_words(words: list[str]) -> list[str]:
    return [word for word in words if word.lower() not in STOP] or words


def take_apart(id_: str, text: str) -> Doc:
    meta, body = {}, text
    if text.startswith("---\n"):
        front, _, body = text[4:].partition("\n---\n")
        meta = yaml.load(front, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    lessons = [
        one if isinstance(one, str) else " ".join(str(v) for v in one.values())
        for one in meta.get("lessons") or []
    ]
    headings, rest, inside = [], [], False
    for line in body.splitlines():
        if line.startswith("#"):
            headings.append(line.lstrip("# "))
            inside = headings[-1].strip().lower() in LESSONS
        elif inside and re.match(r"[-*] ", line):
            lessons.append(line[2:].strip())
        elif inside and lessons and line.startswith("  "):
            lessons[-1] += " " + line.strip()
        else:
            rest.append(re.sub(r"\]\([^)]*\)|[|`*\[\]]", " ", line))
    causes = [c if isinstance(c, str) else c["code"] for c in meta.get("causes") or []]
    extra = [str(meta.get(key) or "") for key in ("hypothesis", "revisit_when", "success_criteria")]
    extra += [str(c.get("evidence", "")) for c in meta.get("causes") or [] if isinstance(c, dict)]
    return Doc(
        id=id_,
        text=text,
        title=str(meta.get("title") or (headings or [id_])[0]),
        summary=str(meta.get("summary") or ""),
        lessons=lessons,
        headings=headings,
        body="\n".join([*rest, *extra]),
        tags=[str(tag) for tag in meta.get("tags") or []],
        causes=causes,
        outcome=str(meta.get("outcome") or ""),
        date=str(meta.get("date") or ""),
    )


def peak_bytes() -> int:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Fts5:
    """SQLite FTS5, tuned: weights by column, Porter's stemmer, all words and then any, prefix."""

    columns = ("title", "lessons", "summary", "tags", "causes", "headings", "body")
    weights = (8, 8, 4, 4, 2, 2, 1)

    def __init__(self, folder: Path) -> None:
        self.file = folder / "fts5.sqlite"
        self.ids: list[str] = []

    @staticmethod
    def spaced(text: str) -> str:
        """Each Chinese, Japanese or Korean character a word, as FTS5 can't cut them."""
        return re.sub(f"({CJK})", r" \1 ", text)

    def build(self, docs: Iterable[Doc]) -> Stats:
        start = time.process_time()
        self.db = sqlite3.connect(self.file)
        columns = ", ".join(self.columns)
        self.db.execute(
            f"CREATE VIRTUAL TABLE posts USING fts5({columns}, content='', prefix='2 3 4', "
            'tokenize="porter unicode61 remove_diacritics 2")'
        )
        self.db.execute("CREATE TABLE facts (number INTEGER PRIMARY KEY, outcome, causes)")
        marks = ", ".join("?" for _ in range(len(self.columns) + 1))
        for number, doc in enumerate(docs):
            self.ids.append(doc.id)
            texts = [getattr(doc, name) for name in self.columns]
            texts = [self.spaced(t if isinstance(t, str) else "\n".join(t)) for t in texts]
            insert = f"INSERT INTO posts (rowid, {columns}) VALUES ({marks})"
            self.db.execute(insert, [number, *texts])
            causes = f" {' '.join(doc.causes)} "
            self.db.execute("INSERT INTO facts VALUES (?, ?, ?)", [number, doc.outcome, causes])
        self.db.execute("INSERT INTO posts (posts) VALUES ('optimize')")
        self.db.commit()
        used = time.process_time() - start
        return Stats(used, peak_bytes(), self.file.stat().st_size)

    def search(self, query: str, k: int) -> list[str]:
        asked = read_query(query)
        terms = [self.term(word) for word in content_words(asked.words)]
        if asked.words and query[-1:].isalnum() and not re.search(CJK, terms[-1]):
            terms[-1] += "*"
        phrases = [self.term(phrase) for phrase in asked.phrases]
        found: list[int] = []
        for glue in (" AND ", " OR "):
            parts = [*phrases, *([f"({glue.join(terms)})"] if terms else [])]
            match = " AND ".join(parts)
            if asked.without and match:
                excluded = " OR ".join(self.term(word) for word in asked.without)
                match = f"({match}) NOT ({excluded})"
            found += [n for n in self.ask(match, asked.fields, k) if n not in found]
            if len(found) >= k:
                break
        return [self.ids[number] for number in found[:k]]

    def term(self, text: str) -> str:
        words = re.findall(r"\w+", self.spaced(text))
        return f'"{" ".join(words)}"'

    def ask(self, match: str, fields: list[tuple[str, str]], k: int) -> list[int]:
        weights = ", ".join(map(str, self.weights))
        where, values = "", [match]
        for field, value in fields:
            if field == "outcome":
                where, values = f"{where} AND facts.outcome = ?", [*values, value]
            else:
                where, values = f"{where} AND facts.causes LIKE ?", [*values, f"% {value} %"]
        rows = self.db.execute(
            "SELECT posts.rowid FROM posts JOIN facts ON number = posts.rowid "
            f"WHERE posts MATCH ?{where} ORDER BY bm25(posts, {weights}) LIMIT ?",
            [*values, k],
        )
        return [row[0] for row in rows]


class Grep:
    """What people do without a search: all words somewhere in the file, newest first."""

    def __init__(self, folder: Path) -> None:
        self.posts: list[tuple[str, str, str]] = []

    def build(self, docs: Iterable[Doc]) -> Stats:
        start = time.process_time()
        self.posts = sorted(((doc.date, doc.id, doc.text.lower()) for doc in docs), reverse=True)
        return Stats(time.process_time() - start, peak_bytes(), 0)

    def search(self, query: str, k: int) -> list[str]:
        asked = read_query(query.lower())
        wanted = [*asked.words, *asked.phrases]
        found = [
            id_
            for _, id_, text in self.posts
            if all(word in text for word in wanted)
            and not any(word in text for word in asked.without)
            and all(self.has(text, *field) for field in asked.fields)
        ]
        return found[:k]

    @staticmethod
    def has(text: str, field: str, value: str) -> bool:
        front = text.partition("\n---\n")[0]
        if field == "outcome":
            return f"\noutcome: {value}" in front
        return re.search(rf"\n(causes: .*|  - code: ){value}\b", front) is not None


class Node:
    """An engine in `engines.mjs`, in a process of its own that speaks JSON lines."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder, self.packages = folder, folder.parent / "npm"
        if not (self.packages / "node_modules").exists():
            raise Unavailable("npm packages could not be installed: see the lines above")
        for script in ("engines.mjs", "recipes.mjs"):
            shutil.copy(HERE / script, self.packages / script)

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["node", "--max-old-space-size=12000", "engines.mjs", self.name, str(self.folder)],
            cwd=self.packages,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def send(self, message: dict[str, Any]) -> None:
        self.process.stdin.write(json.dumps(message) + "\n")

    def ask(self, message: dict[str, Any]) -> Any:
        self.send(message)
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Unavailable(f"{self.name}: the node process ended, code {self.process.wait()}")
        return json.loads(answer)

    def build(self, docs: Iterable[Doc]) -> Stats:
        self.start()
        for doc in docs:
            self.send({"add": self.fields(doc)})
        done = self.ask({"finish": True})
        return Stats(done["cpu"], done["peak"], done["bytes"])

    def search(self, query: str, k: int) -> list[str]:
        return self.ask({"search": self.query(query), "k": k})

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()

    @staticmethod
    def fields(doc: Doc) -> dict[str, Any]:
        return {
            "id": doc.id,
            "title": doc.title,
            "lessons": "\n".join(doc.lessons),
            "summary": doc.summary,
            "tags": " ".join(doc.tags),
            "text": "\n".join([*doc.headings, doc.body]),
            "outcome": doc.outcome,
            "cause": " ".join(doc.causes),
        }

    @staticmethod
    def query(text: str) -> dict[str, Any]:
        asked = read_query(text)
        return {
            "raw": text,
            "words": content_words(asked.words),
            "phrases": asked.phrases,
            "without": asked.without,
            "fields": dict(asked.fields),
            "unfinished": text[-1:].isalnum(),
        }


class Lunr(Node):
    """Lunr with weights by field, prefix and one typo, as its guide recommends."""

    name = "lunr"


class MiniSearch(Node):
    """MiniSearch with weights by field, prefix and typos; any word may match."""

    name = "minisearch"


class Pagefind(Node):
    """Pagefind as it comes, on plain pages. Its own JavaScript is queried, in node."""

    name = "pagefind"
    tuned = False

    def build(self, docs: Iterable[Doc]) -> Stats:
        stats = self.build_site(docs)
        self.start()
        self.ask({"finish": True})
        return stats

    def build_site(self, docs: Iterable[Doc]) -> Stats:
        """The pages and Pagefind's files about them, in the folder `site`."""
        site = self.folder / "site"
        counts: dict[str, int] = {}
        for doc in docs:
            page = site / doc.id / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(self.page(doc), encoding="utf-8")
            if self.tuned:
                words = f"{doc.title} {doc.summary} {' '.join(doc.lessons)} {doc.body}".lower()
                for word in set(re.findall(r"[^\W\d_]{4,}", words)):
                    counts[word] = counts.get(word, 0) + 1
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # One language for all pages, as a MkDocs site has; else each language is an index apart.
        command = ["npx", "--offline", "pagefind", "--site", str(site), "--force-language", "en"]
        run = subprocess.run(
            command, cwd=self.packages, capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise Unavailable(f"pagefind ended with {run.returncode}: {run.stderr[-400:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        wanted = ("*/*.pf_index", "*/*.pf_fragment", "*/*.pf_filter", "*.pf_meta", "*.json")
        index = site / "pagefind"
        size = sum(file.stat().st_size for glob in wanted for file in index.glob(glob))
        if self.tuned:
            (self.folder / "words.json").write_text(json.dumps(counts), encoding="utf-8")
        return Stats(cpu, after.ru_maxrss * 1024, size)

    def page(self, doc: Doc) -> str:
        def weight(n: int) -> str:
            return f' data-pagefind-weight="{n}"' if self.tuned else ""

        def filters() -> Iterator[str]:
            for name, values in (("outcome", [doc.outcome]), ("cause", doc.causes)):
                for value in filter(None, values):
                    yield f'<i hidden data-pagefind-filter="{name}:{html.escape(value)}"></i>'

        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in doc.body.split("\n") if p.strip())
        lessons = "".join(f"<li>{html.escape(text)}</li>" for text in doc.lessons)
        heads = "".join(f"<h2>{html.escape(head)}</h2>" for head in doc.headings)
        return (
            f"<!doctype html><html lang=en><title>{html.escape(doc.title)}</title>"
            f"<body data-pagefind-body><h1>{html.escape(doc.title)}</h1>{''.join(filters())}"
            f"<p{weight(4)}>{html.escape(doc.summary)}</p><p{weight(4)}>{' '.join(doc.tags)}</p>"
            f"<ul{weight(8)}>{lessons}</ul>"
            f"{heads}{paragraphs}</html>"
        )


class PagefindTuned(Pagefind):
    """Pagefind with lessons weighted, words corrected, any word when not all are found."""

    name = "pagefind-tuned"
    tuned = True


def our_index(docs: Iterable[Doc]) -> Index:
    """The index of documents taken apart by the project's own reader; glossary as shipped."""
    readings = (read(doc.text.encode(), f"{doc.id}.md") for doc in docs)
    posts = [reading.postmortem for reading in readings if reading.postmortem]
    catalog = Catalog(posts, dt.datetime.now(dt.UTC), Vocabularies())
    return build_index(documents_of(catalog), Glossary.of(seeded()))


class Ours:
    """Our own engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, docs: Iterable[Doc]) -> Stats:
        began = time.process_time()
        index = our_index(docs)
        self.engine = OurEngine(index)
        cpu = time.process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        files = static_files(index, lambda document: f"postmortems/{document.id}/")
        return Stats(cpu, peak, sum(len(content.encode()) for _, content in files))

    def search(self, query: str, k: int) -> list[str]:
        return [hit.document.id for hit in self.engine.search(query, k).hits]


ENGINES: dict[str, type] = {
    "ours": Ours,
    "fts5": Fts5,
    "grep": Grep,
    "lunr": Lunr,
    "minisearch": MiniSearch,
    "pagefind": Pagefind,
    "pagefind-tuned": PagefindTuned,
}
