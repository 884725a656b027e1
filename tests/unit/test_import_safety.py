"""What a source may not do: lead out of itself, never end, or be too much."""

import errno
import os
from pathlib import Path

import pytest

from mkdocs_postmortems.importing import SourceError
from mkdocs_postmortems.importing.tree import LARGEST_PICTURE, Tree, UnreadableError
from unit.importing import PNG, fault, left, one, only, pictures, plan, plan_again, targets, told

TEXT = "# A\n\nText.\n"


@pytest.fixture
def secret(tmp_path):
    """A picture and a text outside the source."""
    folder = tmp_path / "secret"
    folder.mkdir()
    (folder / "p.png").write_bytes(b"secret")
    (folder / "a.md").write_text("# Secret\n\nsecret\n")
    return folder


def test_links_are_followed_nowhere(tmp_path, secret):
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.md").symlink_to(secret / "a.md")
    (old / "folder").symlink_to(secret)
    (old / "loop").symlink_to(old)
    (old / "p.png").symlink_to(secret / "p.png")
    (old / "dangling.md").symlink_to(old / "none.md")
    text = "# B\n\n![p](p.png) ![p](folder/p.png) [a](a.md)\n"
    planned = plan(tmp_path, {"b.md": text})

    post = only(planned)
    assert post.data.decode() == text
    assert post.pictures == ()
    assert len(told(post, "left")) == 3
    assert set(left(planned)) == {"a.md", "folder", "loop", "p.png", "dangling.md"}
    assert {each.reason for each in planned.left} == {
        "it is a link, and links are not followed out of caution"
    }


@pytest.mark.parametrize(
    "target",
    [
        "../secret/p.png",
        "..%2fsecret%2fp.png",
        "/../secret/p.png",
        "x/../../secret/p.png",
        "{absolute}",
        "file://{absolute}",
        "{{{{ site.baseurl }}}}/../secret/p.png",
        "%00",
        "p%00.png",
        "\\..\\secret\\p.png",
        "x" * 5_000 + ".png",
    ],
)
@pytest.mark.parametrize("how", ["![p]({})", '<img src="{}">', "[p]: {}", "image"])
def test_no_path_climbs_out(tmp_path, secret, target, how):
    written = target.format(absolute=secret / "p.png")
    front = f"---\ntitle: A\nimage: '{written}'\n---\n" if how == "image" else ""
    body = "" if how == "image" else how.format(written)
    post = only(plan(tmp_path, {"2024-03-01-a.md": f"{front}\n# A\n\nText.\n\n{body}\n"}))

    assert post.pictures == ()
    assert written in post.data.decode()


def test_a_picture_that_another_post_names_with_dots_stays_in_the_source(tmp_path):
    files = {"x/y/a.md": "![p](../../img/p.png)\n", "img/p.png": PNG}

    assert pictures(only(plan(tmp_path, files))) == {"img/p.png": "a/p.png"}


@pytest.mark.parametrize(
    "slug", ["../../x", "/etc/x", "..", "a/b", ".git", "_x", "con", "\u202e x"]
)
def test_no_slug_leads_elsewhere(tmp_path, slug):
    post = only(plan(tmp_path, {"a.md": f"---\nslug: '{slug}'\n---\n\nX\n"}))

    assert "/" not in post.target
    assert not post.target.startswith((".", "_"))


def test_what_never_ends_is_not_read(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    os.mkfifo(old / "a.md")
    os.mkfifo(old / "p.png")
    planned = plan(tmp_path, {"b.md": "# B\n\n![p](p.png)\n"})

    assert left(planned) == {"a.md": "it is no plain file", "p.png": "it is no plain file"}
    assert only(planned).pictures == ()
    assert fault(plan_again(tmp_path, "a.md")).reason == "it is no plain file"


def test_what_is_too_large_is_left(tmp_path):
    files = {"a.md": b"x" * 5_000_001, "b.md": "# B\n\n![p](p.png)\n", "c.ipynb": "[]"}
    old = tmp_path / "old"
    old.mkdir()
    with (old / "p.png").open("wb") as file:
        file.truncate(LARGEST_PICTURE + 1)
    planned = plan(tmp_path, files)
    with (old / "c.ipynb").open("wb") as file:
        file.truncate(50_000_001)
    again = plan_again(tmp_path)

    assert "5,000,000 is the most" in left(planned)["a.md"]
    assert one(planned, "b.md").pictures == ()
    assert "25,000,000 is the most" in told(one(planned, "b.md"), "left")[0]
    assert "50,000,000 is the most" in left(again)["c.ipynb"]


def test_a_source_that_is_too_large_is_refused(tmp_path, monkeypatch):
    from mkdocs_postmortems.importing import tree

    monkeypatch.setattr(tree, "_MOST_ENTRIES", 3)
    with pytest.raises(SourceError, match="more than 3 files"):
        plan(tmp_path, {f"{each}.md": TEXT for each in "abcd"})


def test_what_may_not_be_read_is_told(tmp_path, monkeypatch):
    """The system's refusal is played, as root may read everything."""
    plan(tmp_path, {"a.md": TEXT, "b.md": TEXT, "c/d.md": TEXT})
    for name, refused in (("open", "a.md"), ("scandir", "c")):
        monkeypatch.setattr(os, name, refusing(getattr(os, name), refused))
    planned = plan_again(tmp_path)

    assert list(targets(planned)) == ["b.md"]
    assert all("cannot be read" in reason for reason in left(planned).values())
    assert set(left(planned)) == {"a.md", "c"}


@pytest.mark.parametrize("below", ["", "c"])
def test_a_source_that_may_not_be_listed_is_refused(tmp_path, monkeypatch, below):
    plan(tmp_path, {"c/d.md": TEXT})
    monkeypatch.setattr(os, "scandir", refusing(os.scandir, below or "old"))
    with pytest.raises(SourceError, match=f"{below or 'old'} cannot be read .Permission denied"):
        plan_again(tmp_path, below)


def refusing(real, name):
    """`real`, but for a path that ends with `name`."""

    def opened(path, *arguments, **options):
        if Path(path).name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return real(path, *arguments, **options)

    return opened


def test_a_name_that_is_no_text_is_told(tmp_path):
    plan(tmp_path, {"b.md": TEXT})
    try:
        (tmp_path / "old" / os.fsdecode(b"caf\xe9.md")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes no such names")

    assert left(plan_again(tmp_path)) == {"caf?.md": "its name is not UTF-8"}


def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path, secret):
    plan(tmp_path, {"a.md": TEXT})
    tree = Tree((tmp_path / "old").resolve())
    (tmp_path / "old/b.md").symlink_to(secret / "a.md")

    for path in ("b.md", "../secret/a.md", "none.md", ".", "\0"):
        assert not tree.holds(path)
        with pytest.raises(UnreadableError):
            tree.read(path, 100)
