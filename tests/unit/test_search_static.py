"""The static index: each thing in the file where a reader looks for it, and few files change."""

import json
import random
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.encoding import encoded_postings, encoded_steps, place_of
from mkdocs_postmortems.search.engine import RERANKED
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, Postings, Word, build_index, facet_terms
from mkdocs_postmortems.search.static import VERSION, static_files
from mkdocs_postmortems.search.tokens import STOP_WORDS
from mkdocs_postmortems.search.weighing import weigh
from unit.in_node import Node, written
from unit.searching import document, index_of, post

GLOSSARY = Glossary.of(
    [
        ["churn", "attrition", "customers leaving"],
        ["holdout", "out of sample"],
        ["unheard", "never said"],
    ]
)


class Files:
    """The files of an index, by name without suffix, and what is in them."""

    def __init__(self, index: Index) -> None:
        files = static_files(index, lambda document: f"posts/{document.id}/")
        self.texts = {path.removesuffix(".js"): text for path, text in files}
        self.manifest = self["manifest"]

    def __getitem__(self, name: str) -> Any:
        call = re.fullmatch(
            r"postmortemsSearch\((\"[^\"]*\"),(.*)\);\n", self.texts[name], re.DOTALL
        )
        assert call, f"{name} is one call"
        assert json.loads(call[1]) == name
        return json.loads(call[2])

    def place(self, term: str) -> str:
        """The name of the file in which a reader looks for a term."""
        if term in self.manifest["heavy"]:
            sum_ = f"{zlib.crc32(term.encode()):08x}"
            return f"h{sum_[0]}/{sum_[1:]}"
        return f"t0/{place_of(term, self.manifest['shards'])}"

    def named(self, kind: str) -> list[str]:
        """The names of the files of a kind, in their order."""
        return [name for name in self.texts if re.fullmatch(rf"{kind}\d+/\d+", name)]

    def words(self, name: str) -> list[tuple[str, int]]:
        """The words of a list, read by its definition."""
        found: list[tuple[str, int]] = []
        for line in self[name].split("\n"):
            rest, _, frequency = line[1:].partition(":")
            before = found[-1][0] if found else ""
            found.append((before[: int(line[0], 36)] + rest, int(frequency or "1", 36)))
        return found

    def changed(self, other: "Files") -> set[str]:
        """The names of the files that are others there, or only there."""
        return {name for name, text in other.texts.items() if self.texts.get(name) != text}


def some(name: str, text: str, **fields: Any) -> Document:
    return replace(document(name, title=text[:9], body=text), **fields)


def corpus(size: int = 300) -> list[Document]:
    draw = random.Random(9)
    common = [f"{draw.choice('abcdefgh')}word{each}" for each in range(1_500)]
    return [
        some(
            f"d{each}",
            " ".join(["leakage", "out of sample", *draw.choices(common, k=20)]),
            facets={"tag": (f"t{each % 7}",), "outcome": (draw.choice(["failed", "mixed"]),)},
        )
        for each in range(size)
    ]


DOCUMENTS = corpus()
INDEX = build_index(DOCUMENTS, GLOSSARY)
FILES = Files(INDEX)


# What is where


def test_the_manifest_comes_last_and_tells_what_there_is():
    assert list(FILES.texts)[-1] == "manifest"
    told = FILES.manifest
    assert (told["version"], told["count"], told["reranked"]) == (VERSION, 300, RERANKED)
    assert set(told["stopWords"].split()) == STOP_WORDS
    assert told["facets"] == ["outcome", "tag"]
    assert len(FILES.named("t")) == told["shards"] > 8
    assert len(FILES.named("w")) == len(told["lists"]) > 4
    assert len(FILES.named("d")) == 300


def test_every_term_is_where_a_reader_looks_for_it():
    for term, postings in INDEX.terms.items():
        encoded = (
            encoded_steps(postings.documents) if term[0] == "=" else encoded_postings(postings)
        )
        assert FILES[FILES.place(term)][term] == encoded, term


def test_no_term_is_anywhere_else():
    terms: Counter[str] = Counter()
    for name in FILES.named("t"):
        terms.update(each for each in FILES[name] if each[0] not in "?!")
    heavy = [name for name in FILES.texts if name[0] == "h"]
    assert heavy == []
    assert terms == Counter(INDEX.terms.keys())


def test_the_forms_that_begin_with_a_term_are_with_that_term():
    first = FILES[FILES.place("holdout")]["?holdout"]

    assert first == [[["holdout"], "~holdout"]]
    assert "?unheard" not in FILES[FILES.place("unheard")]
    assert "?churn" not in FILES[FILES.place("churn")]


def test_forms_that_begin_with_a_stop_word_are_in_the_manifest():
    assert FILES.manifest["starts"] == {"out": [[["out", "of", "sampl"], "~holdout"]]}
    assert "?out" not in FILES[FILES.place("out")]


def test_all_forms_of_a_concept_are_with_the_concept():
    assert FILES[FILES.place("~holdout")]["!~holdout"] == [["holdout"], ["out", "of", "sampl"]]
    assert not any("!~unheard" in text for text in FILES.texts.values())


def test_all_values_of_a_facet_are_together():
    for name in ("outcome", "tag"):
        terms = [term for term in INDEX.terms if term.startswith(f"={name}:")]
        assert FILES[f"f/{name}"] == {
            term.partition(":")[2]: encoded_steps(INDEX.terms[term].documents) for term in terms
        }


def test_the_lists_have_every_word_in_order_and_the_manifest_their_first():
    lists = [FILES.words(name) for name in FILES.named("w")]
    words = [word for each in lists for word in each]

    assert words == [(word.word, word.frequency) for word in INDEX.vocabulary]
    assert FILES.manifest["lists"] == [each[0][0] for each in lists]


def test_words_are_in_the_order_of_scripts_beyond_the_first_65536_characters_too():
    index = build_index([document("d", body="𠮷野 ﬀ zebra ＺＺ ￦x 𝒳y 漢字 é")], Glossary())
    files = Files(index)
    words = [word for word, _ in files.words("w0/0")]

    assert sorted(words) == sorted(each.word for each in index.vocabulary)
    assert words == sorted(words, key=lambda word: word.encode("utf-16-be"))


def test_a_list_has_128_words_at_least_and_640_at_the_most():
    sizes = [len(FILES.words(name)) for name in FILES.named("w")]

    assert all(128 <= size <= 640 for size in sizes[:-1])


def test_a_document_has_what_a_hit_shows():
    passage = Passage("lesson", "lesson-1", "", "Look first.")
    index = build_index(
        [
            Document(
                id="2024/a",
                title='A <b> "title"',
                date="2024-01-01",
                facets={"tag": ("x",)},
                marks=("corrected",),
                fields=("A", "Look first.", "", "", "", ""),
                passages=(passage,),
            )
        ],
        Glossary(),
    )

    assert Files(index)["d0/0"] == {
        "id": "2024/a",
        "url": "posts/2024/a/",
        "title": 'A <b> "title"',
        "date": "2024-01-01",
        "facets": {"tag": ["x"]},
        "marks": ["corrected"],
        "passages": [["lesson", "lesson-1", "", "Look first."]],
    }


def test_no_text_can_end_a_script():
    texts = Files(index_of([post("a", "</script><!--", title="</script>")])).texts

    assert not any("<" in text for text in texts.values())


def test_an_empty_index_has_files_too():
    files = Files(build_index([], GLOSSARY))

    assert files.manifest["count"] == 0
    assert files.texts.keys() == {"t0/0", "manifest"}


# Terms with many postings


def with_postings(terms: dict[str, int], glossary: Glossary | None = None) -> Index:
    """An index of terms that so many documents have, without any texts."""
    postings = {
        term: Postings(array("I", range(0, 3 * count, 3)), bytes([7]) * count)
        for term, count in terms.items()
    }
    words = [Word(term, term, count) for term, count in sorted(terms.items())]
    return Index([], postings, words, glossary or Glossary())


def test_a_term_with_many_postings_has_a_file_of_its_own_with_its_forms():
    glossary = Glossary.of([["churn", "attrition"]])
    files = Files(with_postings({"churn": 1_501, "~churn": 1_502, "few": 1_500}, glossary))

    assert files.manifest["heavy"] == ["churn", "~churn"]
    assert files[files.place("churn")].keys() == {"churn", "?churn"}
    assert files[files.place("~churn")].keys() == {"~churn", "!~churn"}
    assert files.place("churn")[0] == "h"
    shards = {term for name in files.named("t") for term in files[name]}
    assert shards == {"few", "?attrit"}


def test_the_browser_finds_what_is_in_a_file_of_its_own(tmp_path):
    glossary = Glossary.of([["churn", "attrition"]])
    index = with_postings({"churn": 1_501, "~churn": 1_502, "few": 1_500}, glossary)
    code = """
      const source = await StaticSource.open({ folder: given, base: "", title: "" });
      const { documents, shares } = await source.postings("churn");
      const starting = await source.starting({ term: "churn", word: "churn" });
      const forms = await source.formsOf("~churn");
      return [documents.length, documents[1500], shares[1500], starting, forms];
    """
    with Node() as node:
        found = node.run(code, f"{written(index, tmp_path)}/")

    forms = [["churn"], ["attrit"]]
    assert found == [1_501, 4_500, 7, [[["churn"], "~churn"]], forms]


# How many files there are


def test_no_folder_has_more_than_a_thousand_files():
    heavy = with_postings({f"t{each}": 1_600 for each in range(1_100)})
    many = build_index([document(f"d{each}", body=f"w{each}") for each in range(2_300)], Glossary())
    wide = with_postings({f"word{each}x": 40 for each in range(60_000)})
    for index in (heavy, many, wide):
        folders = Counter(name.rpartition("/")[0] for name in Files(index).texts)
        assert max(folders.values()) <= 1_000, folders

    assert sum(1 for name in Files(heavy).texts if name[0] == "h") == 1_100
    assert len(Files(wide).named("t")) > 1_000
    assert Files(many)["d2/299"]["id"] == "d2299"


# What changes


def terms_and_forms(each: Document, before: Index, after: Index) -> set[str]:
    """The terms of a document, and those under which forms of the concepts it brings are told."""
    terms = {*weigh(each, GLOSSARY).shares, *facet_terms(each)}
    brought = after.terms.keys() - before.terms.keys()
    firsts = {form[0] for concept in brought for form in GLOSSARY.concepts.get(concept, ())}
    return {term for term in terms | firsts if term in after.terms or term in firsts}


def lists_of(files: Files, words: Sequence[str]) -> set[str]:
    """The names of the lists that have some words, or would have them."""
    lists = files.manifest["lists"]
    return {f"w0/{max(sum(first <= word for first in lists) - 1, 0)}" for word in words}


@pytest.mark.parametrize("seed", range(12))
def test_a_new_document_changes_only_the_files_of_what_it_has(seed):
    draw = random.Random(seed)
    known = [word.word for word in INDEX.vocabulary]
    words = [*draw.sample(known, 5), f"new{seed}", "attrition"]
    new = some("new", " ".join(words), facets={"tag": ("t3",)})
    after = build_index([*DOCUMENTS, new], GLOSSARY)
    files = Files(after)
    changed = FILES.changed(files)

    assert FILES.texts.keys() <= files.texts.keys()
    assert changed - set(FILES.named("t")) - set(FILES.named("w")) == {
        "manifest",
        "d0/300",
        "f/tag",
    }
    terms = terms_and_forms(new, INDEX, after)
    assert changed & set(FILES.named("t")) == {
        files.place(term) for term in terms if term not in STOP_WORDS
    }
    assert len(files.manifest["lists"]) == len(FILES.manifest["lists"])
    new_words = [word for word, _ in weigh(new, GLOSSARY).words]
    assert changed & set(FILES.named("w")) == lists_of(files, new_words)


@pytest.mark.parametrize("place", [0, 150, 299])
def test_a_changed_document_changes_only_the_files_of_what_it_had_and_has(place):
    old = DOCUMENTS[place]
    text = old.fields[-1].split()
    new = replace(
        old,
        fields=(*old.fields[:-1], " ".join(text[:-3])),
        facets=old.facets | {"outcome": ("invalid",)},
    )
    after = build_index([*DOCUMENTS[:place], new, *DOCUMENTS[place + 1 :]], GLOSSARY)
    files = Files(after)
    changed = FILES.changed(files)
    terms = {*weigh(old, GLOSSARY).shares, *facet_terms(old), *facet_terms(new)}
    words = [word for word, _ in weigh(old, GLOSSARY).words]

    # The passages are what they were, so that its own file is.
    assert {name for name in changed if name[0] in "df"} == {f"d0/{place}", "f/outcome"}
    assert changed & set(FILES.named("t")) <= {FILES.place(term) for term in terms}
    assert changed & set(FILES.named("w")) <= lists_of(FILES, words)


def test_a_word_that_cuts_a_list_moves_no_far_cut():
    cutting = next(
        word for each in range(99_999) if zlib.crc32((word := f"cword{each}x").encode()) % 128 == 0
    )
    files = Files(build_index([*DOCUMENTS, some("new", cutting)], GLOSSARY))
    before, after = set(FILES.manifest["lists"]), set(files.manifest["lists"])

    assert len(before ^ after) <= 4
    assert {word for word in before if word < "c"} | {
        word for word in before if word >= "e"
    } <= after


def test_the_stamp_changes_with_any_text_and_with_nothing_else():
    again = Files(build_index(corpus(), GLOSSARY))
    other = Files(build_index([*DOCUMENTS[:-1], replace(DOCUMENTS[-1], title="x")], GLOSSARY))

    assert again.texts == FILES.texts
    assert other.manifest["stamp"] != FILES.manifest["stamp"]
