"""Front matter of an imported text: as it was, plus what it would lose, and nothing made up."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.importing.document import Document, open_document
from mkdocs_postmortems.source import read
from unit.importing import fault, left, one, only, plan, told

BODY = "\nNo better than the rule.\n"


def imported(tmp_path, text, path="2024-03-01-churn.md", more=None, **choice):
    """What becomes of a file of that text."""
    return one(plan(tmp_path, {path: text, **(more or {})}, **choice), path)


# What needs nothing stays as it is


@pytest.mark.parametrize(
    "text",
    [
        "# Churn\n\nText.\n",
        "# Churn\r\n\r\nText without an end",
        "---\ntitle: 'Churn'   # quoted\ntags: [ a,b ]\nx-own: {y: 1}\n---\n\nText.\n",
        "\ufeff---\r\ntitle: Churn\r\n---\r\n\r\nText.\r\n",
        "+++\ntitle = 'Churn'\n[extra]\ny = 1\n+++\nText.\n",
        '{"title": "Churn", "x": [1]}\nText.\n',
        "---\ntitle: Churn\noutcome: failed\ndraft: true\n---\n\nText.\n",
        "---\ntitle: Churn\npublished: false\n---\n\nText.\n",
        "<!-- licence -->\n---\ntitle: Churn\n---\n\nText \x0c \x00.\n",
    ],
)
def test_a_file_that_lacks_nothing_is_the_same_to_the_byte(tmp_path, text):
    post = imported(tmp_path, text)

    assert post.data == text.encode()
    assert post.target == "2024/2024-03-01-churn.md"


def test_nothing_is_made_up(tmp_path):
    """No outcome, cause, lesson or confidence, however the text reads."""
    post = imported(tmp_path, "# Churn\n\nThe experiment failed because of leakage.\n")
    made = read(post.data, post.target).postmortem

    assert (made.outcome, made.causes, made.lessons, made.confidence) == (None, (), (), None)


# Title and date


def test_a_title_that_only_the_old_name_told_is_written(tmp_path):
    post = imported(tmp_path, BODY, "2024-03-01-Was it Worth_It.md")

    assert post.data.decode() == f"---\ntitle: Was it Worth It\n---\n\n{BODY}"
    assert post.title == "Was it Worth It"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\nauthor: Ada\n---\n", "---\ntitle: An Old-Name\nauthor: Ada\n---\n"),
        ("---\r\nauthor: Ada\r\n---\r\n", "---\r\ntitle: An Old-Name\r\nauthor: Ada\r\n---\r\n"),
        ("---\n  author: Ada\n---\n", "---\n  title: An Old-Name\n  author: Ada\n---\n"),
        ("---\n# why\n---\n", "---\ntitle: An Old-Name\n# why\n---\n"),
        ("---\n{author: Ada}\n---\n", '---\n{"title": "An Old-Name", author: Ada}\n---\n'),
        ("---\n{}\n---\n", '---\n{"title": "An Old-Name"}\n---\n'),
        ('{"author": "Ada"}\n', '{"title": "An Old-Name", "author": "Ada"}\n'),
        ("+++\n[extra]\na = 1\n+++\n", '+++\ntitle = "An Old-Name"\n[extra]\na = 1\n+++\n'),
        ("\ufeff+++\nx = 1\n+++\n", '\ufeff+++\ntitle = "An Old-Name"\nx = 1\n+++\n'),
        ("<!-- c -->\n---\na: b\n---\n", "<!-- c -->\n---\ntitle: An Old-Name\na: b\n---\n"),
    ],
)  # fmt: skip
def test_a_field_is_put_on_top_in_the_syntax_that_is_there(front, expected):
    document = open_document(f"{front}{BODY}".encode(), "a.md")

    assert document.with_fields({"title": "An Old-Name"}).text == f"{expected}{BODY}"


VALUES = st.one_of(
    st.booleans(),
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn", "Cf"))),
    st.sampled_from(
        ["NO", "1.10", "a: b", "# c", "- x", "'", '"', "\\", "{}", "[", "null", ": ", "@x"]
    ),
)
FRONTS = st.sampled_from(
    ["", "---\nx: 1\n---\n", "---\n{x: 1}\n---\n", '{"x": 1}\n', "+++\nx = 1\n+++\n"]
)


@given(FRONTS, VALUES | st.lists(VALUES.filter(lambda v: isinstance(v, str)), max_size=3))
def test_any_value_is_read_back_as_it_was_meant(front, value):
    written = open_document(f"{front}{BODY}".encode(), "a.md").with_fields({"added": value})
    made = read(written.text.encode(), "a.md").postmortem

    assert made is not None
    assert made.extra["added"] == value
    assert made.extra.get("x") == (1 if front else None)
    assert written.text.endswith(BODY)


@pytest.mark.parametrize(
    ("text", "path", "target", "how"),
    [
        ("---\ndate: 2024-03-01 23:30:00 -0800\n---\n", "a.md", "2024/2024-03-01-a.md", "date"),
        ("---\ncreated_at: 2024-03-01\n---\n", "2020-01-01-a.md", "2024/2024-03-01-a.md",
         "date (from `created_at`)"),
        ("", "2024-03-01-a.md", "2024/2024-03-01-a.md", "date (from its path)"),
        ("", "2024-03-01_run/README.md", "2024/2024-03-01-run.md", "date (from its path)"),
        ("", "2024/03/01/a.md", "2024/2024-03-01-a.md", "date (from its path)"),
        ("+++\npath = '2024/03/01/x'\n+++\n", "a.md", "2024/2024-03-01-a.md", "date (from `path`)"),
        ("---\npermalink: /2024/03/01/x/\n---\n", "a.md", "2024/2024-03-01-a.md",
         "date (from `permalink`)"),
    ],
)  # fmt: skip
def test_where_the_date_is_from(tmp_path, text, path, target, how):
    post = imported(tmp_path, f"{text}\n# A\n\nText.\n", path)

    assert post.target == target
    assert how in told(post, "mapped")
    assert read(post.data, post.target).postmortem.date == post.date


def test_without_any_date_it_stands_at_the_top(tmp_path):
    post = imported(tmp_path, "# A\n\nText.\n", "deep/down/a.md")

    assert (post.target, post.date) == ("a.md", None)


# Names


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("posts/My Great_Post!.md", "X", "my-great-post.md"),
        ("posts/churn/index.md", "X", "churn.md"),
        ("posts/churn/index.de.md", "X", "churn-de.md"),
        ("team/churn.kp/knowledge.md", "X", "churn.md"),
        ("churn.ipynb.kp/knowledge.md", "X", "churn.md"),
        ("2024-03-01.md", "# A title\n\nX", "2024/2024-03-01-a-title.md"),
        ("a.md", "---\nslug: b\n---\n\nX", "b.md"),
        ("失敗.md", "X", "失敗.md"),
        ("a/readme.md", "---\nslug: index\n---\n\nX", "a.md"),
        ("README.md", "X", "old.md"),
        ("con.md", "X", "con-1143da2b.md"),
    ],
)
def test_the_name_is_the_slug_the_files_the_folders_or_the_title(tmp_path, path, text, target):
    assert only(plan(tmp_path, {path: f"{text}\n"})).target == target


def test_a_name_that_is_taken_gets_its_folder_and_then_a_number(tmp_path):
    files = {f"{each}/churn.md": "# Churn\n\nX\n" for each in ("a", "b", "c/b", "d/B")}
    planned = plan(tmp_path, files)

    assert [post.target for post in planned.posts] == [
        "churn.md",
        "b-churn.md",
        "b-churn-2.md",
        "b-churn-3.md",
    ]
    assert "another name" in told(planned.posts[1], "mapped")[-1]


# Who may see it


def test_drafts_stay_drafts(tmp_path):
    front = "---\ntitle: A\ndraft: true\n---\n"
    post = imported(tmp_path, f"{front}{BODY}")

    assert post.draft
    assert post.data.decode() == f"{front}{BODY}"


@pytest.mark.parametrize(
    "front", ["", "---\ntitle: A\n---\n", "+++\ntitle = 'A'\n+++\n", '{"title": "A"}\n']
)
def test_what_jekyll_keeps_in_its_folder_of_drafts_is_a_draft(tmp_path, front):
    post = imported(tmp_path, f"{front}\n# A\n\nX\n", "_drafts/a.md")

    assert post.draft
    assert read(post.data, post.target).postmortem.draft
    assert "draft (from its folder `_drafts`)" in told(post, "mapped")


@pytest.mark.parametrize(
    ("field", "flag"),
    [
        ("password: hunter2", "draft"),
        ("private: yes", "draft"),
        ("Protected: true", "draft"),
        ("encrypted: 1", "draft"),
        ("allowed_groups: [a]", "draft"),
        ("headless: true", "draft"),
        ("visibility: Private", "draft"),
        ("access: internal", "draft"),
        ("_build: {render: never, list: never}", "draft"),
        ("build: {list: false}", "unlisted"),
        ("hidden: true", "unlisted"),
    ],
)
def test_what_another_tool_shows_to_few_is_hidden(tmp_path, field, flag):
    post = imported(tmp_path, f"---\ntitle: A\n{field}\n---\n{BODY}")
    made = read(post.data, post.target).postmortem

    assert getattr(made, flag)
    assert post.draft == (flag == "draft")
    assert any(note.startswith(f"{flag} (from ") for note in told(post, "mapped"))
    assert "hunter2" not in "".join(told(post, "mapped") + told(post, "kept"))


@pytest.mark.parametrize(
    "field", ["private: false", "password: ''", "protected:", "visibility: public"]
)
def test_what_is_for_everybody_stays_so(tmp_path, field):
    text = f"---\ntitle: A\n{field}\n---\n{BODY}"

    assert imported(tmp_path, text).data == text.encode()


def test_fields_that_do_not_agree_leave_it_out(tmp_path):
    files = {"a.md": f"---\ntitle: A\ndraft: false\nprivate: true\n---\n{BODY}"}
    found = fault(plan(tmp_path, files))

    assert (found.source, found.line) == ("a.md", 3)
    assert "`draft` and the field `private` do not agree" in found.reason


# What a folder gives

JEKYLL_DEFAULT = "defaults: [{scope: {%s}, values: {published: false}}]\n"


def test_quartos_metadata_of_a_folder_is_written_into_the_files(tmp_path):
    files = {
        "_quarto.yml": "project: {type: website}\nauthor: Lab\nformat: html\nx: !expr f()\n",
        "posts/_metadata.yml": "author: [{name: Ada, orcid: 1-2}, Grace]\ncategories: [churn]\n",
        "posts/a.qmd": f"---\ntitle: A\n---\n{BODY}",
        "posts/b.qmd": f"---\ntitle: B\nauthors: [Eve]\ncategories: [own]\n---\n{BODY}",
        "c.qmd": f"# C\n{BODY}",
    }
    planned = plan(tmp_path, files)

    a = one(planned, "posts/a.qmd")
    assert [each.name for each in read(a.data, a.target).postmortem.authors] == ["Ada", "Grace"]
    assert read(a.data, a.target).postmortem.tags == ("churn",)
    assert "author (from `posts/_metadata.yml`)" in told(a, "mapped")
    assert one(planned, "posts/b.qmd").data.decode() == files["posts/b.qmd"]
    assert one(planned, "c.qmd").data.decode() == f"---\nauthor: Lab\n---\n\n# C\n{BODY}"


@pytest.mark.parametrize(
    ("file", "content", "path"),
    [
        ("p/_metadata.yml", "draft: true\n", "p/a.qmd"),
        ("_quarto.yml", "a: [", "p/a.qmd"),
        ("content/p/_index.md", "---\ncascade: {draft: true}\n---\n", "content/p/a.md"),
        ("content/p/_index.md", "---\ncascade: {audience: few}\n---\n", "content/p/a.md"),
        ("content/_index.md", "+++\n[[cascade]]\nprivate = true\n+++\n", "content/p/a.md"),
        ("_config.yml", JEKYLL_DEFAULT % "path: ''", "_posts/2024-01-01-a.md"),
        ("_config.yml", JEKYLL_DEFAULT % "path: _posts, type: posts", "_posts/2024-01-01-a.md"),
    ],
)
def test_what_a_folder_hides_or_may_hide_is_a_draft(tmp_path, file, content, path):
    assert imported(tmp_path, f"# A\n{BODY}", path, {file: content}).draft


def test_what_a_folder_says_of_other_files_does_not_count(tmp_path):
    elsewhere = "{scope: {path: drafts}, values: {draft: true}}"
    rules = f"[{elsewhere}, {{scope: {{type: pages}}, values: {{draft: true}}}}, 3]"
    text = f"# A\n{BODY}"
    more = {"_config.yml": f"defaults: {rules}\n"}

    assert imported(tmp_path, text, "_posts/2024-01-01-a.md", more).data == text.encode()


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "config",
    [
        LAUGHS,
        "x: " + "[" * 5_000,
        "- a list\n",
        "\0",
        "author: !ENV [HOME]\n",
    ],
)  # fmt: skip
def test_a_configuration_that_is_no_use_does_no_harm(tmp_path, config, monkeypatch):
    monkeypatch.setenv("HOME", "/secret-home")
    post = imported(tmp_path, f"# A\n{BODY}", "a.qmd", {"_quarto.yml": config})

    assert b"secret-home" not in post.data


# Tags


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\ntitle: A\n---\n", "tags: [old blog, churn]"),
        ("---\ntags: [churn, x]\n---\n", "categories: [old blog]"),
        ("---\ntags: [x]\ncategory: y\n---\n", "keywords: [old blog, churn]"),
        ("+++\n[taxonomies]\ntags = ['x']\n+++\n", 'categories = ["old blog", "churn"]'),
    ],
)
def test_tags_are_added_to_those_that_are_there(tmp_path, front, line):
    post = imported(tmp_path, f"{front}\n# A\n{BODY}", tags=("old blog", "churn"))
    tags = set(read(post.data, post.target).postmortem.tags)

    assert line in post.data.decode()
    assert {"old blog", "churn"} <= tags
    assert tags >= set(read(front.encode() + BODY.encode(), "a.md").postmortem.tags)


def test_where_there_is_no_room_for_tags_it_is_told(tmp_path):
    text = f"---\ntags: a\ncategories: b\nkeywords: c\n---\n{BODY}"
    post = imported(tmp_path, text, "2024-03-01-a.md", tags=("x",))

    assert "the tags to add, for which no field is free" in told(post, "left")


# What the report says of fields


def test_each_field_is_told_as_mapped_or_kept(tmp_path):
    front = {"title": "A", "tldr": "S", "created_at": "2024-01-01", "format": "html", "x": 1}
    post = imported(tmp_path, f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n{BODY}")

    assert told(post, "mapped") == ["title", "summary (from `tldr`)", "date (from `created_at`)"]
    assert told(post, "kept") == ["fields `format`, `x`"]


def test_what_our_reader_says_of_it_stands_in_the_report(tmp_path):
    post = imported(tmp_path, f"---\ntitle: A\noutcome: faild\n---\n{BODY}")

    assert [(each.field, each.path) for each in post.problems] == [("outcome", post.target)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"---\ntitle: a: b\n---\nX\n", "needs quotes"),
        (b"---\ntitle: a\n", "never closed"),
        (b"---\ndate: soon\n---\nX\n", "`soon` is not a date"),
        (b"+++\ntitle = a\n+++\nX\n", "not valid TOML"),
        (b"caf\xe9\n", "not UTF-8"),
        (b"---\ndraft: perhaps\n---\nX\n", "neither true nor false"),
    ],
)
def test_what_cannot_be_read_is_left_with_its_line(tmp_path, text, reason):
    found = fault(plan(tmp_path, {"a.md": text}))

    assert reason in found.reason
    assert found.line > 0


def test_an_empty_file_is_left_and_no_fault(tmp_path):
    planned = plan(tmp_path, {"a.md": "", "b.md": " \n"})

    assert [each.is_fault for each in planned.left] == [False, False]
    assert set(left(planned)) == {"a.md", "b.md"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_opening_a_document_cuts_and_loses_nothing(front, body):
    for text in (
        f"---\na: 1\n---\n{body}",
        f"{front}\n{body}",
        f"\ufeff{body}",
        f"+++\r\n+++\r\n{body}",
    ):
        data = text.encode("utf-8", "replace")
        if read(data, "a.md").postmortem is None:
            continue
        document = open_document(data, "a.md")
        assert isinstance(document, Document)
        assert document.text.encode() == data
