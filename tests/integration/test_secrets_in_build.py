"""A key, wherever it stands in what would be published, stops a build before it writes anything."""

import hashlib

import pytest

from integration.harness import PIXEL, post
from unit.keys import IN_ADDRESSES, KEYS, NAMED

KEY = "".join(KEYS["a GitHub token"])
DATED = {"date": "2024-05-01"}
DIGEST = hashlib.sha256(KEY.encode()).hexdigest()
SITE_BEFORE = {"site/index.html": b"old"}


def everything_in(folder):
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_each_kind_is_told_by_file_line_and_kind_and_never_shown(site):
    texts = [*("".join(each) for each in KEYS.values()), *IN_ADDRESSES, *NAMED]
    posts = {f"p{n}.md": post(f"P{n}", f"Text.\n\n{text}", **DATED) for n, text in enumerate(texts)}

    built = site(posts, files=SITE_BEFORE)

    told = sorted(built.lines("ERROR"))
    assert len(told) == len(texts)
    for number, kind in enumerate(KEYS):
        line = next(each for each in told if each.startswith(f"postmortems/p{number}.md:8: "))
        assert f": {kind} stands here" in line
        assert line.endswith("[SAF101]")
        assert KEYS[kind][1] not in built.all_log
    assert built.aborted.startswith(f"Aborted with {len(texts)} secrets in what would be published")
    assert built.raw == {"index.html": b"old"}
    for text in (*IN_ADDRESSES, *NAMED):
        assert text not in built.all_log


@pytest.mark.parametrize(
    ("place", "files"),
    [
        ("a.md:5", {"a.md": post("A", **DATED, runs=[f"git:{KEY}"])}),
        ("a.md:4", {"a.md": post("A", **DATED, mine=KEY)}),
        ("a.md:7", {"a.md": post("A", f"```\nexport TOKEN={KEY}\n```", **DATED)}),
        ("a.md:6", {"a.md": post("A", f"<!-- {KEY} -->", **DATED)}),
        ("a.md:7", {"a.md": post("A", KEY, **DATED, unlisted=True)}),
        ("index.md:3", {"index.md": f"# Ours\n\nAsk with {KEY}.\n"}),
        ("README.md:1", {"README.md": f"<!-- {KEY} -->\n"}),
        ("t/a.csv:2", {"a.md": post("A", "[it](t/a.csv)"), "t/a.csv": f"name\n{KEY}\n"}),
        ("a.svg:1", {"a.md": post("A", "![it](a.svg)"), "a.svg": f"<svg><!--{KEY}--></svg>"}),
        (".authors.yml:1", {".authors.yml": f"ada: {{name: Ada, url: 'https://a.b/{KEY}'}}\n"}),
        ("_glossary.yml:1", {"_glossary.yml": f"- [token, {KEY}]\n"}),
    ],
)
def test_wherever_it_is_published_it_stops_the_build(site, place, files):
    built = site(files, files=SITE_BEFORE)

    (line,) = built.lines("ERROR")
    assert line.startswith(f"postmortems/{place}: a GitHub token stands here (`ghp_…`)")
    assert built.aborted.startswith("Aborted with 1 secret in what would be published.")
    assert KEY[4:] not in built.all_log + built.aborted
    assert built.raw == {"index.html": b"old"}


def test_nothing_of_it_is_kept_for_the_next_build(site):
    built = site({"a.md": post("A", KEY, **DATED), "b.md": post("B", **DATED)})

    assert built.aborted
    assert (built.root / ".cache").is_dir()
    assert KEY.encode() not in everything_in(built.root / ".cache")


@pytest.mark.parametrize("fields", [{"draft": True}, {"date": "2999-01-01"}])
def test_in_what_is_not_published_it_is_a_warning_which_a_strict_build_fails_by(site, fields):
    posts = {"a.md": post("A", KEY, **{**DATED, **fields})}

    built = site(posts)
    (line,) = built.lines("WARNING")
    assert "a GitHub token stands here" in line
    assert not built.aborted
    assert not any(KEY.encode() in data for data in built.files.values())
    assert site(posts, strict=True).aborted.startswith("Aborted in strict mode with 1 problem")


def test_the_text_above_the_list_may_be_a_draft_too(site):
    built = site({"index.md": post("Ours", KEY, draft=True)})

    assert not built.aborted
    assert len(built.lines("WARNING")) == 1


def test_what_nothing_leads_to_is_not_published_and_a_picture_is_not_read_as_text(site):
    posts = {"a.md": post("A", "![it](a.png)", **DATED)}
    assets = {"left.csv": KEY, "a.png": PIXEL + KEY.encode()}

    built = site(posts, assets=assets)

    assert not built.aborted
    assert built.warnings == []


def test_a_preview_goes_on_with_a_warning(site):
    built = site({"a.md": post("A", KEY, **DATED)}, serving=True)

    (line,) = built.lines("WARNING")
    assert "a GitHub token stands here" in line
    assert built.has("postmortems/a/")


@pytest.mark.parametrize(
    "checks", [{"build": False}, {"gate": "never"}, {"select": ["LRN"]}, {"ignore": ["LRN"]}]
)
def test_what_is_said_of_other_rules_does_not_let_it_through(site, checks):
    assert site({"a.md": post("A", KEY, **DATED)}, options={"checks": checks}).aborted


@pytest.mark.parametrize(
    "checks", [{"ignore": ["SAF101"]}, {"ignore": ["SAF"]}, {"levels": {"SAF101": "warning"}}]
)
def test_a_project_can_say_that_the_rule_stops_nothing(site, checks):
    assert site({"a.md": post("A", KEY, **DATED)}, options={"checks": checks}).aborted == ""


@pytest.mark.parametrize("what", [f"sha256:{DIGEST}", "a.md"])
def test_what_is_allowed_with_a_reason_is_published(site, what):
    options = {"checks": {"rules": {"SAF101": {"allow": [f"{what} a sandbox's, long closed"]}}}}

    assert site({"a.md": post("A", KEY, **DATED)}, options=options).aborted == ""


def test_a_file_beside_can_be_allowed_too(site):
    options = {"checks": {"rules": {"SAF101": {"allow": ["t/*.csv made up by us"]}}}}
    posts = {"a.md": post("A", "[it](t/a.csv)"), "t/a.csv": KEY}

    assert site(posts, options=options).aborted == ""


def test_an_exception_without_a_reason_is_refused_in_the_settings_and_not_heeded_in_a_text(site):
    options = {"checks": {"rules": {"SAF101": {"allow": [f"sha256:{DIGEST}"]}}}}
    refused = site({"a.md": post("A", KEY, **DATED)}, options=options)
    assert "it wants a reason after a blank" in refused.all_log + refused.aborted

    with_reason = "<!-- check: ignore=SAF101 A sandbox's, long closed. -->"
    assert site({"a.md": post("A", f"{KEY}\n\n{with_reason}", **DATED)}).aborted == ""
    without = "<!-- check: ignore=SAF101 -->"
    assert site({"a.md": post("A", f"{KEY}\n\n{without}", **DATED)}).aborted


def test_no_other_message_of_the_build_quotes_it(site):
    fields = {"outcome": KEY, "stage": KEY[:25], "builds_on": [KEY.upper()], "date": KEY[:30]}
    posts = {
        "a.md": post("A", KEY, **fields, draft=True),
        "b.md": f"---\ntitle: A: {KEY}: b\n---\n",
    }

    built = site(posts)

    assert len(built.warnings) > 3
    assert KEY[4:12].casefold() not in built.all_log.casefold()
