"""The benchmark's own conditions. Quick: what is slow is in bench.py."""

import hashlib
import json
import re
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.search import corpus

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "postmortems"
QUERIES = [
    json.loads(line) for line in (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]
KINDS = {
    "exact", "inflected", "misspelt", "two_concepts", "lesson_vs_mention", "question", "prefix",
    "cjk", "accents", "synonyms", "field", "phrase", "negative",
}  # fmt: skip
SMALL_WORDS = {"of", "in", "at", "the", "a", "for", "to"}


@pytest.fixture(scope="module")
def planted() -> dict[str, str]:
    return dict(corpus.planted_texts())


@pytest.fixture(scope="module")
def documents(planted) -> dict[str, str]:
    demo = {
        file.relative_to(DEMO).as_posix().removesuffix(".md"): file.read_text(encoding="utf-8")
        for file in DEMO.rglob("*.md")
    }
    return planted | demo


def stem(word: str) -> str:
    return re.sub(r"(ing|ed|es|s|e)$", "", word) if len(word) > 4 else word


def words(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"\w+", text.lower())}


def lead(text: str) -> str:
    """Title and lessons of a made-up post, in lower case."""
    front = text.partition("\n---\n")[0]
    lines = [line for line in front.splitlines() if re.match(r"title|  - ", line)]
    found = re.search(r"## (?:Lessons|What we learned).*?\n\n(.*?)\n\n## ", text, re.DOTALL)
    return "\n".join([*lines, found[1] if found else ""]).lower()


def test_same_seed_gives_the_same_bytes():
    assert list(corpus.generate(300)) == list(corpus.generate(300))


def test_another_seed_gives_another_background():
    one, two = dict(corpus.generate(300, seed=1)), dict(corpus.generate(300, seed=2))
    assert set(one) & set(two) == {f"{id_}.md" for id_ in corpus.planted_ids()}


def test_the_bytes_are_those_of_every_machine():
    text = "".join(path + body for path, body in corpus.generate(200))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "284c0348a6954429"


@pytest.mark.parametrize("size", [100, 1000, 3000])
def test_planted_posts_are_in_every_size(size, planted):
    posts = list(corpus.generate(size))
    assert len(posts) == len({path for path, _ in posts}) == size
    assert {path.removesuffix(".md"): text for path, text in posts}.items() >= planted.items()


def test_planted_posts_come_early_in_a_large_corpus_too():
    first = [path for path, _ in islice(corpus.generate(100_000), 1500)]
    assert any(path.removesuffix(".md") in corpus.planted_ids() for path in first)


def test_a_larger_corpus_contains_the_smaller():
    assert dict(corpus.generate(1000)).items() >= dict(corpus.generate(200)).items()


def test_no_background_post_is_about_a_planted_subject(planted):
    heads = [head for post in corpus.planted()["post"] for head in post["heads"]]
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, heads))})")
    for path, text in corpus.generate(3000):
        if path.removesuffix(".md") not in planted:
            assert not pattern.search(lead(text)), path


def test_no_background_post_combines_a_reserved_pair():
    for number in range(2000):
        choice = corpus.choose(corpus.Writer(f"test/{number}", ["model"], "cases"))
        assert (choice.area, choice.failure) not in corpus.reserved()


def test_a_planted_post_says_its_subject(planted):
    for post in corpus.planted()["post"]:
        text = planted[post["id"]]
        assert all(lesson in text.replace('\\"', '"') for lesson in post["lessons"])
        assert all(fact in text for fact in post["facts"])


def test_every_query_is_well_formed():
    assert len(QUERIES) >= 140
    assert {query["kind"] for query in QUERIES} == KINDS
    assert len({query["id"] for query in QUERIES}) == len(QUERIES)
    assert len({query["text"] for query in QUERIES}) == len(QUERIES)
    for query in QUERIES:
        assert set(query["relevant"].values()) <= {1, 2}
        assert 2 in query["relevant"].values()


def test_every_relevant_document_exists(documents):
    assert {id_ for query in QUERIES for id_ in query["relevant"]} <= documents.keys()


def test_no_word_of_a_synonym_query_is_in_its_answer(documents):
    for query in QUERIES:
        if query["kind"] == "synonyms":
            asked = {stem(word) for word in re.findall(r"\w+", query["text"].lower())}
            for id_ in query["relevant"]:
                shared = (asked - SMALL_WORDS) & words(documents[id_])
                assert not shared, (query["id"], shared)


def test_phrases_are_in_the_answers_and_excluded_words_are_not(documents):
    for query in QUERIES:
        for id_ in query["relevant"]:
            text = re.sub(r"\W+", " ", documents[id_].lower())
            for phrase in re.findall(r'"([^"]+)"', query["text"]):
                assert re.sub(r"\W+", " ", phrase.lower()) in text, query["id"]
            for word in re.findall(r"(?<!\S)-(\w+)", query["text"]):
                assert not re.search(rf"\b{word.lower()}\b", text), (query["id"], id_)


def test_field_filters_hold_for_the_answers(documents):
    for query in QUERIES:
        for field, value in re.findall(r"\b(outcome|cause):(\w+)", query["text"]):
            for id_ in query["relevant"]:
                front = documents[id_].partition("\n---\n")[0]
                wanted = rf"outcome: {value}" if field == "outcome" else rf"caus.*|code: {value}\b"
                assert re.search(wanted, front), (query["id"], id_)


def test_a_third_of_each_kind_is_unseen():
    for kind in KINDS:
        some = [query for query in QUERIES if query["kind"] == kind]
        some.sort(key=lambda query: hashlib.sha256(query["id"].encode()).hexdigest())
        unseen = {query["id"] for query in some if query["split"] == "unseen"}
        assert unseen == {query["id"] for query in some[: round(len(some) / 3)]}
