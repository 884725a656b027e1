"""The benchmark's own conditions. Nothing here builds a site."""

import hashlib
from itertools import islice

import pytest

from benchmarks.build.changes import Project
from benchmarks.build.measuring import Cost
from benchmarks.build.posts import NEWEST, SHARED_TAG, day, generate, has_shared_tag
from benchmarks.build.rounds import Row
from benchmarks.build.tables import Results, fit, report
from benchmarks.build.tools import TOOLS
from mkdocs_postmortems.source import read


def row(tool, case, cpu, *, size=100, turn=0) -> Row:
    return Row(size, turn, tool, case, Cost(2 * cpu, cpu, 2**20, 3_000_000, size))


def files(project) -> dict[str, bytes]:
    folder = project.folder / project.tool.content
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_bytes_of_the_posts_are_those_of_every_machine():
    text = "".join(TOOLS["ours"].text(post) for post in generate(100))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "e6bf48dc10daf5b0"


def test_another_seed_gives_other_posts():
    assert next(generate(1, seed=1)).body != next(generate(1, seed=2)).body


def test_a_larger_corpus_has_the_posts_of_the_smaller():
    small, large = list(generate(30)), list(islice(generate(1000), 30))
    assert [post.body for post in small] == [post.body for post in large]
    assert [post.slug for post in small] == [post.slug for post in large]


@pytest.mark.parametrize(("size", "sharing"), [(40, 40), (100, 100), (1050, 100)])
def test_up_to_a_hundred_posts_share_the_tag_that_is_renamed(size, sharing):
    assert sum(has_shared_tag(number, size) for number in range(size)) == sharing
    assert SHARED_TAG in next(generate(size)).tags


def test_all_links_lead_to_posts_and_none_is_left_in_the_form_of_the_generator():
    posts = list(generate(60))
    for tool in TOOLS.values():
        text = "".join(tool.text(post) for post in posts)
        assert "](@" not in text
        assert tool.link.format(slug=posts[5].slug) in text


def test_our_reader_has_nothing_to_say_of_the_posts():
    for post in generate(50):
        text = TOOLS["ours"].text(post)
        assert not read(text.encode(), f"{post.slug}.md").problems


def test_an_added_post_is_newer_than_all():
    assert max(map(day, range(4000))) < NEWEST


@pytest.mark.parametrize("case", ["edited", "added", "retagged"])
def test_what_a_case_changes_is_undone_to_the_byte(tmp_path, case):
    project = Project(TOOLS["hugo"], tmp_path / "hugo", 12, seed=1)
    project.write()
    before = files(project)
    project.prepare(case, turn=0)
    changed = files(project)
    project.restore()
    differing = [name for name in changed if changed[name] != before.get(name)]
    assert len(differing) == {"edited": 1, "added": 1, "retagged": 12}[case]
    assert files(project) == before


def test_medians_and_ratios_are_over_the_rounds():
    rows = [
        row(tool, "cold", cpu, turn=turn)
        for tool, figures in {"ours": (1, 4, 3), "hugo": (2, 2, 3)}.items()
        for turn, cpu in enumerate(figures)
    ]
    results = Results(rows)
    assert results.median(100, "ours", "cold", "cpu") == 3
    assert results.ratio(100, "cold", "cpu", "ours", "hugo") == 1


def test_a_tool_without_a_cache_is_held_against_ours_by_its_edited_build():
    rows = [row("ours", "cold", 4), row("ours", "unchanged", 1), row("ours", "edited", 2)]
    rows += [row("hugo", "cold", 4), row("hugo", "edited", 5)]
    text = report(Results(rows), {"ours": "Ours", "hugo": "Hugo"}, {})
    assert "| hugo | 4.00 (8.00) | all: 5.00 (10.0) | 5.00 (10.0) |" in text
    assert "| ours ÷ hugo | 1.00 (1.00) | 0.20 (0.20) | 0.40 (0.40) |" in text


def test_a_tool_that_failed_is_named_with_the_reason():
    text = report(Results([row("ours", "cold", 4)]), {"ours": "Ours"}, {"hugo": "not installed"})
    assert "## Left out\n\n- hugo: not installed" in text


def test_growth_is_the_line_through_the_figures():
    fixed, each = fit([(100, 1.5), (1000, 6.0), (2000, 11.0)])
    assert (fixed, each) == (pytest.approx(1), pytest.approx(0.005))


def test_growth_stands_in_the_report_of_two_sizes():
    rows = [row("ours", "cold", 2, size=100), row("ours", "cold", 11, size=1000)]
    assert "| ours | cold | 20.00 | 11.00 | 10.00 | 1.00 |" in report(Results(rows), {}, {})
