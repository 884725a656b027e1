"""Authors: however they are written, and who stands behind an id."""

import pytest

from mkdocs_postmortems.domain import Author, Severity
from mkdocs_postmortems.source import Settings, read_directory
from unit.making import made, read_fields, told

ADA = Author(id="ada", name="Ada Lovelace", team="Engines", url="https://example.org/ada")
GRACE = Author(id="grace", name="Grace Hopper")
SETTINGS = Settings(authors={"ada": ADA, "grace": GRACE})


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("author: Ada Lovelace", (Author(name="Ada Lovelace"),)),
        ("authors: Ada Lovelace", (Author(name="Ada Lovelace"),)),
        ("authors: [Ada, Grace, Ada]", (Author(name="Ada"), Author(name="Grace"))),
        (
            "authors:\n  - name: Ada\n    url: https://example.org\n    team: Engines\n  - Grace",
            (Author(name="Ada", url="https://example.org", team="Engines"), Author(name="Grace")),
        ),
        ("author: {Name: Ada}", (Author(name="Ada"),)),
        ("author: Ada\nauthors: [Grace, Ada]", (Author(name="Ada"), Author(name="Grace"))),
        ("author: anonymous", (Author(name="anonymous"),)),
        ("author: The Growth team", (Author(name="The Growth team"),)),
        ("author: NO", (Author(name="NO"),)),
        ("author:", ()),
        ("authors: []", ()),
    ],
)
def test_authors_are_text_a_list_or_maps(written: str, authors: tuple[Author, ...]):
    reading = read_fields(f"title: T\n{written}")

    assert made(reading).authors == authors
    assert told(reading) == []


def test_an_author_without_a_name_is_left_out_and_told():
    reading = read_fields("title: T\nauthors:\n  - team: Engines\n  - [a, b]")

    assert made(reading).authors == ()
    assert told(reading) == [
        "churn.md:4: authors: an author has no `name` and was left out.",
        "churn.md:5: authors: wants a list of texts or mappings, and this is a list.",
    ]


def test_an_id_stands_for_the_author_in_the_file():
    reading = read_fields("title: T\nauthors: [ada, grace, ada]", settings=SETTINGS)

    assert made(reading).authors == (ADA, GRACE)


@pytest.mark.parametrize("name", ["anonymous", "Anonymous", "Some Body", "The team (all of it)"])
def test_a_name_needs_no_entry(name: str):
    reading = read_fields(f"title: T\nauthor: {name}", settings=SETTINGS)

    assert made(reading).authors == (Author(name=name),)
    assert [p for p in reading.problems if p.field == "authors"] == []


def test_an_id_that_is_nearly_one_is_told():
    reading = read_fields("title: T\nauthor: garce", settings=SETTINGS)

    assert made(reading).authors == (Author(name="garce"),)
    assert told(reading) == [
        (
            "churn.md:3: authors: `garce` is not in the authors file, and is shown as it stands. "
            "Did you mean `grace`?"
        )
    ]


def test_an_id_that_is_near_nothing_is_a_note():
    reading = read_fields("title: T\ndate: 2024-01-01\nauthor: zuse", settings=SETTINGS)

    (problem,) = reading.problems
    assert problem.severity is Severity.NOTE
    assert problem.remedy == "Add the id to the file, or write a full name"


@pytest.mark.parametrize("heading", ["authors:\n  ", ""])
def test_the_file_is_a_map_of_ids_as_materials_blog_reads_it(heading: str):
    entries = [
        "ada: {name: Ada Lovelace, team: Engines, url: 'https://example.org/ada', avatar: a.png}",
        "grace: Grace Hopper",
        "zuse: {description: Built one}",
    ]
    joint = "\n  " if heading else "\n"

    authors, problems = read_directory((heading + joint.join(entries)).encode(), ".authors.yml")

    assert problems == []
    assert authors == {
        "ada": ADA,
        "grace": GRACE,
        "zuse": Author(id="zuse", name="zuse", description="Built one"),
    }


@pytest.mark.parametrize(
    ("data", "told_as"),
    [
        (b"authors:\n  - ada\n", (".authors.yml:2: authors: wants a map of ids. "
         "Write `ada: {name: Ada}`.")),
        (b"authors:\n  ada: [a]\n", ".authors.yml:2: authors.ada: wants a name."),
        (b"authors:\n  ada: A\n  ada: B\n", (".authors.yml:3: `ada` stands twice, first on line 2. "
         "Keep one of them.")),
        (b"a: !!python/none x\n", (".authors.yml:1: the tag `!!python/none` is not allowed here. "
         "Remove it.")),
        (b"a: \xff\n", (".authors.yml:1: this file is not UTF-8 (0xff is no character). "
         "Save it as UTF-8.")),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_and_gives_nobody(data: bytes, told_as: str):
    authors, problems = read_directory(data, ".authors.yml")

    assert authors == {}
    assert [str(each) for each in problems] == [told_as]


@pytest.mark.parametrize("data", [b"", b"# nobody yet\n", b"authors:\n"])
def test_an_empty_file_is_no_problem(data: bytes):
    assert read_directory(data, ".authors.yml") == ({}, [])
