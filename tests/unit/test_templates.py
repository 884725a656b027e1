"""The templates of new postmortems, shipped and a team's own."""

import datetime as dt
import re

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.domain.extension import read_extension
from mkdocs_postmortems.domain.vocabulary import OUTCOMES
from mkdocs_postmortems.search.gather import document_of
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.source.front_matter import split
from mkdocs_postmortems.source.names import FIELDS
from mkdocs_postmortems.writing.draft import Draft
from mkdocs_postmortems.writing.rendering import TemplateError
from mkdocs_postmortems.writing.templates import Templates
from unit.making import made, told

DAY = dt.date(2026, 11, 24)
SHIPPED = Templates.shipped_names()
OUTCOME_OF = {"plan": "pending", "ab-test": "failed", "experiment": "", "essay": ""}
GUIDING = re.compile(r"<!--.*?-->", re.DOTALL)


def draft(title="Trees against the rule", **given):
    return Draft(title=title, date=DAY, **given)


def unfilled(name):
    """The text of a shipped template that nobody has written in."""
    return SHIPPED_TEMPLATES.render(name, draft(outcome=OUTCOME_OF.get(name, name)))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "postmortems" / "_templates").mkdir(parents=True)
    return tmp_path / "postmortems"


def own(folder, name, text):
    (folder / "_templates" / f"{name}.md").write_text(text, "utf-8")
    return Templates(folder)


SHIPPED_TEMPLATES = Templates(None)


def test_every_outcome_has_a_template_and_there_is_one_for_none():
    chosen = [SHIPPED_TEMPLATES.for_outcome(code) for code in OUTCOMES.codes]

    assert chosen == ["plan", *OUTCOMES.codes[1:]]
    assert SHIPPED_TEMPLATES.for_outcome("") == "experiment"
    assert {*chosen, "experiment", "essay", "ab-test"} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_untouched_template_reads_without_a_problem(name):
    reading = read(unfilled(name).encode(), "2026/2026-11-24-a.md")
    postmortem = made(reading)

    assert reading.problems == ()
    assert postmortem.title == "Trees against the rule"
    assert postmortem.outcome == (OUTCOME_OF.get(name, name) or None)
    assert postmortem.extra == {}


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_that_guides_is_taken_for_content(name):
    postmortem = made(read(unfilled(name).encode(), "2026/2026-11-24-a.md"))
    document = document_of(postmortem, Vocabularies(), "postmortems")
    headings = {section.heading for section in SHIPPED_TEMPLATES.sections(name)}

    assert postmortem.summary == ""
    assert postmortem.lessons == ()
    assert {each.heading for each in document.passages if each.kind == "section"} <= headings
    assert [each.text for each in document.passages if each.text] == []
    assert postmortem.words == len(re.findall(r"\w+", " ".join(headings)))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_has_at_most_seven_headings_each_with_a_word_of_guidance(name):
    sections = SHIPPED_TEMPLATES.sections(name)

    assert len(sections) <= 7
    assert len({each.heading for each in sections}) == len(sections)
    assert all(GUIDING.search(each.text) for each in sections)
    assert bool(sections) is (name != "essay")


@pytest.mark.parametrize("name", SHIPPED)
def test_guidance_is_short(name):
    comments = GUIDING.findall(unfilled(name))

    assert comments
    assert all(len(comment) <= 300 for comment in comments)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_comment_in_front_matter_shows_can_be_used_as_it_stands(name):
    lines = unfilled(name).split("\n")
    uncommented = [re.sub(r"^# (?=[a-z_]+:|  -)", "", line) for line in lines]
    reading = read("\n".join(uncommented).encode(), "2026/2026-11-24-a.md")

    assert "outcome:" in "".join(uncommented) or name == "essay"
    assert told(reading) == []
    assert set(yaml.safe_load(split("\n".join(uncommented), "a").block)) <= set(FIELDS)


def test_comments_name_all_codes_also_those_of_the_site(folder):
    vocabularies = Vocabularies().extended(
        read_extension({"stage": {"pilot": "Pilot"}, "cause": {"weather": {"family": "data"}}})
    )
    text = Templates(folder, Settings(vocabularies)).render("failed", draft())

    assert "online_test, production, pilot\n" in text
    assert "#   data: unavailable, quality, labels, no_signal, shift, weather\n" in text


def test_a_code_of_the_site_has_the_template_of_its_picture_or_its_name(folder):
    added = {"outcome": {"retired": {"icon": "abandoned"}, "odd": "Odd"}}
    settings = Settings(Vocabularies().extended(read_extension(added)))

    assert Templates(folder, settings).for_outcome("retired") == "abandoned"
    assert Templates(folder, settings).for_outcome("odd") == "experiment"
    own(folder, "retired", "Text.")
    assert Templates(folder, settings).for_outcome("retired") == "retired"


# A team's own


def broken(folder, text, name="mine", **given):
    with pytest.raises(TemplateError) as caught:
        own(folder, name, text).render(name, draft(**given))
    return str(caught.value)


def test_a_team_s_template_stands_in_for_a_shipped_one_and_may_extend_it(folder):
    templates = own(
        folder,
        "failed",
        '{#- Ours. -#}\n{% extends "failed.md" %}\n{% block lessons %}\n## What we take\n\n'
        "<!-- One. -->\n{% endblock %}\n",
    )

    headings = [each.heading for each in templates.sections("failed")]
    assert headings == [
        *[each.heading for each in SHIPPED_TEMPLATES.sections("failed")][:-1],
        "What we take",
    ]
    (described,) = [each for each in templates.described() if each.name == "failed"]
    assert (described.description, described.is_own) == ("Ours.", True)


def test_one_block_is_added_to_with_super(folder):
    templates = own(
        folder,
        "mine",
        '{% extends "plan.md" %}\n{% block data %}\n{{ super() }}\n## Privacy\n\n'
        "<!-- Asked whom? -->\n{% endblock %}\n",
    )

    assert [each.heading for each in templates.sections("mine")][2:4] == [
        "Data and baseline",
        "Privacy",
    ]
    assert "mine" in templates.names


def test_what_all_templates_share_can_be_a_team_s_own(folder):
    templates = own(
        folder, "_base", '{% extends "_base.md" %}\n{% block lessons %}\n{% endblock %}\n'
    )

    assert [each.heading for each in templates.sections("mixed")][-1] == "What we do with it"
    assert "_base" not in templates.names


def test_a_plain_file_is_a_template_and_what_is_known_is_put_above_it(folder):
    text = own(folder, "mine", "## One\n\nText.\n").render(
        "mine", draft(outcome="failed", tags=("a", "b"))
    )

    assert text == (
        "---\ntitle: Trees against the rule\ndate: 2026-11-24\ntags: [a, b]\noutcome: failed\n---\n"
        "\n## One\n\nText.\n"
    )


def test_what_is_given_and_a_template_leaves_out_is_added(folder):
    templates = own(folder, "mine", "---\ntitle: {{ title | yaml }}\nlab: x # ours\n---\nText.\n")

    assert templates.render("mine", draft("Yes: no", team="Flow")) == (
        "---\ntitle: 'Yes: no'\nlab: x # ours\ndate: 2026-11-24\nteam: Flow\n---\nText.\n"
    )


def test_windows_line_ends_and_a_mark_of_utf_8_do_no_harm(folder):
    path = folder / "_templates" / "mine.md"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: {{ title }}\r\n---\r\nText.\r\n")

    text = Templates(folder).render("mine", draft())
    assert text == "---\ntitle: Trees against the rule\ndate: 2026-11-24\n---\nText.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\n{% if %}\n---\n", ":2: expected"),
        ("---\n---\n\n{{ titel }}\n", ":4: 'titel' is undefined. "),
        ("x\n{{ prefill.nothing }}", ":2: "),
        ('{% extends "faild.md" %}', ":1: there is no template `faild.md`"),
        ('\n{% include "../x.md" %}', ":2: there is no template"),
        ("{{ ''.__class__.__mro__ }}", ":1: "),
        ("a\n{{ 1 // 0 }}", ":2: "),
        ("a\n{{ field(1, 2) }}{{ nothing() }}", ":2: 'nothing' is undefined"),
        ("---\ntitle: {{ title }}\ntags: [a\n---\nText.", ":3: a bracket is opened here"),
        ("---\ntitle: {{ title }}\n", ":1: front matter is opened here and never closed"),
        ("+++\nteam = 'x'\n+++\nText.", ": what is given as `title` is not in its front matter"),
        ("---\ndate: 2020-01-01\n---\nText.", ":2: this writes another `date` than"),
        ("---\ntitle: {{ title }}!\n---\nText.", ":2: this writes another `title` than"),
        ("---\ndraft: maybe\n---\nText.", ":2: draft: `maybe` is neither true nor false"),
    ],
)
def test_a_broken_template_is_an_error_with_file_and_line(folder, text, told):
    message = broken(folder, text)

    assert message.startswith("postmortems/_templates/mine.md:")
    assert told in message


def test_a_title_that_breaks_an_unquoted_field_is_told_with_the_line(folder):
    message = broken(folder, "---\n# ours\ntitle: {{ title }}\n---\nText.", title="a: b")

    assert message.startswith("postmortems/_templates/mine.md:3: a value that contains `: `")


@pytest.mark.parametrize(
    "name", ["../secret.md", "{folder}/secret.md", "..\\\\secret.md", "sub/x.md"]
)
def test_no_template_reads_a_file_elsewhere(folder, name):
    (folder / "secret.md").write_text("secret", "utf-8")
    (folder / "_templates" / "sub").mkdir()
    (folder / "_templates" / "sub" / "x.md").write_text("secret", "utf-8")

    message = broken(folder, f'{{% include "{name.format(folder=folder)}" %}}')
    assert message.startswith("postmortems/_templates/mine.md:1: there is no template")


def test_a_folder_is_no_template(folder):
    (folder / "_templates" / "odd.md").mkdir()

    assert "odd" not in Templates(folder).names


def test_an_error_in_what_is_extended_names_that_file(folder):
    own(folder, "_base", "---\ntitle: x\n---\n{{ oops }}\n")
    with pytest.raises(TemplateError, match=r"_templates/_base\.md:4: 'oops' is undefined"):
        Templates(folder).render("failed", draft())


def test_templates_that_extend_each_other_in_a_circle(folder):
    own(folder, "two", '{% extends "mine.md" %}')

    assert "in a circle" in broken(folder, '{% extends "two.md" %}')


def test_a_template_that_is_no_text(folder):
    (folder / "_templates" / "mine.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match=r"_templates/mine\.md: this file is not UTF-8"):
        Templates(folder).render("mine", draft())
    assert "not UTF-8" in Templates(folder).described()[-1].description


def test_a_title_is_data_and_nothing_in_it_is_run(folder):
    title = "{{ 1 + 1 }} {% raw %} {# x #} <!-- y -->"
    templates = own(folder, "mine", "---\ntitle: {{ title | yaml }}\n---\n{{ title }}\n")

    assert f"\n{title}\n" in templates.render("mine", draft(title))


def test_a_condition_that_nobody_wrote_is_not_published_when_its_line_is_uncommented():
    written = Templates(None).render("failed", draft(outcome="failed"))
    text = written.replace("# revisit_when:", "revisit_when:")

    assert text != written
    assert read(text.encode(), "a.md").postmortem.revisit_when == ""


JINJA = st.sampled_from(
    ["{{ ", " }}", "{% ", " %}", "{# ", " #}", "---\n", "title", "date", "outcome", ": ", "\n",
     "## ",
     "field('draft')", "known", "extends 'failed.md'", "include '../x'", "block lessons",
     "endblock", "for a in tags", "endfor", "if title", "endif", "super()", ".__class__", "|yaml",
     "range(9)", " ** 9", "[0]", "'", "<!-- ", " -->", "draft: ", "true"]
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(JINJA, max_size=20).map("".join))
@example("{% extends 'failed.md' %}{% block lessons %}{{ super() }}{% endblock %}")
@example("{{ title.__class__.__mro__ }}")
@example("---\n{{ field('draft') }}\n---\n")
def test_any_text_is_a_template_that_says_what_was_meant_or_is_refused_with_its_line(folder, text):
    where = r"(postmortems/_templates/mine\.md|\(shipped\) \w+\.md):\d+: "
    try:
        written = own(folder, "mine", text).render("mine", draft())
    except TemplateError as error:
        refused = str(error)
    else:
        refused = ""
        assert made(read(written.encode(), "2026/a.md")).title == "Trees against the rule"
    assert not refused or re.match(where, refused)
