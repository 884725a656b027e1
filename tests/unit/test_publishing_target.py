from pathlib import Path

import pytest

from mkdocs_postmortems.publishing.errors import PublishingError
from mkdocs_postmortems.publishing.target import place_of, refuse_harm, setting_of


@pytest.fixture
def project(tmp_path) -> Path:
    for name in ("docs", "postmortems", "site"):
        (tmp_path / "p" / name).mkdir(parents=True)
    (tmp_path / "p" / "mkdocs.yml").write_text("site_name: Lab\n")
    return tmp_path / "p" / "mkdocs.yml"


def refused(configuration: Path, site_dir: str | None, *, is_forced: bool = False) -> str:
    with pytest.raises(PublishingError) as error:
        refuse_harm(place_of(configuration, site_dir), is_forced=is_forced)
    return str(error.value)


def test_the_site_goes_where_mkdocs_would_put_it(project, monkeypatch, tmp_path):
    monkeypatch.setenv("WHERE", "public")
    assert place_of(project, None).target == project.parent / "site"
    project.write_text("site_dir: !ENV WHERE\n")
    assert place_of(project, None).target == project.parent / "public"
    assert place_of(project, "../out").target == tmp_path / "out"


def test_what_is_inherited_counts_where_nothing_else_is_said(project, tmp_path):
    (tmp_path / "base.yml").write_text("site_dir: base\ndev_addr: 0.0.0.0:9000\n")
    project.write_text("INHERIT: ../base.yml\n")
    assert place_of(project, None).target == project.parent / "base"
    assert setting_of(project, "dev_addr") == "0.0.0.0:9000"
    project.write_text("INHERIT: ../base.yml\nsite_dir: own\n")
    assert place_of(project, None).target == project.parent / "own"


@pytest.mark.parametrize("text", ["INHERIT: nowhere.yml\n", "site_dir: [\n"])
def test_a_configuration_that_cannot_be_read_is_told(project, text):
    project.write_text(text)
    with pytest.raises(PublishingError, match=r"\.yml cannot be read"):
        place_of(project, None)


def test_a_file_that_inherits_from_itself_ends(project):
    project.write_text("INHERIT: mkdocs.yml\n")
    assert place_of(project, None).target == project.parent / "site"


def test_a_link_is_followed_and_one_to_itself_is_told(project, tmp_path):
    link = project.parent / "link"
    link.symlink_to(tmp_path / "elsewhere")
    assert place_of(project, "link").target == tmp_path / "elsewhere"
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(PublishingError, match="leads nowhere"):
        refuse_harm(place_of(project, "link"), is_forced=False)


@pytest.mark.parametrize("names", [(), (".git",), ("index.html", "x.txt"), ("sitemap.xml",)])
def test_an_empty_folder_and_a_site_may_be_replaced(project, names):
    for name in names:
        (project.parent / "site" / name).touch()
    refuse_harm(place_of(project, None), is_forced=False)


def test_a_folder_of_other_things_is_replaced_only_by_force(project):
    (project.parent / "site" / "letter.txt").touch()
    assert "looks like no built site" in refused(project, None)
    refuse_harm(place_of(project, None), is_forced=True)


@pytest.mark.parametrize(
    ("site_dir", "told"),
    [
        (".", "holds mkdocs.yml"),
        ("/", "holds mkdocs.yml"),
        ("docs", "holds docs, which the site is made from"),
        ("postmortems/2026", "lies in"),
        ("docs/site", "lies in"),
        ("mkdocs.yml", "holds mkdocs.yml"),
        ("~", "holds your home"),
        ("/proc", "is a mount point"),
    ],
)
def test_what_must_never_be_replaced_is_not_replaced_by_force_either(project, site_dir, told):
    given = str(Path.home()) if site_dir == "~" else site_dir
    assert told in refused(project, given, is_forced=True)


def test_a_file_is_no_site(project):
    (project.parent / "file").touch()
    assert "is a file" in refused(project, "file", is_forced=True)
