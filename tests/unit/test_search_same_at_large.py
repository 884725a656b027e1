"""On 400 made-up postmortems the browser, the terminal and the index in memory answer alike."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from benchmarks.search import corpus
from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary, seeded
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.keeping import Origin, write_store
from mkdocs_postmortems.search.store import Store
from mkdocs_postmortems.source import read
from unit.in_node import Node, told, written

SIZE = 400
EACH = 14
CJK = ("の", "学習", "データ", "模型", "数据", "데이터", "実験", "失敗")


@cache
def documents() -> tuple[Document, ...]:
    readings = (read(text.encode(), path) for path, text in corpus.generate(SIZE))
    posts = [reading.postmortem for reading in readings if reading.postmortem]
    return tuple(documents_of(Catalog(posts, dt.datetime(2040, 1, 1, tzinfo=dt.UTC))))


@cache
def index() -> Index:
    return build_index(documents(), Glossary.of(seeded()))


@dataclass
class Asker:
    """Makes up queries; the same ones each time."""

    draw: random.Random

    def text(self) -> list[str]:
        """The words of some passage, at least four."""
        while True:
            passage = self.draw.choice(self.draw.choice(documents()).passages)
            words = f"{passage.heading} {passage.text}".replace('"', "").split()
            if len(words) > 3:
                return words

    def word(self) -> str:
        return self.draw.choice(self.text()).strip(".,:;()-")

    def run(self, least: int, most: int) -> str:
        words = self.text()
        size = self.draw.randint(least, most)
        start = self.draw.randrange(max(len(words) - size, 1))
        return " ".join(words[start : start + size])

    def slip(self, word: str) -> str:
        place = self.draw.randrange(len(word)) if word else 0
        letter = self.draw.choice("aeinrst")
        return self.draw.choice(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place]
                + word[place + 1 : place + 2]
                + word[place : place + 1]
                + word[place + 2 :],
            ]
        )

    def filter(self) -> str:
        document = self.draw.choice(documents())
        name = self.draw.choice([each for each in document.facets if each != "confidence"])
        value = self.draw.choice(document.facets[name])
        return f'{name}:"{value}"'

    # Kinds of queries

    def words(self) -> str:
        return f"{self.run(1, 4)} "

    def far_words(self) -> str:
        return " ".join(self.word() for _ in range(self.draw.randint(2, 6))) + " "

    def prefix(self) -> str:
        *before, last = self.run(1, 3).split()
        return " ".join([*before, last[: self.draw.randint(1, 6)]])

    def misspelt(self) -> str:
        words = [self.word() for _ in range(self.draw.randint(1, 3))]
        return (
            " ".join(self.slip(self.slip(word) if len(word) > 7 else word) for word in words) + " "
        )

    def phrase(self) -> str:
        return self.draw.choice(['"{0}"', '{1} "{0}"', '"{0}" "{2}"']).format(
            self.run(2, 4), self.word(), self.run(2, 2)
        )

    def filtered(self) -> str:
        parts = [self.filter() for _ in range(self.draw.randint(1, 3))]
        return " ".join([*parts, self.draw.choice(["", self.word() + " "])])

    def without(self) -> str:
        parts = [
            self.draw.choice([f"-{self.word()}", f'-"{self.run(2, 3)}"', f"-{self.filter()}"])
            for _ in range(self.draw.randint(1, 2))
        ]
        return " ".join([*parts, self.draw.choice(["", f"{self.run(1, 2)} "])])

    def dense(self) -> str:
        parts = self.draw.choices(CJK, k=self.draw.randint(1, 2))
        return self.draw.choice(["", " "]).join([*parts, self.draw.choice(["", "AI", " model"])])

    def meant(self) -> str:
        forms = [self.draw.choice(self.draw.choice(seeded())) for _ in range(2)]
        return " ".join(forms[: self.draw.randint(1, 2)]) + self.draw.choice(["", " "])

    def question(self) -> str:
        return f"Has anybody tried {self.run(2, 3)} for the {self.word()}?"

    def anything(self) -> str:
        kinds = (self.words, self.misspelt, self.filtered, self.phrase, self.without, self.meant)
        return " ".join(self.draw.choice(kinds)() for _ in range(2))


KINDS = (
    *("words", "far_words", "prefix", "misspelt", "phrase", "filtered", "without", "dense"),
    *("meant", "question", "anything"),
)


def queries(kind: str) -> list[str]:
    return [getattr(Asker(random.Random(f"{kind} {each}")), kind)() for each in range(EACH)]


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Iterator[Node]:
    with Node() as started:
        started.open(written(index(), tmp_path_factory.mktemp("index")))
        yield started


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("store") / "search.sqlite"
    write_store(path, index(), Origin("", "", ""))
    with Store(path) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_answers_as_the_index_in_memory_does(kind, node):
    for text in queries(kind):
        assert node.search(text) == told(Engine(index()).search(text)), text


@pytest.mark.parametrize("kind", KINDS)
def test_the_index_on_disk_answers_as_the_one_in_memory_does(kind, store):
    for text in queries(kind):
        for since in ("", "2020-06-01"):
            expected = Engine(index()).search(text, 10, since)
            assert told(Engine(store).search(text, 10, since)) == told(expected), text


def test_the_queries_are_of_all_kinds_and_most_find_something():
    engine = Engine(index())
    answers = {kind: [engine.search(text) for text in queries(kind)] for kind in KINDS}
    found = {kind: sum(bool(each.total) for each in answers[kind]) for kind in KINDS}
    counted = Counter(each.is_counted for each in (*answers["phrase"], *answers["without"]))

    assert {kind: count for kind, count in found.items() if count < EACH / 2} == {}
    assert min(counted[True], counted[False]) > 2
    assert any(each.marked_forms for each in answers["meant"])
    assert any(
        weight < 16
        for answer in answers["misspelt"]
        for group in answer.groups
        for weight in group.terms.values()
    )
