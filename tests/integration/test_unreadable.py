"""Front matter that is opened and cannot be read hides its post: it may say `draft: true`."""

import errno
import io
import os

import pytest

from integration.harness import PIXEL, post

SECRET = "zqsecret"
UNREADABLE = {
    "a colon without quotes": (f"---\ntitle: On failing: a story\n---\n\n{SECRET}\n", 2),
    "a tab": (f"---\ntitle: T\ncost:\n\tspent: 1\n---\n\n{SECRET}\n", 4),
    "a quote never closed": (f'---\ndraft: true\ntitle: "T\n---\n\n{SECRET}\n', 3),
    "a bracket never closed": (f"---\ntitle: T\ntags: [a, b\n---\n\n{SECRET}\n", 3),
    "a key that stands twice": (f"---\ntitle: T\ndraft: true\ndraft: false\n---\n{SECRET}\n", 4),
    "a list instead of fields": (f"---\n- title\n- date\n---\n\n{SECRET}\n", 2),
    "a tag that would run code": (
        f"---\ntitle: !!python/object/apply:os.system ['touch PWNED']\n---\n\n{SECRET}\n",
        2,
    ),
    "an end that never comes": (f"---\ntitle: T\ndraft: true\n\n{SECRET}\n", 1),
    "TOML that is none": (f"+++\ntitle = T\n+++\n\n{SECRET}\n", 2),
    "JSON that is none": (f'{{\n "title": "T",\n "draft": tru\n}}\n\n{SECRET}\n', 3),
    "a flag that is neither": (f"---\ntitle: T\ndraft: tru\n---\n\n{SECRET}\n", 3),
    "a date that does not exist": (f"---\ntitle: T\ndate: 2021-02-30\n---\n\n{SECRET}\n", 3),
    "a date with two meanings": (f"---\ntitle: T\ndate: 03/04/2021\n---\n\n{SECRET}\n", 3),
    "bytes that are not UTF-8": (f"---\ntitle: Modèle\n---\n\n{SECRET}\n".encode("latin-1"), 2),
    "no byte at all": ("", 1),
}
EACH = pytest.mark.parametrize(("text", "line"), UNREADABLE.values(), ids=UNREADABLE)


@EACH
def test_it_is_named_with_its_line_and_the_others_are_built(site, text, line):
    built = site({"bad.md": text, "good.md": post("Good", outcome="succeeded")})
    assert built.aborted == ""
    (error,) = built.lines("ERROR")
    assert error.startswith(f"postmortems/bad.md:{line}: ")
    assert "Traceback" not in built.all_log
    assert built.traces(SECRET) == set()
    assert not built.has("postmortems/bad/")
    assert built.page("postmortems/").titles == ["Good"]
    assert built.lines("INFO")[-1] == (
        "1 postmortem published (1 succeeded), 0 held back, 1 left out because of errors"
    )


@EACH
def test_the_preview_does_not_show_it_either(site, text, line):
    built = site({"bad.md": text, "good.md": post("Good")}, serving=True)
    assert built.traces(SECRET) == set()
    assert built.page("postmortems/").titles == ["Good"]


@EACH
def test_a_strict_build_fails_before_it_empties_the_site_folder(site, text, line):
    last = b"<p>the site of last week\r\n</p>"
    built = site(
        {"bad.md": text, "good.md": post("Good")},
        files={"site/index.html": last, "site/old/page.html": last},
        strict=True,
    )
    assert built.aborted == (
        "Aborted in strict mode with 1 problem in postmortems. "
        "Nothing was built, and the site that was there is as it was."
    )
    assert built.raw == {"index.html": last, "old/page.html": last}
    (error,) = built.lines("ERROR")
    assert error.startswith(f"postmortems/bad.md:{line}: ")
    assert "Traceback" not in built.all_log


def test_all_that_is_wrong_is_told_in_one_build(site):
    bad = {f"{number}.md": text for number, (text, _) in enumerate(UNREADABLE.values())}
    built = site({**bad, "good.md": post("Good")})
    named = {line.split(":")[0] for line in built.lines("ERROR")}
    assert named == {f"postmortems/{name}" for name in bad}
    assert built.page("postmortems/").titles == ["Good"]


def test_what_is_wrong_is_told_in_the_order_of_files_and_lines(site):
    built = site(
        {
            "b.md": post("B", outcome="meh", stage="nowhere"),
            "a/z.md": "---\ntitle: a: b\n---\n",
            "a/b.md": post("AB", outcome="meh"),
        }
    )
    places = [line.split(": ")[0] for line in built.warnings]
    assert places == [
        "postmortems/a/b.md:3",
        "postmortems/a/z.md:2",
        "postmortems/b.md:3",
        "postmortems/b.md:4",
    ]


@pytest.mark.parametrize("lost", ["lab/postmortems", "a.md", ".authors.yml", "_glossary.yml"])
def test_what_the_disk_does_not_give_stops_a_build_that_would_leave_it_out(site, lost, monkeypatch):
    def failing(original):
        def wrapped(path, *given, **named):
            if str(path).endswith(lost):
                raise OSError(errno.EIO, "Input/output error", str(path))
            return original(path, *given, **named)

        return wrapped

    posts = {"a.md": post("Good"), ".authors.yml": "ada: Ada\n", "_glossary.yml": "- [a, b]\n"}
    before = site(posts, folder="lab").raw
    monkeypatch.setattr(os, "scandir", failing(os.scandir))
    monkeypatch.setattr(os, "open", failing(os.open))
    monkeypatch.setattr(io, "open", failing(io.open))
    built = site(folder="lab")

    assert "Input/output error" in built.aborted
    assert built.aborted.endswith("Nothing was built, and the site that was there is as it was.")
    assert built.raw == before


def test_an_image_of_what_cannot_be_read_is_not_published(site):
    built = site(
        {"bad.md": f"---\ntitle: a: b\n---\n\n![x]({SECRET}.png)\n", f"{SECRET}.png": PIXEL}
    )
    assert built.traces(SECRET) == set()


def test_a_reference_to_what_cannot_be_read_is_told(site):
    built = site({"bad.md": "---\ntitle: a: b\n---\n", "good.md": post("Good", builds_on="bad")})
    assert built.lines("WARNING") == ["postmortems/good.md:3: builds_on: `bad` could not be read."]


def test_references_to_what_is_not_there_to_oneself_and_in_circles_are_told(site):
    built = site(
        {
            "2024/churn.md": post("A", builds_on="chrn", replicates="2024/churn"),
            "2024/uplift.md": post("B", contradicts="churn", supersedes="2024/z"),
            "2024/z.md": post("C", supersedes=["2024/uplift"]),
        }
    )
    unknown, itself, near, circle = built.lines("WARNING")
    assert unknown == (
        "postmortems/2024/churn.md:3: builds_on: there is no postmortem `chrn`. "
        "Write the other file's path without `.md`."
    )
    assert itself == "postmortems/2024/churn.md:4: replicates: names this postmortem itself."
    assert near == (
        "postmortems/2024/uplift.md:3: contradicts: there is no postmortem `churn`. "
        "Did you mean `2024/churn`?"
    )
    assert circle == (
        "postmortems/2024/uplift.md:4: supersedes: goes round in a circle: "
        "2024/uplift → 2024/z → 2024/uplift."
    )
    assert sorted(built.page("postmortems/").titles) == ["A", "B", "C"]


def test_a_value_that_cannot_be_read_does_not_hide_its_post(site):
    """Only what may say who sees it hides it."""
    built = site(
        {"good.md": post("Good", outcome="meh", results=[{"metric": "auc", "value": "x"}])}
    )
    assert built.lines("ERROR") == []
    assert [line.split(": ")[:2] for line in built.lines("WARNING")] == [
        ["postmortems/good.md:3", "outcome"],
        ["postmortems/good.md:6", "results.value"],
    ]
    assert built.page("postmortems/").titles == ["Good"]


def test_a_warning_fails_a_strict_build_before_it_empties_the_site_folder(site):
    built = site(
        {"good.md": post("Good", outcome="meh")}, files={"site/index.html": b"old"}, strict=True
    )
    assert built.aborted.startswith("Aborted in strict mode with 1 problem in postmortems.")
    assert built.raw == {"index.html": b"old"}


def test_a_preview_goes_on_in_strict_mode_after_a_problem(site):
    """Live reload must survive a typing error; MkDocs itself counts the warning at the end."""
    built = site({"bad.md": "---\ntitle: a: b\n---\n", "good.md": post("Good")}, serving=True)
    assert built.aborted == ""
    assert built.has("postmortems/good/")


def test_a_message_cannot_steer_the_terminal(site):
    built = site({"bad\x1b[31m\nname.md": "---\ntitle: a: b\n---\n"})
    (error,) = built.lines("ERROR")
    assert error.startswith("postmortems/bad [31m name.md:2: ")
    assert "\x1b" not in built.all_log


def test_a_file_name_that_is_not_text_is_told(site, tmp_path):
    folder = tmp_path / "named" / "postmortems"
    folder.mkdir(parents=True)
    try:
        (folder / "caf\udce9.md").write_text(post("Odd"), "utf-8")
    except OSError:
        pytest.skip("this file system takes names of text only")
    built = site({"good.md": post("Good")}, folder="named")
    (error,) = built.lines("ERROR")
    assert error.startswith("postmortems/caf .md: ")
    assert built.page("postmortems/").titles == ["Good"]


def test_links_are_followed_nowhere(site, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text(post("Secret", SECRET), "utf-8")
    folder = tmp_path / "linked" / "postmortems"
    folder.mkdir(parents=True)
    (folder / "leak.md").symlink_to(tmp_path / "outside" / "secret.md")
    (folder / "all").symlink_to(tmp_path / "outside")
    (folder / "round").symlink_to(".")
    (folder / "gone.md").symlink_to("nowhere.md")
    built = site({"good.md": post("Good")}, folder="linked")
    assert built.traces(SECRET) == set()
    assert built.page("postmortems/").titles == ["Good"]
    told = "this is a link, and links are not followed out of caution. Put the file itself here."
    assert built.lines("WARNING") == [
        f"postmortems/{name}: {told}" for name in ("all", "gone.md", "leak.md", "round")
    ]
