"""Addresses: where a page lives, that it stays inside the site, and belongs to one alone."""

from collections.abc import Collection

import pytest

from mkdocs_postmortems.catalog import Claims, address_of, checked
from mkdocs_postmortems.catalog.addressbook import AddressBook
from mkdocs_postmortems.catalog.addresses import AddressError, folded, is_of_folder
from mkdocs_postmortems.domain import Form, Postmortem, Severity
from unit.making import made, read_fields, record


@pytest.mark.parametrize(
    ("id", "page"),
    [
        ("churn", "postmortems/churn"),
        ("2024/churn", "postmortems/2024/churn"),
        ("churn/index", "postmortems/churn"),
        ("churn/README", "postmortems/churn"),
        ("2024/churn/Index", "postmortems/2024/churn"),
    ],
)
def test_a_page_lives_where_its_file_lies(id: str, page: str):  # noqa: A002
    address, problems = address_of(record(id), "postmortems")

    assert (address.page, address.is_own, problems) == (page, False, [])


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({"slug": "other"}, "postmortems/2024/other"),
        ({"slug": " Ötzi "}, "postmortems/2024/Ötzi"),
        ({"url": "/some/where/"}, "some/where"),
        ({"url": "some/where.html"}, "some/where"),
        ({"url": "/some/where/index.html"}, "some/where"),
        ({"url": "/caf%C3%A9"}, "café"),
        ({"url": "/caf" + "e\u0301"}, "café"),
        ({"url": "/first", "slug": "second"}, "first"),
    ],
)
def test_slug_and_url_give_it_another(fields: dict[str, str], page: str):
    address, problems = address_of(record("2024/churn", **fields), "postmortems")

    assert (address.page, address.is_own, problems) == (page, True, [])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("https://example.org/x", "an address within the site is wanted, without host"),
        ("//example.org/x", "an address within the site is wanted, without host"),
        ("/", "it is empty"),
        ("../secret", "it could lead out of the site"),
        ("a/../../b", "it could lead out of the site"),
        ("a/./b", "it could lead out of the site"),
        ("%2e%2e/secret", "it could lead out of the site"),
        ("a%2f..%2f..%2fb", "it could lead out of the site"),
        ("..\\secret", "it has a character that a file's name cannot have"),
        ("a?b", "it has a character that a file's name cannot have"),
        ("a%00b", "it has a character that a file's name cannot have"),
        ("c:/x", "it has a character that a file's name cannot have"),
        ("a/CON", "`CON` cannot be the name of a file everywhere"),
        ("lpt1.txt", "`lpt1.txt` cannot be the name of a file everywhere"),
        ("a./b", "`a.` cannot be the name of a file everywhere"),
        ("...", "`...` cannot be the name of a file everywhere"),
        ("x" * 201, f"`{'x' * 40}` cannot be the name of a file everywhere"),
        (".git/config", "a part that begins with a dot is not served by many hosts"),
    ],
)
def test_an_address_that_could_lead_out_of_the_site_is_refused(written: str, why: str):
    with pytest.raises(AddressError) as caught:
        checked(written)

    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        (" /a/b/ ", "a/b"),
        ("a//b", "a/b"),
        ("a b", "a b"),
        ("a%20b", "a b"),
        ("conference", "conference"),
        ("v1.2", "v1.2"),
    ],
)
def test_any_other_is_cleaned(written: str, clean: str):
    assert checked(written) == clean
    assert checked(clean) == clean


@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        ("slug", "a/b", "a slug is the last part of an address only, without `/`"),
        ("slug", "..", "it could lead out of the site"),
        ("slug", "%2e%2e", "it could lead out of the site"),
        ("slug", "%252e%252e", "it could lead out of the site"),
        ("url", "../../etc", "it could lead out of the site"),
    ],
)
def test_one_that_it_cannot_have_is_told_and_its_own_place_taken(
    field: str, written: str, why: str
):
    postmortem = made(read_fields(f"title: T\n{field}: '{written}'"))

    address, (problem,) = address_of(postmortem, "postmortems")

    assert (address.page, address.is_own) == ("postmortems/churn", False)
    assert str(problem) == (
        f"churn.md:3: {field}: `{written}` cannot be used: {why}. "
        "Write letters, digits and `-`; until then it is at `postmortems/churn`."
    )


def test_the_first_to_claim_an_address_keeps_it():
    claims = Claims()
    first, second = record("first"), made(read_fields("title: T\nslug: first"))

    assert claims.claim("postmortems/first", first) is None
    problem = claims.claim("postmortems/first", second, "slug")

    assert problem is not None
    assert problem.severity is Severity.ERROR
    assert str(problem) == (
        "churn.md:3: slug: its address `postmortems/first` belongs to first.md already, so it is "
        "left out. Give one of the two another `slug` or file name."
    )


def test_one_may_claim_its_own_again():
    claims, postmortem = Claims(), record("a")

    assert claims.claim("a", postmortem) is None
    assert claims.claim("a", postmortem) is None


@pytest.mark.parametrize("page", ["churn", "CHURN", "/Churn/"])
def test_what_is_one_file_on_some_disk_is_one_address(page: str):
    claims = Claims()
    claims.reserve(["Churn"], "the site itself")

    problem = claims.claim(page, record("a"))

    assert problem is not None
    assert "belongs to the site itself already" in problem.message


def test_accents_of_either_form_are_one():
    assert folded("caf\u00e9") == folded("CAFE\u0301")


def book(*postmortems: Postmortem, published: Collection[str] = ("a", "b", "c")) -> AddressBook:
    taken = [("postmortems/tags", "the list of tags")]
    return AddressBook.of(postmortems, "postmortems", taken, published)


def test_one_that_lives_there_by_its_path_keeps_its_page_before_one_with_a_slug():
    found = book(record("a", slug="b"), record("b"))

    assert found.pages == {"b": "postmortems/b"}
    assert found.own == set()
    (problem,) = found.problems
    assert (problem.path, problem.field, problem.rule) == ("a.md", "slug", Form.SAME_ID)
    assert "b.md" in str(problem)


def test_of_two_that_ask_for_one_page_the_first_by_path_has_it():
    found = book(record("b", url="/x/"), record("a", url="/x/"))

    assert (found.pages, found.own) == ({"a": "x"}, {"a"})
    assert [(each.path, each.field) for each in found.problems] == [("b.md", "url")]


def test_what_is_published_keeps_its_page_before_what_is_hidden():
    found = book(record("a"), record("b", slug="a"), published={"b"})

    assert (found.pages, found.own) == ({"b": "postmortems/a"}, {"b"})
    assert [(each.path, each.field) for each in found.problems] == [("a.md", "")]


def test_no_postmortem_takes_the_place_of_another_page():
    found = book(record("tags"), record("a"))

    assert found.pages == {"a": "postmortems/a"}
    assert "the list of tags" in str(found.problems[0])


def test_an_address_that_cannot_be_is_told_and_the_page_lives_by_its_path():
    found = book(record("a", url="../secret"))

    assert found.pages == {"a": "postmortems/a"}
    assert [each.field for each in found.problems] == ["url"]


@pytest.mark.parametrize(
    ("page", "name", "is_it"),
    [
        ("postmortems/churn", "churn/index", True),
        ("postmortems/churn", "churn/README", True),
        ("postmortems/2024/churn", "2024/churn/Index", True),
        ("postmortems/churn", "churn", False),
        ("postmortems/other", "churn/index", False),
    ],
)
def test_an_index_that_has_no_other_address_has_its_folders_page(
    page: str,
    name: str,
    is_it: bool,  # noqa: FBT001
):
    assert is_of_folder(page, name, "postmortems") is is_it
