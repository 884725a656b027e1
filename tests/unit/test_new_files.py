"""A new file says what was meant, whatever that is, and is written whole or not at all."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Dataset, Result
from mkdocs_postmortems.domain.vocabulary import OUTCOMES, SPLITS, STAGES
from mkdocs_postmortems.slugs import file_slug, slugify
from mkdocs_postmortems.source import read
from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.writing import Link, Prefill
from mkdocs_postmortems.writing.draft import Draft, clean
from mkdocs_postmortems.writing.place import Place, PlaceError, TakenError, id_of, place_for
from mkdocs_postmortems.writing.record import record_of
from mkdocs_postmortems.writing.templates import Templates
from unit.making import made

TEMPLATES = Templates(None)
FOLDER = Path("postmortems")
TRICKY = st.sampled_from(
    ["Yes", "1984", "~", "null", "a: b", "# x", "a #b", "---", "...", "+++", "- x", "? x", "[a",
     "{", "'", '"', "`", "@", "%", "!!str x", "&a", "*a", "|", ">", "\U0001f4a5", "e\u0301",
     "\u202eabc", "{{ 1 }}", "{% raw %}", "{% endblock %}", "{#", "<!--", "-->", "<script>", "\\",
     "a\tb", "a\nb", "\x00", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\ud800", "2020-01-01",
     "0x1F", "1e3", "=", "<<"]
)  # fmt: skip
TEXT = st.one_of(TRICKY, st.text(max_size=40), st.lists(TRICKY, max_size=4).map(" ".join))
TITLES = TEXT.filter(clean)
LISTS = st.lists(TEXT, max_size=3).map(tuple)
FIGURES = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))


@st.composite
def prefills(draw):
    results = st.builds(
        Result,
        metric=TITLES,
        split=st.sampled_from(SPLITS.codes),
        value=FIGURES,
        n=st.one_of(st.none(), st.integers(0, 10**9)),
        higher_is_better=st.sampled_from([None, True, False]),
    )
    return Prefill(
        started=draw(st.one_of(st.none(), st.dates())),
        ended=draw(st.one_of(st.none(), st.dates())),
        tags=draw(LISTS),
        results=tuple(draw(st.lists(results, max_size=2))),
        data=tuple(draw(st.lists(st.builds(Dataset, name=TITLES, version=TEXT), max_size=2))),
        runs=draw(LISTS),
        parameters=tuple(draw(st.lists(st.tuples(TEXT, TEXT), max_size=3))),
        notes=draw(TEXT),
        links=tuple(draw(st.lists(st.builds(Link, TEXT, TEXT), max_size=2))),
    )


DRAFTS = st.builds(
    Draft,
    title=TITLES,
    date=st.dates(),
    outcome=st.sampled_from(["", *OUTCOMES.codes]),
    stage=st.sampled_from(["", *STAGES.codes]),
    authors=LISTS,
    team=TEXT,
    tags=LISTS,
    is_draft=st.booleans(),
    builds_on=st.lists(st.sampled_from(["2024/a", "2023/b c"])).map(tuple),
    prefill=prefills(),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEMPLATES.names), DRAFTS)
@example("failed", Draft(title="---", date=dt.date(2020, 1, 1), tags=("#", "a,b", "true")))
def test_what_is_meant_is_read_back_without_a_problem(name: str, draft: Draft):
    text = TEMPLATES.render(name, draft)
    reading = read(text.encode(), "2020/2020-01-01-a.md")
    postmortem, meant = made(reading), draft.cleaned()

    assert reading.problems == ()
    assert postmortem.title == meant.title
    assert postmortem.date == meant.date
    assert postmortem.outcome == (meant.outcome or TEMPLATES.outcome_of(name) or None)
    assert postmortem.stage == (meant.stage or None)
    assert [each.name for each in postmortem.authors] == list(meant.authors)
    assert postmortem.team == meant.team
    assert postmortem.tags == meant.tags
    assert postmortem.draft is meant.is_draft
    assert postmortem.builds_on == tuple(dict.fromkeys(meant.builds_on))
    assert postmortem.started == meant.prefill.started
    assert [each.value for each in postmortem.results] == [
        each.value for each in meant.prefill.results
    ]
    assert [each.metric for each in postmortem.results] == [
        clean(each.metric) for each in meant.prefill.results
    ]
    assert [each.name for each in postmortem.data] == [
        clean(each.name) for each in meant.prefill.data
    ]
    assert postmortem.extra == {}
    assert postmortem.lessons == ()


@settings(max_examples=200)
@given(prefills())
def test_what_a_tracker_knows_opens_and_closes_nothing(prefill: Prefill):
    record = record_of(prefill)
    lines = outline(f"{record}\n\n## After\n")

    assert [line.heading for line in lines if line.level] == ["After"]
    rows = [line for line in record.split("\n") if line.startswith("|")]
    assert len(rows) == (len(prefill.parameters) + 2 if prefill.parameters else 0)


@given(TEXT, st.dates())
def test_a_file_lies_in_its_year_whatever_its_title(text: str, day: dt.date):
    place = place_for(FOLDER, day, text)

    year, name = place.id.split("/")
    assert year == f"{day.year:04}"
    assert name.startswith(f"{day.isoformat()}-")
    assert not set(name) & set('\\/:*?"<>|\0\n')
    assert place.file.parent.parent == FOLDER
    assert len(f"{name}.md".encode()) <= 255


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_file_s_slug_is_a_slug(text: str):
    slug = file_slug(text)

    assert slug == slugify(slug)
    assert len(slug) <= 60
    if len(slugify(text)) < 50:
        assert slug == slugify(text)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("2024/a", "2024/a"),
        ("2024/a.md", "2024/a"),
        ("postmortems/2024/a.md", "2024/a"),
        ("./postmortems/2024/a.md", "2024/a"),
        ("postmortems\\2024\\a.md", "2024/a"),
        ("v1.2/a", "v1.2/a"),
    ],
)
def test_an_id_may_be_given_as_a_path(tmp_path, text, id_):
    assert id_of(tmp_path / "postmortems", text) == id_


def test_a_file_is_written_once_and_never_over_another(tmp_path):
    place = Place(tmp_path, "2020/2020-01-01-a")
    place.write("One.\n")

    with pytest.raises(TakenError):
        place.write("Two.\n")
    assert place.file.read_bytes() == b"One.\n"


def test_nothing_is_left_where_writing_fails(tmp_path):
    place = Place(tmp_path, "2020/2020-01-01-a")
    with pytest.raises(UnicodeEncodeError):
        place.write("a" * 100_000 + "\ud800")

    assert not place.file.exists()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "2020").write_text("mine")
    with pytest.raises(PlaceError):
        Place(tmp_path, "2020/2020-01-01-a").write("One.\n")
    assert (tmp_path / "2020").read_text() == "mine"
