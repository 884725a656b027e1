"""What a source is, which of its files are write-ups, and why the others are not."""

import pytest

from mkdocs_postmortems.importing import KINDS, SourceError
from unit.importing import left, notebook, plan, plan_again, targets, text_cell

TEXT = "# Churn\n\nNo better than the rule.\n"


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"hugo.toml": "", "content/a.md": TEXT}, "hugo"),
        ({"content/blog/a.md": TEXT, "static/a.png": ""}, "hugo"),
        ({"_config.yml": "", "_posts/2024-01-02-a.md": TEXT}, "jekyll"),
        ({"blog/_drafts/a.md": TEXT}, "jekyll"),
        ({"_quarto.yml": "", "a.md": TEXT}, "quarto"),
        ({"posts/a.qmd": TEXT}, "quarto"),
        ({"team/a.kp/knowledge.md": TEXT}, "knowledge-repo"),
        ({".knowledge_repo_config.yml": "", "a.md": TEXT}, "knowledge-repo"),
        ({"a.Rmd": TEXT}, "knowledge-repo"),
        ({"a.ipynb": notebook(text_cell("# A"))}, "jupyter"),
        ({"a.md": TEXT, "b.ipynb": notebook(text_cell("# B"))}, "markdown"),
        ({"mkdocs.yml": "", "docs/a.md": TEXT}, "markdown"),
        ({}, "markdown"),
    ],
)
def test_the_kind_is_seen_from_the_folder(tmp_path, files, kind):
    assert plan(tmp_path, {"data.csv": "1", **files}).kind == kind


def test_of_a_folder_of_several_sites_one_has_to_be_given(tmp_path):
    files = {
        "one/hugo.toml": "",
        "one/content/a.md": TEXT,
        "one/themes/x/hugo.toml": "",
        "two/_config.yml": "",
        "two/_posts/2024-01-02-b.md": TEXT,
        "deep/er/_quarto.yml": "",
        "deep/er/c.qmd": TEXT,
    }
    with pytest.raises(SourceError) as refused:
        plan(tmp_path, files)

    told = str(refused.value)
    assert "there are 3 sites in " in told
    assert "Quarto in `deep/er`, Hugo or Zola in `one`, Jekyll in `two`. Import one" in told
    assert targets(plan_again(tmp_path, kind="jekyll")) == {
        "two/_posts/2024-01-02-b.md": "2024/2024-01-02-b.md"
    }


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "", "_posts/2024-01-02-a.md": TEXT, "demo/_config.yml": ""},
        {"a/_posts/2024-01-02-a.md": TEXT, "b/_posts/2024-01-02-b.md": TEXT},
        {"site/_config.yml": "", "site/_posts/2024-01-02-a.md": TEXT, "README.md": TEXT},
    ],
)
def test_one_site_with_others_in_it_or_beside_other_files_is_one_site(tmp_path, files):
    assert plan(tmp_path, files).kind == "jekyll"


def test_the_kind_can_be_told(tmp_path):
    files = {"_posts/2024-01-02-a.md": TEXT, "notes/b.md": TEXT}

    assert targets(plan(tmp_path, files)) == {"_posts/2024-01-02-a.md": "2024/2024-01-02-a.md"}
    assert targets(plan_again(tmp_path, kind="markdown")) == {"notes/b.md": "b.md"}


def test_every_kind_can_be_named_on_the_command_line():
    from mkdocs_postmortems.cli.import_ import import_

    kinds = {param.name: param for param in import_.params}["kind"].type.choices
    assert list(kinds) == list(KINDS)


def test_hugos_lists_of_pages_and_what_it_built_are_left(tmp_path):
    files = {
        "hugo.toml": "",
        "content/_index.md": TEXT,
        "content/posts/_index.md": TEXT,
        "content/posts/a.md": TEXT,
        "public/posts/a.md": TEXT,
        "archetypes/default.md": TEXT,
        "themes/x/content/y.md": TEXT,
        "README.md": TEXT,
    }
    planned = plan(tmp_path, files)

    assert list(targets(planned)) == ["content/posts/a.md"]
    assert left(planned) == {
        "README.md": "it is not in `content/`",
        "archetypes/default.md": "it is not in `content/`",
        "content/_index.md": "it introduces a list of pages",
        "content/posts/_index.md": "it introduces a list of pages",
        "public/posts/a.md": "`public/` is what Hugo or Zola built",
        "themes/x/content/y.md": "`themes/` is what Hugo or Zola built",
    }


def test_jekylls_pages_are_no_posts(tmp_path):
    files = {"_posts/2024-01-02-a.md": TEXT, "about.md": TEXT, "_includes/x.md": TEXT}
    planned = plan(tmp_path, files)

    assert list(targets(planned)) == ["_posts/2024-01-02-a.md"]
    assert set(left(planned)) == {"about.md", "_includes/x.md"}


def test_quartos_listing_and_parts_are_left(tmp_path):
    files = {
        "_quarto.yml": "project: {type: website}\n",
        "index.qmd": "---\ntitle: All\nlisting: default\n---\n\nPosts.\n",
        "blog.qmd": "---\ntitle: All\nlisting: default\n---\n\nPosts.\n",
        "posts/_part.qmd": TEXT,
        "posts/a.qmd": TEXT,
        "_site/posts/a.md": TEXT,
    }
    planned = plan(tmp_path, files)

    assert targets(planned) == {"posts/a.qmd": "a.md"}
    assert left(planned)["blog.qmd"] == "it is a list of other pages"
    assert "parts of other pages" in left(planned)["posts/_part.qmd"]


def test_files_about_the_repository_are_left(tmp_path):
    names = ("LICENSE.md", "CONTRIBUTING.md", "code_of_conduct.md", "CHANGELOG.md")
    planned = plan(tmp_path, {"a.md": TEXT, **dict.fromkeys(names, TEXT)})

    assert list(targets(planned)) == ["a.md"]
    assert set(left(planned)) == set(names)


@pytest.mark.parametrize("name", ["README.md", "index.md", "docs/index.md", "docs/README.md"])
def test_what_introduces_a_folder_is_left(tmp_path, name):
    planned = plan(tmp_path, {name: TEXT, "docs/a.md": TEXT})

    assert left(planned) == {name: "it introduces the folder"}


def test_a_folder_with_nothing_but_a_readme_is_one_write_up(tmp_path):
    assert targets(plan(tmp_path, {"README.md": TEXT, "a.py": ""})) == {"README.md": "churn.md"}


def test_hidden_folders_and_those_of_packages_are_not_looked_into(tmp_path):
    folders = (".git", ".venv", "node_modules/x", "a/__pycache__", "venv/lib")
    planned = plan(tmp_path, {"a.md": TEXT, **{f"{each}/b.md": TEXT for each in folders}})

    assert (list(targets(planned)), planned.left) == (["a.md"], ())


@pytest.mark.parametrize("below", ["content", "content/posts", "content/posts/a.md"])
def test_a_part_of_a_site_can_be_imported(tmp_path, below):
    files = {
        "hugo.toml": "",
        "content/posts/a.md": "![p](/p.png)\n",
        "content/about.md": TEXT,
        "static/p.png": "x",
    }
    plan(tmp_path, files)
    planned = plan_again(tmp_path, below)

    assert "a.md" in targets(planned).values()


def test_one_file_can_be_imported(tmp_path):
    plan(tmp_path, {"a.md": TEXT, "b.md": TEXT, "CHANGELOG.md": TEXT})

    assert targets(plan_again(tmp_path, "b.md")) == {"b.md": "b.md"}
    assert targets(plan_again(tmp_path, "CHANGELOG.md")) == {"CHANGELOG.md": "changelog.md"}


def test_only_what_is_asked_for_is_planned_with_the_names_it_has_anyway(tmp_path):
    files = {"a/churn.md": TEXT, "b/churn.md": TEXT, "b/LICENSE.md": TEXT, "c.qmd": TEXT}
    everything = targets(plan(tmp_path, files))
    some = plan_again(tmp_path, only=("b/*",))

    assert targets(some) == {"b/churn.md": everything["b/churn.md"]} == {"b/churn.md": "b-churn.md"}
    assert list(left(some)) == ["b/LICENSE.md"]
    assert list(targets(plan_again(tmp_path, only=("*.qmd",)))) == ["c.qmd"]
    assert list(targets(plan_again(tmp_path, only=("churn.md", "c.*")))) == list(everything)


@pytest.mark.parametrize("into", ["../x", "/x", "a/../../x", ".x", "_x", "a\\..\\x", "c:x"])
def test_a_folder_elsewhere_is_refused(tmp_path, into):
    with pytest.raises(SourceError, match="no folder in the postmortems folder"):
        plan(tmp_path, {"a.md": TEXT}, into=into)


def test_everything_can_go_into_one_folder(tmp_path):
    planned = plan(tmp_path, {"a.md": TEXT, "2024-03-01-b.md": TEXT}, into="old/blog/")

    assert set(targets(planned).values()) == {
        "old/blog/a.md",
        "old/blog/2024/2024-03-01-b.md",
    }


def test_what_cannot_be_a_source_is_refused(tmp_path):
    plan(tmp_path, {"a.md": TEXT, "a.csv": ""})
    for below, why in (
        ("none", "there is no"),
        ("a.csv", "neither a folder"),
        ("\0", "there is no"),
    ):
        with pytest.raises(SourceError, match=why):
            plan_again(tmp_path, below)


def test_the_postmortems_folder_is_no_source_of_itself(tmp_path):
    plan(tmp_path, {"a.md": TEXT})
    (tmp_path / "lab/postmortems/b.md").write_text(TEXT)

    for below in ("../lab/postmortems", "../lab/postmortems/b.md"):
        with pytest.raises(SourceError, match="in the postmortems folder already"):
            plan_again(tmp_path, below)
    assert targets(plan_again(tmp_path, "..")) == {"old/a.md": "a.md"}
