"""What a postmortem refers to beside itself, each with its line in the file."""

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.source.references import (
    beside,
    clean_target,
    local_parts,
    references,
)
from unit.making import made, read_text


def test_targets_are_found_with_their_lines_and_code_and_other_hosts_are_left_out():
    postmortem = made(
        read_text(
            """
            ---
            title: Churn
            cover: cover.png
            ---

            # Churn

            See [the data](data%20set.csv#top) and ![a plot](<a plot.png>).

            ```
            [not this](code.md)
            ```

            [ref]: ../other.md?x=1
            <img src="x.png"> <a href='y.md'>y</a>
            [out](https://example.org) [mail](mailto:a@example.org) [top](#top)
            """
        )
    )

    assert [(each.target, each.line, each.field) for each in references(postmortem)] == [
        ("cover.png", 3, "images"),
        ("data set.csv", 8, ""),
        ("a plot.png", 8, ""),
        ("../other.md", 14, ""),
        ("x.png", 15, ""),
        ("y.md", 15, ""),
    ]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("x.png", "2024/x.png"),
        ("./img/x.png", "2024/img/x.png"),
        ("../x.png", "x.png"),
        ("/x.png", "x.png"),
        ("../../secret", "../secret"),
    ],
)
def test_a_target_is_a_path_under_the_folder(target: str, path: str):
    postmortem = made(read_text("# T\n\nText.\n", "2024/churn.md"))

    assert beside(postmortem, target) == path


@pytest.mark.parametrize(
    ("written", "clean"), [("a%20b.png", "a b.png"), ("a.md#x", "a.md"), ("a?b#c", "a"), ("#x", "")]
)
def test_query_and_fragment_are_no_part_of_it(written: str, clean: str):
    assert clean_target(written) == clean


PIECES = st.sampled_from(
    ["[a](", "![", "](", ")", "(", "<", ">", "[r]: ", "<img src=", "'", '"', "%2e%2e/", "%00", "..",
     "/", "x.png", "https:", "#top", "?q", " ", "\n", "```\n", "<!--", "\\", "é"]
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_of_any_body_each_target_stands_on_its_line_and_is_of_no_other_host(body: str):
    text = f"---\ntitle: T\n---\n{body}x"
    reading = read_text(text, "2024/a.md")
    lines = text.splitlines()

    for each in references(made(reading)):
        assert each.target
        assert each.target in {clean_target(part) for part in _ends_of(lines[each.line - 1])}
        assert not each.target.startswith(("//", "https:"))
        assert posixpath.normpath(beside(made(reading), each.target)) != "/"


def _ends_of(line: str) -> set[str]:
    return {line[start:end] for start in range(len(line)) for end in range(start, len(line) + 1)}


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../plot.png?raw=1#top", "../plot.png"),
        ("https://example.org/x", None),
        ("//example.org/x", None),
        ("mailto:a@example.org", None),
        ("#top", None),
        ("http://[broken", None),
    ],
)
def test_only_what_names_a_file_within_the_site_has_parts(target: str, path: str | None):
    parts = local_parts(target)

    assert (parts.path if parts else None) == path
