"""The project as the command line finds it."""

from pathlib import Path

import pytest

from mkdocs_postmortems.project import Project, ProjectError, find_project

ENV = "POSTMORTEMS_TEST_FOLDER"


def project(root: Path, text: str, *folders: str, name: str = "mkdocs.yml") -> Project:
    for folder in folders or ("postmortems",):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")
    return find_project(root)


def test_defaults(tmp_path):
    found = project(tmp_path, "site_name: Lab\nplugins: [search, postmortems]\n")

    assert found == Project(
        root=tmp_path,
        folder=tmp_path / "postmortems",
        authors_file=tmp_path / "postmortems" / ".authors.yml",
        blog="postmortems",
        site_url="",
        options={},
    )
    assert found.cache == tmp_path / ".cache" / "postmortems"


def test_options_are_read(tmp_path):
    text = """
        site_url: https://example.org/lab/
        plugins:
          - search
          - postmortems:
              postmortems_dir: notes/failed
              authors_file: people.yml
              blog_path: /lab/notes/
        """
    found = project(tmp_path, text, "notes/failed")

    assert found.folder == tmp_path / "notes" / "failed"
    assert found.authors_file == found.folder / "people.yml"
    assert (found.blog, found.site_url) == ("lab/notes", "https://example.org/lab/")
    assert found.options["postmortems_dir"] == "notes/failed"


@pytest.mark.parametrize(
    "plugins",
    [
        "{search: {}, postmortems: {postmortems_dir: notes}}",
        "[postmortems: {postmortems_dir: notes}]",
        "[search, {postmortems: {postmortems_dir: notes}}]",
    ],
)
def test_plugins_may_be_a_list_or_a_map(tmp_path, plugins):
    assert project(tmp_path, f"plugins: {plugins}\n", "notes").folder == tmp_path / "notes"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "just text\n",
        "[]\n",
        "plugins:\n",
        "plugins: text\n",
        "plugins: 5\n",
        "plugins: {postmortems: }\n",
        "plugins: [postmortems: ]\n",
        "plugins: [postmortems: text]\n",
        "plugins: [[postmortems]]\n",
        "plugins: [{postmortems: {postmortems_dir: , blog_path: , authors_file: }}]\n",
    ],
)
def test_where_nothing_is_said_the_defaults_hold(tmp_path, text):
    found = project(tmp_path, text)

    assert found.folder == tmp_path / "postmortems"
    assert (found.authors_file.name, found.blog) == (".authors.yml", "postmortems")


def test_it_is_found_from_a_folder_below(tmp_path):
    made = project(tmp_path, "site_name: Lab\n", "postmortems", "a/b/c")

    assert find_project(tmp_path / "a/b/c") == made
    assert find_project(tmp_path / "postmortems") == made


def test_the_nearest_is_taken(tmp_path):
    project(tmp_path, "site_name: Outer\n", "postmortems")
    inner = project(tmp_path / "inner", "site_name: Inner\n", "postmortems", "x")

    assert find_project(tmp_path / "inner" / "x") == inner
    assert inner.root == tmp_path / "inner"


def test_both_suffixes_are_known(tmp_path):
    assert project(tmp_path, "site_url: https://a.example\n", name="mkdocs.yaml").site_url


def test_a_relative_start_will_do(tmp_path, monkeypatch):
    made = project(tmp_path, "site_name: Lab\n", "postmortems", "a")
    monkeypatch.chdir(tmp_path / "a")

    assert find_project(Path()) == made


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"!ENV {ENV}", "notes"),
        (f"!ENV [{ENV}, other]", "notes"),
        (f"!ENV [POSTMORTEMS_TEST_NONE, {ENV}, other]", "notes"),
        ("!ENV [POSTMORTEMS_TEST_NONE, other]", "other"),
        ("!ENV POSTMORTEMS_TEST_NONE", "postmortems"),
        ("!ENV [POSTMORTEMS_TEST_NONE]", "postmortems"),
        ("!ENV []", "postmortems"),
    ],
)
def test_the_environment_is_asked_as_mkdocs_does(tmp_path, monkeypatch, said, expected):
    monkeypatch.setenv(ENV, "notes")
    text = f"plugins: [{{postmortems: {{postmortems_dir: {said}}}}}]\n"
    found = project(tmp_path, text, "notes", "other", "postmortems")

    assert found.folder.name == expected


def test_what_only_mkdocs_understands_is_passed_over(tmp_path):
    text = """
        site_url: https://example.org/
        markdown_extensions:
          - pymdownx.emoji:
              emoji_index: !!python/name:material.extensions.emoji.twemoji
              generator: !!python/object/apply:os.getcwd []
          - mermaid: {format: !relative $config_dir, x: !custom {a: [b]}}
        plugins: [postmortems: {postmortems_dir: notes}]
        """

    assert project(tmp_path, text, "notes").folder.name == "notes"


def test_no_code_is_run(tmp_path):
    mark = tmp_path / "was-run"
    text = f"site_url: !!python/object/apply:pathlib.Path.touch [{mark}]\n"

    assert project(tmp_path, text).site_url == ""
    assert not mark.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"site_name: [",
        b"a: b: c",
        b"\xff\xfe\x00",
        b"a: \x07",
        b"a: *nowhere",
        b"extra: {released: 2024-13-45}",
        b"? [a]\n: b\n? {a: b}\n: c",
        b"a: " + b"[" * 5_000,
        b"a: 1\n--- \nb: 2",
    ],
)
def test_what_cannot_be_read_is_one_error_that_names_the_file(tmp_path, data):
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "mkdocs.yml").write_bytes(data)

    with pytest.raises(ProjectError, match=r"mkdocs\.yml cannot be read"):
        find_project(tmp_path)


def test_no_project(tmp_path):
    with pytest.raises(ProjectError, match="postmortems init"):
        find_project(tmp_path)


@pytest.mark.parametrize("what", ["nothing", "file"])
def test_no_folder(tmp_path, what):
    if what == "file":
        (tmp_path / "notes").write_text("")
    (tmp_path / "mkdocs.yml").write_text("plugins: [postmortems: {postmortems_dir: notes}]\n")

    with pytest.raises(ProjectError, match=r"no postmortems folder .*notes"):
        find_project(tmp_path)
