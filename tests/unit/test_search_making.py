"""Making the index again: what is remembered never shows."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.search import making
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.making import IndexMaker
from mkdocs_postmortems.search.static import StaticFiles, static_files
from unit.searching import document

WORDS = ["leakage", "leaks", "churn", "attrition", "sepsis", "the", "数据泄漏"]
GLOSSARIES = [Glossary.of([["churn", "attrition"]]), Glossary.of([["leakage", "sepsis"]])]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
FACETS = st.dictionaries(
    st.sampled_from(["outcome", "tag"]), st.tuples(st.sampled_from(["failed", "nlp"])), max_size=2
)


@st.composite
def documents(draw: st.DrawFn, names: list[str] | None = None) -> list[Document]:
    ids = draw(st.lists(st.sampled_from("abcdefgh"), unique=True)) if names is None else names
    return [
        replace(document(each, title=draw(TEXTS), body=draw(TEXTS)), facets=draw(FACETS))
        for each in ids
    ]


@st.composite
def edited(draw: st.DrawFn, before: list[Document]) -> list[Document]:
    """The same with one changed, or with more behind them, or something else altogether."""
    if not before or draw(st.integers(0, 3)) == 0:
        return draw(documents())
    (changed,) = draw(documents(["x"]))
    place = draw(st.integers(0, len(before)))
    name = before[place].id if place < len(before) else f"new{len(before)}"
    return [*before[:place], replace(changed, id=name), *before[place + 1 :]]


def told(index: Index) -> object:
    terms = {term: (list(each.documents), bytes(each.shares)) for term, each in index.terms.items()}
    return list(terms.items()), list(index.vocabulary), list(index.documents)


def address(each: Document) -> str:
    return f"{each.id}/"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_after_any_edits_it_is_as_if_made_from_nothing(data: st.DataObject) -> None:
    maker, files = IndexMaker(), StaticFiles()
    some = data.draw(documents())
    for _ in range(4):
        glossary = data.draw(st.sampled_from(GLOSSARIES))
        made = maker.make(some, glossary)
        fresh = build_index(some, glossary)
        assert told(made) == told(fresh)
        assert list(files.of(made, address)) == list(static_files(fresh, address))
        some = data.draw(edited(some))


def test_only_what_changed_is_weighed(monkeypatch) -> None:
    weighed: list[str] = []
    weigh = making.weigh

    def counted(each: Document, glossary: Glossary) -> object:
        weighed.append(each.id)
        return weigh(each, glossary)

    monkeypatch.setattr(making, "weigh", counted)
    maker = IndexMaker()
    some = [document(f"d{each}", body=f"leakage {each}") for each in range(40)]
    first = maker.make(some, GLOSSARIES[0])
    weighed.clear()

    some[7] = document("d7", body="sepsis")
    second = maker.make([*some, document("d40", body="churn")], GLOSSARIES[0])

    assert weighed == ["d7", "d40"]
    assert second.terms["31"] is first.terms["31"]
    assert first.count == 40
    assert 7 in first.terms["leakag"].documents


def test_an_address_that_changed_is_written() -> None:
    maker, files = IndexMaker(), StaticFiles()
    index = maker.make([document("a", title="leakage")], GLOSSARIES[0])
    list(files.of(index, address))

    again = dict(files.of(index, lambda each: f"moved/{each.id}/"))

    assert "moved/a/" in again["d0/0.js"]
