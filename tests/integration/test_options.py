"""What can be set, what it does, and what is said about a value that cannot be."""

import subprocess

import pytest

from integration.harness import PIXEL, post

BAD = [
    ("enabled", "maybe", "Expected type: <class 'bool'> but received: <class 'str'>"),
    ("postmortems_dir", 3, "Expected type: <class 'str'> but received: <class 'int'>"),
    ("blog_path", "../up", "`../up` is not a path under the site."),
    ("blog_path", "", "is not a path under the site."),
    ("blog_path", "/", "is not a path under the site."),
    ("blog_path", "a//b", "`a//b` is not a path under the site."),
    ("blog_path", "a b", "`a b` is not a path under the site."),
    ("blog_path", "https://x", "`https://x` is not a path under the site."),
    ("blog_path", "https:", "`https:` is not a path under the site."),
    ("blog_path", "a\n", "is not a path under the site."),
    ("blog_title", ["x"], "Expected type: <class 'str'> but received: <class 'list'>"),
    ("authors_file", False, "Expected type: <class 'str'> but received: <class 'bool'>"),
    ("page_size", 0, "`0` is not a whole number above 0"),
    ("page_size", -1, "`-1` is not a whole number above 0"),
    ("page_size", "ten", "`ten` is not a whole number above 0"),
    ("page_size", True, "`True` is not a whole number above 0"),
    ("page_size", 2.5, "`2.5` is not a whole number above 0"),
    ("lessons_headings", "Fazit", "Expected a list of items, but a <class 'str'> was given."),
    ("lessons_headings", [1], "Expected type: <class 'str'> but received: <class 'int'>"),
    ("vocabulary", ["x"], "wants a map of vocabularies"),
    ("vocabulary", {"verdict": {}}, "`verdict` is none of outcome, stage, decision, confidence"),
    ("vocabulary", {"outcome": ["x"]}, "`outcome` wants a map of codes"),
    ("vocabulary", {"outcome": {"Not OK": "x"}}, "`outcome: Not OK` is no code."),
    ("vocabulary", {"outcome": {"x\n": "x"}}, "is no code."),
    ("vocabulary", {"outcome": {"retired": 3}}, "`outcome: retired` wants a label, or a map"),
    ("vocabulary", {"cause": {"x": {"lable": "y"}}}, "`cause: x` has `lable`, and may have label"),
    ("run_links", ["x"], "wants a map of prefixes"),
    ("run_links", {"mlflow": "https://x/"}, "`mlflow` wants an address with `{id}` in it"),
    ("run_links", {"x": "javascript:{id}"}, "`x` wants an address with `{id}` in it"),
    ("run_links", {"x": None}, "`x` wants an address with `{id}` in it"),
    ("saved_searches", "leakage", "wants a list of searches. Write `- query: leakage"),
    ("saved_searches", [{"title": "x"}], "entry 1 has no `query`. Write `- query: leakage"),
    ("saved_searches", [{"query": "x"}] * 2, "entries 1 and 2 would have one address, `x`."),
    ("checks", ["LRN"], "wants a map of select, ignore, gate"),
    ("checks", {"selct": ["LRN"]}, "`selct` is none of select, ignore, gate"),
    ("checks", {"gate": "fatal"}, "gate: `fatal` is none of error, warning, info, never"),
    ("checks", {"ignore": ["LRN99"]}, "ignore: no rule is called `LRN99`."),
    ("git_dates", "no", "Expected type: <class 'bool'> but received: <class 'str'>"),
]


@pytest.mark.parametrize(("option", "value", "said"), BAD, ids=[f"{o}={v!r}" for o, v, _ in BAD])
def test_a_value_that_cannot_be_stops_the_build_and_is_named(site, option, value, said):
    built = site({"a.md": post("A")}, options={option: value}, files={"site/old.html": b"old"})
    assert built.aborted == "Aborted with a configuration error!"
    (error,) = [text for level, text in built.log if level == "ERROR"]
    assert f"Plugin 'postmortems' option '{option}'" in error
    assert said in error
    assert built.raw == {"old.html": b"old"}


def test_an_option_that_is_not_known_is_told(site):
    built = site({"a.md": post("A")}, options={"page_sise": 3})
    (warning,) = built.warnings
    assert "Unrecognised configuration name: page_sise" in warning


def test_a_folder_that_is_not_there(site):
    built = site(None, files={"site/old.html": b"old"})
    wanted = built.root / "postmortems"
    assert built.aborted == (
        f"postmortems_dir: there is no folder {wanted}. Make it, or name another"
    )
    assert built.raw == {"old.html": b"old"}


@pytest.mark.parametrize(
    ("folder", "other"),
    [
        ("docs", "docs_dir"),
        ("docs/postmortems", "docs_dir"),
        (".", "docs_dir"),
        ("site", "site_dir"),
        ("site/x", "site_dir"),
        ("docs/../docs/x", "docs_dir"),
    ],
)
def test_a_folder_that_overlaps_with_another(site, folder, other):
    built = site({}, options={"postmortems_dir": folder}, files={f"{folder}/a.md": post("A")})
    assert built.aborted.startswith("postmortems_dir: ")
    assert built.aborted.endswith("may not lie in each other")
    assert f" and {other} (" in built.aborted


def test_a_dirty_build_is_refused(site):
    built = site({"a.md": post("A")}, files={"site/old.html": b"old"}, dirty=True)
    assert built.aborted == (
        "Postmortems cannot be built with --dirty: listings would be stale. Leave it out."
    )
    assert built.raw == {"old.html": b"old"}


def test_switched_off_it_leaves_no_trace(site):
    built = site({"a.md": post("zqpost")}, options={"enabled": False})
    plain = site(None, options={"enabled": False})
    assert built.traces("zqpost") == set()
    assert built.raw == plain.raw
    assert built.lines() == []


@pytest.mark.parametrize("path", ["blog", "/blog/", "what-we/tried"])
def test_where_the_blog_is_and_what_it_is_called(site, path):
    built = site(
        {"2024/a.md": post("A", tags="t", outcome="failed")},
        options={"blog_path": path, "blog_title": "What we <tried> & dropped"},
    )
    assert built.warnings == []
    blog = path.strip("/")
    assert built.page(f"{blog}/").text("h1") == "What we <tried> & dropped"
    assert built.page(f"{blog}/2024/a/").text("h1") == "A"
    assert built.page(f"{blog}/tag/t/").titles == ["A"]
    assert {each for each in built.pages if each.startswith("postmortems")} == set()
    assert built.traces("<tried>") == set()
    back = built.page(f"{blog}/2024/a/").one("p", "pm-post__meta").find("a").get("href")
    assert built.target(f"{blog}/2024/a/", back) == f"{blog}/"


def test_a_folder_elsewhere(site):
    built = site(
        files={"../apart/tried/a.md": post("A", "![x](x.png)"), "../apart/tried/x.png": PIXEL},
        options={"postmortems_dir": "../apart/tried"},
    )
    assert built.warnings == []
    assert built.page("postmortems/").titles == ["A"]
    assert built.has("postmortems/x.png")


def test_authors_come_from_their_file(site):
    people = (
        "authors:\n  ada:\n    name: Ada <Example>\n    team: Search\n  bo: Bo Other\n"
        "  cy:\n    nmae: Cy\n"
    )
    posts = {
        "a.md": post("A", authors=["ada", "bo"]),
        "b.md": post("B", author="Somebody Else"),
        "c.md": post("C", author="anonymous"),
    }
    for name, options in (
        (".authors.yml", {}),
        ("../people.yml", {"authors_file": "../people.yml"}),
    ):
        built = site({**posts, name: people}, options=options)
        assert built.warnings == []
        assert "Ada <Example>, Bo Other" in built.page("postmortems/a/").text(
            "p", "pm-post__byline"
        )
        assert built.page("postmortems/author/ada-example/").text("h1") == "Ada <Example>"
        assert built.page("postmortems/team/search/").titles == ["A"]


def test_an_author_who_is_nearly_in_the_file_is_told(site):
    built = site({".authors.yml": "ada: Ada\n", "a.md": post("A", author="adda")})
    (warning,) = built.lines("WARNING")
    assert warning == (
        "postmortems/a.md:3: authors: `adda` is not in the authors file, and is shown as it "
        "stands. Did you mean `ada`?"
    )


def test_an_authors_file_that_cannot_be_read_is_told_and_the_site_is_built(site):
    built = site({".authors.yml": "ada: [\n", "a.md": post("A", author="ada")})
    (warning,) = built.lines("WARNING")
    assert warning.startswith("postmortems/.authors.yml:")
    assert built.page("postmortems/").titles == ["A"]


def test_codes_can_be_added_and_worded_differently(site):
    built = site(
        {
            "a.md": post("A", outcome="retired", stage="pilot", date="2024-01-02"),
            "b.md": post("B", outcome="failed", causes=["vendor"], date="2024-01-01"),
        },
        options={
            "vocabulary": {
                "outcome": {
                    "retired": {"label": "Retired", "meaning": "Was in use", "icon": "abandoned"},
                    "failed": {"label": "Did not work", "icon": "failed"},
                },
                "stage": {"pilot": "Pilot <1>"},
                "cause": {"vendor": None},
            }
        },
    )
    assert built.warnings == []
    assert built.page("postmortems/a/").texts("span", "pm-badge")[0] == "Outcome: Retired"
    assert (
        built.page("postmortems/a/").all("span", "pm-badge")[0].get("data-outcome") == "abandoned"
    )
    assert built.page("postmortems/a/").facts == {"Stage": "Pilot <1>"}
    assert built.page("postmortems/b/").texts("span", "pm-badge")[0] == "Outcome: Did not work"
    assert built.page("postmortems/b/").facts == {"Causes": "Vendor"}
    assert (
        built.page("postmortems/outcome/retired/").text("p", "pm-listing__about") == "Was in use."
    )
    assert built.page("postmortems/outcome/failed/").text("h1") == "Did not work"


def test_runs_lead_where_the_site_says(site):
    built = site(
        {"a.md": post("A", runs=["mlflow:a b/1", "jira: ML-7", "wandb:x", "git:abc", "plain"])},
        options={
            "run_links": {
                "mlflow": "https://mlflow.example/#/runs/{id}",
                "jira": "/browse/{id}",
                "git": "https://git.example/{id}?q={id}",
            }
        },
    )
    (panel,) = built.page("postmortems/a/").all("section", "pm-facts")
    assert [(each.text, each.get("href")) for each in panel.iter("a")] == [
        ("mlflow:a b/1", "https://mlflow.example/#/runs/a b/1"),
        ("jira: ML-7", "/browse/ML-7"),
        ("git:abc", "https://git.example/abc?q=abc"),
    ]
    assert [each.text for each in panel.iter("code")] == ["wandb:x", "plain"]


def test_dates_that_nobody_wrote_are_gits(site, tmp_path, monkeypatch):
    root = tmp_path / "repo"
    (root / "postmortems").mkdir(parents=True)
    (root / "postmortems" / "a.md").write_text(post("A"), "utf-8")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.com")
        monkeypatch.setenv(f"GIT_{name}_DATE", "2023-04-05T12:00:00+00:00")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    told = site({}, folder="repo")
    assert told.page("postmortems/a/").text("p", "pm-post__byline") == "5 April 2023 · 1 min read"
    untold = site({}, folder="repo", options={"git_dates": False})
    assert untold.page("postmortems/a/").text("p", "pm-post__byline") == "Undated · 1 min read"
