"""What holds for any input: nothing raises, nothing is lost, nothing leads out of the site."""

import datetime as dt
import re
import unicodedata
from collections import Counter

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Catalog, Claims, checked, slugify
from mkdocs_postmortems.catalog.addresses import AddressError
from mkdocs_postmortems.catalog.pagination import paginate
from mkdocs_postmortems.domain import Problem, Severity, lesson_anchor
from mkdocs_postmortems.domain.vocabulary import CAUSES, OUTCOMES, SPLITS
from mkdocs_postmortems.source import Reading, read, read_directory
from mkdocs_postmortems.source.dates import DateError, date_in_path, read_moment
from mkdocs_postmortems.source.names import FIELDS
from mkdocs_postmortems.source.plain import plain_text, shorten
from unit.making import NOW, made, read_text, record, told

# Pieces of which front matter is made, well or badly.
PIECES = st.one_of(
    st.sampled_from([*FIELDS, "titel", "<<", "a"]).map(lambda name: f"{name}: "),
    st.sampled_from([*FIELDS]).map(lambda name: f"{name} = "),
    st.sampled_from(
        ["\n", "\n  ", "\n- ", "- ", ": ", ", ", "[", "]", "{", "}", "'", '"', "|\n", ">-\n", "# ",
         "&a ", "*a", "!!str ", "!x ", "? ", "%", "@", "`", "\t", "\\x00", "\\u2028", "\x85",
         "---\n", "+++\n", "...\n", "[[results]]\n", '"""', "<!--", "-->"]
    ),
    st.sampled_from(
        ["true", "false", "null", "~", "NO", "1984", "1.10", "1e999", ".inf", "12%", "2021-05-22",
         "2021-05-22T23:00:00Z", "99999999999-01-01", "failed", "data.labels", "٣", "\U0001f4a5"]
    ),
    st.text(max_size=8),
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=25).map("".join)
FENCED = st.tuples(
    st.sampled_from(["---\n", "+++\n", "\ufeff---\n", "---\r\n", "{", "<!-- c -->\n---\n"]),
    SOUP,
    st.sampled_from(["\n---\n", "\n+++\n", "\n...\n", "\n", "}\n"]),
    st.one_of(SOUP, st.text()),
).map("".join)

# Text as a field keeps it: composed, on one line, with blanks only between words.
LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"))
TRICKY = ["NO", "yes", "null", "~", "1984", "1.10", "2023-01-01", "12:30", "- x", "a: b", "# c"]
LINES = st.one_of(
    st.sampled_from(TRICKY),
    st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=6)
    .map(" ".join)
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    .filter(bool),
)
TAGS = LINES.filter(lambda text: "," not in text and not text.startswith("#"))
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=10)
FIGURES = st.floats(allow_nan=False, allow_infinity=False, width=64)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
MOMENTS = st.one_of(st.dates(), st.datetimes(timezones=ZONES))
TEXTS = st.one_of(st.text(), SOUP)


def is_sound(reading: Reading) -> bool:
    """A postmortem or an error, never both, never neither; every problem a line to be shown."""
    fatal = any(each.severity is Severity.ERROR for each in reading.problems)
    shown = all(str(each).isprintable() for each in reading.problems)
    return fatal is (reading.postmortem is None) and shown


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_a_postmortem_or_an_error(data: bytes):
    assert is_sound(read(data, "2024/a b.md"))


@settings(max_examples=400)
@given(FENCED)
@example("---\ndraft: \n---\n")
@example("+++\n" + "a." * 300 + "a = 1\n+++\n")
def test_so_is_any_text_between_fences(text: str):
    reading = read(text.encode(), "a.md")

    assert is_sound(reading)
    if reading.postmortem:
        assert reading.postmortem.title
        assert len(reading.postmortem.summary) <= 280
        assert reading.postmortem.model_dump_json()


@given(st.one_of(st.binary(max_size=100), SOUP.map(str.encode)))
def test_any_authors_file_is_read_or_told(data: bytes):
    authors, problems = read_directory(data, ".authors.yml")

    assert all(author.name and author.id == key for key, author in authors.items() if key)
    assert all(str(each).isprintable() for each in problems)


@given(
    st.fixed_dictionaries(
        {"title": LINES},
        optional={
            "team": LINES,
            "tags": st.lists(TAGS, max_size=4, unique=True),
            "series": st.lists(LINES, max_size=3, unique=True),
            "authors": st.lists(LINES, max_size=3, unique=True),
            "draft": st.booleans(),
            "unlisted": st.booleans(),
            "date": MOMENTS,
            "due": st.dates(),
            "outcome": st.sampled_from(OUTCOMES.codes),
            "causes": st.lists(st.sampled_from(CAUSES.codes), max_size=3, unique=True),
            "results": st.lists(
                st.fixed_dictionaries(
                    {"metric": LINES, "split": st.sampled_from(SPLITS.codes), "value": FIGURES},
                    optional={"n": st.integers(0, 10**9), "higher_is_better": st.booleans()},
                ),
                max_size=3,
            ),
            "lessons": st.lists(LINES, max_size=3, unique_by=lesson_anchor),
        },
    )
)
def test_what_is_written_comes_back_as_it_was_meant(fields: dict[str, object]):
    block = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)

    reading = read(f"---\n{block}---\n\nText.\n".encode(), "a.md")
    postmortem = made(reading)

    assert told(reading) == []
    for name in ("title", "team", "draft", "unlisted", "date", "due", "outcome"):
        if name in fields:
            assert getattr(postmortem, name) == fields[name]
    for name in ("tags", "series"):
        assert list(getattr(postmortem, name)) == fields.get(name, [])
    assert [each.name for each in postmortem.authors] == fields.get("authors", [])
    assert [each.code for each in postmortem.causes] == fields.get("causes", [])
    assert [each.text for each in postmortem.lessons] == fields.get("lessons", [])
    assert [
        result.model_dump(include=set(written))
        for result, written in zip(postmortem.results, fields.get("results", []), strict=True)
    ] == fields.get("results", [])
    assert postmortem.extra == {}


BLOCKS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    st.tuples(st.sampled_from(["# ", "## ", "- ", "  - ", "1. ", "> ", "    "]), WORDS).map(
        "".join
    ),
    st.sampled_from(["", "---", "===", "***", "```", "~~~", "## Lessons learnt", "+++", "..."]),
)
BODIES = st.lists(BLOCKS, max_size=20).map("\n".join)


@given(BODIES)
def test_below_front_matter_the_body_stays_as_it_is(body: str):
    text = f"---\ntitle: A title of nobody else\n---\n{body}"

    assert made(read(text.encode(), "a.md")).body == body


@given(BODIES.filter(lambda body: body.strip() and not re.match(r"\s*(?:---|\+\+\+)", body)))
@example("```\n# one\n```\n# one")
@example("<!-- one\n-->\n\n# two\n\nthree")
def test_without_front_matter_no_word_is_lost(body: str):
    postmortem = made(read(body.encode(), "a.md"))

    kept = Counter(re.findall(r"\w+", f"{postmortem.title}\n{postmortem.body}"))
    written = Counter(re.findall(r"\w+", body))
    assert written <= kept


@given(st.lists(LINES, min_size=1, max_size=5), LINES)
def test_a_lessons_anchor_outlives_those_added_before_it(texts: list[str], new: str):
    def anchors(lessons: list[str]) -> dict[str, str]:
        block = yaml.safe_dump({"title": "T", "lessons": lessons}, allow_unicode=True)
        read_again = made(read(f"---\n{block}---\n\nText.\n".encode(), "a.md"))
        return {lesson.text: lesson.anchor for lesson in read_again.lessons}

    before, after = anchors(texts), anchors([new, *texts])

    assert {text: after[text] for text in before if text in after} == {
        text: anchor for text, anchor in before.items() if text in after
    }
    assert set(before.values()) <= set(after.values())


@given(MOMENTS)
def test_a_date_is_read_back_from_its_iso_form(moment: dt.date):
    assert read_moment(moment.isoformat()) == moment


@given(st.datetimes())
def test_a_time_without_a_zone_is_utc(moment: dt.datetime):
    assert read_moment(moment.isoformat(" ")) == moment.replace(tzinfo=dt.UTC)


@given(st.one_of(st.text(), st.from_regex(r"\A\d{1,4}[-/.]\d{1,4}[-/.]\d{1,4}([T ]\S{0,12})?\Z")))
def test_any_text_is_a_date_or_said_to_be_none(text: str):
    try:
        moment = read_moment(text)
    except DateError:
        return
    assert isinstance(moment, dt.date)
    assert not isinstance(moment, dt.datetime) or moment.tzinfo is not None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), WORDS)
def test_a_date_in_a_name_is_found(day: dt.date, word: str):
    for path in (f"{day}-x{word}.md", f"{day:%Y%m%d}-x{word}.md", f"{day:%Y/%m/%d}/x.md"):
        assert date_in_path(path) == day


@given(st.integers(0, 200), st.integers(1, 12))
def test_pages_hold_everything_once_and_in_order(count: int, size: int):
    leaves = paginate(range(count), size)

    assert [item for leaf in leaves for item in leaf.items] == list(range(count))
    front, *full = leaves
    assert min(count, size) <= len(front.items) < 2 * size
    assert all(len(leaf.items) == size for leaf in full)
    numbers = [leaf.number for leaf in leaves]
    assert numbers == [0, *range(len(full), 0, -1)]
    assert [leaf.older for leaf in leaves] == [*numbers[1:], None]
    assert [leaf.newer for leaf in leaves] == [None, *numbers[:-1]]


@given(st.integers(0, 200), st.integers(1, 12))
def test_a_new_one_changes_the_front_and_makes_at_most_one_page(count: int, size: int):
    before = {leaf.number: leaf for leaf in paginate(range(count, 0, -1), size)}
    after = {leaf.number: leaf for leaf in paginate(range(count + 1, 0, -1), size)}

    added = after.keys() - before.keys()
    assert before.keys() <= after.keys()
    assert len(added) <= 1
    for number in before.keys() - {0}:
        old, new = before[number], after[number]
        assert (new.items, new.older) == (old.items, old.older)
        # Where a page came between it and the front, its way back leads there.
        assert new.newer == (number + 1 if number + 1 in added else old.newer)


@settings(max_examples=400)
@given(st.one_of(st.text(), SOUP, LINES, st.text(min_size=55, max_size=80)))
@example("x" * 61)
@example("0" * 41 + "#\u00b80000000\u00a80")
@example("..")
def test_a_slug_is_a_safe_part_of_an_address_and_its_own_slug(text: str):
    slug = slugify(text)

    assert slug
    assert not set(slug) & set("/\\.?#%&:<>\"'*| \n\0")
    assert slug == slug.strip("-")
    assert len(slug) <= 60
    assert len(slug.encode()) <= 180
    assert slugify(slug) == slug


PATHS = st.lists(
    st.one_of(
        st.sampled_from(
            ["/", "..", ".", "%2e", "%2E%2e", "%2f", "%252e", "\\", "//", "~", "con", "a", " ",
             "%00", "\u2024", "\uff0e", "\u2215", "é", "e\u0301", "https:", "index.html"]
        ),
        st.text(max_size=5),
    ),
    max_size=10,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(PATHS)
@example("%2e%2e%2f%2e%2e%2fetc")
@example("/..")
def test_no_address_leads_out_of_the_site(text: str):
    try:
        page = checked(text)
    except AddressError:
        return
    parts = page.split("/")
    assert page == page.strip("/")
    assert not {"", ".", ".."} & set(parts)
    assert not set(page) & set('\\:*?"<>|\0')
    assert all(len(part.encode()) <= 200 for part in parts)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "X", "/x/", "é", "e\u0301", "y"])),
        max_size=30,
    )
)
def test_no_page_is_given_to_two(wishes: list[tuple[str, str]]):
    claims = Claims()
    owners: dict[str, str] = {}
    for id_, page in wishes:
        problem = claims.claim(page, record(id_))
        same_file = unicodedata.normalize("NFC", page.strip("/")).lower()
        owner = owners.setdefault(same_file, id_)
        assert (problem is None) is (owner == id_)
        if problem:
            assert f"belongs to {owner}.md already" in problem.message


POSTMORTEMS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "outcome": st.sampled_from(OUTCOMES.codes),
            "causes": st.lists(st.sampled_from(CAUSES.codes[:5]), max_size=3).map(
                lambda codes: [{"code": code} for code in codes]
            ),
            "tags": st.lists(st.sampled_from(["a", "A", "b c", "b-c", "c++", "c#"]), max_size=4),
            "draft": st.booleans(),
            "unlisted": st.booleans(),
            "date": st.sampled_from(["2020-01-01", "2024-01-01", "2099-01-01"]),
        },
    ),
    max_size=12,
)


@given(POSTMORTEMS)
def test_facets_count_what_a_reader_would(drawn: list[dict[str, object]]):
    postmortems = [record(f"p{number}", **dict(fields)) for number, fields in enumerate(drawn)]
    catalog = Catalog(postmortems, NOW)
    public = [
        each
        for each in postmortems
        if not each.draft and not each.unlisted and (not each.date or each.date.year < 2099)
    ]

    assert {each.id for each in catalog.published} == {each.id for each in public}
    assert catalog.facet("outcome").counts == Counter(p.outcome for p in public if p.outcome)
    assert catalog.facet("cause").counts == Counter(
        code for p in public for code in {cause.code for cause in p.causes}
    )
    assert {value.slug: value.count for value in catalog.facet("tag").values} == Counter(
        slug for p in public for slug in {slugify(tag) for tag in p.tags}
    )
    assert catalog.facet("year").counts == Counter(str(p.date.year) for p in public if p.date)


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(0, 10**6))
def test_a_problem_is_one_line_that_a_terminal_can_bear(
    path: str, message: str, remedy: str, field: str, line: int
):
    shown = str(Problem(path=path, message=message, remedy=remedy, field=field, line=line))

    assert shown.isprintable()
    assert len(shown) <= 600


@given(TEXTS)
def test_plain_text_is_one_line_and_marks_are_all_it_loses(markdown: str):
    plain = plain_text(markdown)

    assert plain == " ".join(plain.split())
    assert len(shorten(plain, 50)) <= 50


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_plain_words_stay_as_they_are(words: list[str]):
    assert plain_text(" ".join(words)) == " ".join(words)


@given(SOUP)
def test_reading_twice_gives_the_same(text: str):
    assert read_text(text) == read_text(text)
