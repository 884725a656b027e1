"""Addresses of the last build that lead nowhere: they are told, with the line that mends it."""

import json
from pathlib import Path

import pytest

from integration.harness import Built, post

TEXT = "Customers leaked from training into the holdout."
RECORD = ".cache/postmortems/addresses.json"
KEPT = {".cache/postmortems/.keep": ""}


@pytest.fixture
def rebuilt(site, tmp_path):
    """Build `before`, and then `after` in its place."""

    def make(before, after, first=None, **second) -> Built:
        made = site(before, folder="p", files=KEPT, **(first or {}))
        assert made.warnings == []
        for path in before.keys() - after.keys():
            (tmp_path / "p" / "postmortems" / path).unlink()
        return site(after, folder="p", **second)

    return make


def told(built: Built) -> list[str]:
    """What was said of addresses, at any level."""
    return [each for each in built.lines() if "last build" in each or "earlier builds" in each]


def record(root: Path) -> dict[str, dict[str, str]]:
    return json.loads((root / RECORD).read_text())["mkdocs.yml"]


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("new name.md", post("Churn", TEXT)),
        ("new.md", post("Another title", TEXT)),
        ("new.md", post("Churn", "Rewritten from scratch.")),
        ("old.md", post("Churn", TEXT, slug="new")),
        ("old.md", post("Other title", "Other text.", slug="new")),
    ],
)
def test_a_page_that_has_moved_is_told_with_the_line_to_write(rebuilt, name, text, directories):
    files = {"b.md": post("B", "Other text of b.")}
    urls = {"use_directory_urls": directories}
    built = rebuilt({"old.md": post("Churn", TEXT), **files}, {name: text, **files}, urls, **urls)
    old = "/postmortems/old/" if directories else "/postmortems/old.html"
    (warning,) = built.warnings
    assert warning == (
        f"postmortems/{name}: aliases: `{old}` was its address in the last build, and leads "
        f"nowhere now. Write `aliases: [{old}]`."
    )


@pytest.mark.parametrize("name", ["old", "größe", "50% #1, [a] b & c's"])
def test_the_line_that_is_told_mends_it(site, rebuilt, tmp_path, name):
    built = rebuilt({f"{name}.md": post("Churn", TEXT)}, {"new.md": post("Churn", TEXT)})
    (warning,) = built.warnings
    line = warning.partition("Write `")[2].removesuffix("`.")
    mended = site({"new.md": f"---\ntitle: Churn\n{line}\n---\n\n{TEXT}\n"}, folder="p")
    assert mended.warnings == []
    assert (tmp_path / "p" / "site" / "postmortems" / name / "index.html").is_file()
    assert site(folder="p").warnings == []


def test_an_address_that_no_alias_can_hold_is_not_asked_for(rebuilt):
    assert told(rebuilt({"a: b.md": post("A", TEXT)}, {"new.md": post("A", TEXT)})) == []


def test_an_alias_that_cannot_be_is_told_once_and_for_its_reason(rebuilt):
    docs = {"postmortems/old/index.html/x.md": "# X\n"}
    after = {"new.md": post("A", TEXT, aliases=["/postmortems/old/"])}
    (warning,) = rebuilt({"old.md": post("A", TEXT)}, after, docs=docs).warnings
    assert "belongs to postmortems/old/index.html/x.md" in warning


def test_it_is_told_until_it_is_mended_and_all_addresses_in_one_line(site, rebuilt, tmp_path):
    rebuilt({"one.md": post("Churn", TEXT)}, {"two.md": post("Churn", TEXT)})
    assert len(site(folder="p").warnings) == 1
    (tmp_path / "p" / "postmortems" / "two.md").unlink()
    built = site({"three.md": post("Churn", TEXT, aliases=["/x/"])}, folder="p")
    (warning,) = built.warnings
    assert warning == (
        "postmortems/three.md:3: aliases: its addresses in earlier builds, `/postmortems/one/`, "
        "`/postmortems/two/`, lead nowhere now. "
        "Write `aliases: [/x/, /postmortems/one/, /postmortems/two/]`."
    )


def test_what_is_deleted_is_told_once_and_stops_no_strict_build(site, rebuilt):
    files = {"a.md": post("A", "Text of a.")}
    built = rebuilt({"old.md": post("Churn", TEXT), **files}, files, strict=True)
    assert built.aborted == ""
    (note,) = told(built)
    assert note == (
        "postmortems/old.md: it was at `/postmortems/old/` in the last build, and is gone or held "
        "back. If it has moved, write `aliases: [/postmortems/old/]` into it."
    )
    assert told(site(folder="p")) == []


def test_what_is_held_back_for_a_while_is_known_when_it_comes_out_elsewhere(site, rebuilt):
    built = rebuilt({"a.md": post("A", TEXT)}, {"a.md": post("A", TEXT, draft=True)})
    assert built.warnings == []
    assert len(told(built)) == 1
    (warning,) = site({"a.md": post("A", TEXT, slug="b")}, folder="p").warnings
    assert "aliases: [/postmortems/a/]" in warning


def test_a_new_draft_with_the_same_text_is_not_named(rebuilt):
    built = rebuilt({"a.md": post("A", TEXT)}, {"zqdraft.md": post("A", TEXT, draft=True)})
    assert built.warnings == []
    assert "zqdraft" not in "".join(told(built))


def test_of_two_that_could_be_meant_none_is(rebuilt):
    after = {"b.md": post("B", TEXT), "c.md": post("C", TEXT)}
    assert rebuilt({"a.md": post("A", TEXT)}, after).warnings == []


def test_a_copy_is_not_taken_for_what_was_there_before(rebuilt):
    files = {"b.md": post("B", TEXT)}
    assert rebuilt({"a.md": post("A", TEXT), **files}, files).warnings == []


@pytest.mark.parametrize(
    "second",
    [
        {"docs": {"postmortems/old.md": "# Moved\n"}},
        {"docs": {"postmortems/old/index.html": "<p>Moved"}},
    ],
)
def test_an_address_where_another_page_is_does_not_vanish(rebuilt, second):
    after = {"new.md": post("Churn", TEXT)}
    assert told(rebuilt({"old.md": post("Churn", TEXT)}, after, **second)) == []


def test_a_setting_that_moves_every_page_does_not_flood_the_log(rebuilt):
    files = {f"{n:02}.md": post(f"Title {n}", f"Text {n}.") for n in range(15)}
    built = rebuilt(files, files, options={"blog_path": "elsewhere"})
    assert len(built.warnings) == 11
    assert built.warnings[-1] == (
        "postmortems: the same is true of 5 more, as after a change of `blog_path`."
    )


def test_a_strict_build_fails_and_leaves_the_record(site, rebuilt, tmp_path):
    built = rebuilt({"old.md": post("A", TEXT)}, {"new.md": post("A", TEXT)}, strict=True)
    assert "1 warnings" in built.aborted
    assert set(record(tmp_path / "p")) == {"postmortems/old/index.html"}


def test_a_preview_neither_reads_nor_writes(rebuilt, tmp_path):
    built = rebuilt({"old.md": post("A", TEXT)}, {"new.md": post("A", TEXT)}, serving=True)
    assert told(built) == []
    assert set(record(tmp_path / "p")) == {"postmortems/old/index.html"}


def test_where_nothing_is_kept_nothing_is_written(site, tmp_path):
    site({"a.md": post("A")}, folder="p", options={"cache": False})
    assert not (tmp_path / "p" / ".cache").exists()


def test_the_record_has_no_text_and_nothing_hidden(site, tmp_path):
    files = {
        "a.md": post("zqtitle", "zqbody"),
        "zqdraft.md": post("D", draft=True),
        "zqlater.md": post("L", date="2999-01-01"),
    }
    site(files, folder="p", files=KEPT)
    assert "zq" not in (tmp_path / "p" / RECORD).read_text()
    assert record(tmp_path / "p")["postmortems/a/index.html"]["source"] == "a.md"


def test_the_site_is_the_same_with_and_without_a_record(site, tmp_path):
    files = {"a.md": post("A", TEXT)}
    first = site(files, folder="p", files=KEPT).raw
    (tmp_path / "p" / RECORD).write_text('{"mkdocs.yml": {"x.html": {}}}')
    assert site(folder="p").raw == first == site(files).raw


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"mkdocs.yml": 3}',
        '{"mkdocs.yml": {"a": null, "b": {"source": 1, "title": 2, "body": 3}}}',
        '{"mkdocs.yml": {"\\u0000": {"source": "\\ud800", "title": "", "body": ""}}}',
        json.dumps({"mkdocs.yml": {"a" * 5000: {"source": "", "title": "", "body": ""}}}),
        b"\xff",
    ],
)
def test_a_record_that_somebody_broke_does_no_harm(site, tmp_path, text):
    built = site({"a.md": post("A", TEXT)}, folder="p", files={RECORD: text})
    assert built.aborted == ""
    assert built.warnings == []
    assert set(record(tmp_path / "p")) == {"postmortems/a/index.html"}
