"""Lessons: from front matter and from sections, each with an address that lasts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing import targets
from mkdocs_postmortems.domain import lesson_anchor
from mkdocs_postmortems.source import Settings
from mkdocs_postmortems.source.body import is_lessons_heading, lessons_in
from unit.making import made, read_fields, read_text, told


def texts(body: str) -> list[str]:
    return [lesson.text for lesson in lessons_in(body)]


def test_lessons_of_the_front_matter_are_texts_or_maps():
    first, second = made(
        read_fields(
            """
            title: T
            lessons:
              - Split by time, not at random.
              - text: Ask the users first.
                applies_when: there are users
                do: Interview five of them
            """
        )
    ).lessons

    assert first.text == "Split by time, not at random."
    assert (first.applies_when, first.do, first.in_body) == ("", "", False)
    assert second.text == "Ask the users first."
    assert second.applies_when == "there are users"
    assert second.do == "Interview five of them"


@pytest.mark.parametrize("field", ["lessons", "Lessons", "lessons_learnt", "lessons-learned"])
def test_the_field_has_the_names_that_people_give_it(field: str):
    assert [each.text for each in made(read_fields(f"title: T\n{field}: One.")).lessons] == ["One."]


@pytest.mark.parametrize(
    "heading",
    [
        "Lessons learnt",
        "Lessons Learned",
        "LESSONS LEARNED:",
        "4. Lessons learned",
        "What did we learn?",
        "What we learned",
        "Key takeaways",
        "Take-aways",
        "Learnings",
        "💡 Lessons learnt",
    ],
)
def test_headings_that_mean_lessons(heading: str):
    assert is_lessons_heading(heading)
    assert texts(f"## {heading}\n\n- One.\n") == ["One."]


@pytest.mark.parametrize(
    "heading", ["What went well", "Lessons for our children's school", "Results", "Learning rate"]
)
def test_headings_that_do_not(heading: str):
    assert not is_lessons_heading(heading)
    assert texts(f"## {heading}\n\n- One.\n") == []


def test_a_site_can_add_headings_of_its_own():
    settings = Settings(lessons_headings=("Erkenntnisse",))

    postmortem = made(read_text("# T\n\n## Erkenntnisse\n\n- Eins.\n", settings=settings))

    assert [(each.text, each.in_body) for each in postmortem.lessons] == [("Eins.", True)]


def test_a_section_reaches_to_the_next_heading_of_its_level():
    body = """\
## Results

- not this

## Lessons learnt

A word before.

- One.

### What went well

* Two.

### What went badly

1. Three.
2) Four.

## Next steps

- not this either
"""

    assert texts(body) == ["One.", "Two.", "Three.", "Four."]


def test_nested_items_join_the_one_they_are_in():
    body = """\
## Lessons learnt

- Split by time:
  - by month
    - or by week
  - by year
- Ask first,
and ask again.

  With a second paragraph.
- Last.
"""

    assert texts(body) == [
        "Split by time:; by month; or by week; by year",
        "Ask first, and ask again. With a second paragraph.",
        "Last.",
    ]


@pytest.mark.parametrize("indent", ["", " ", "  ", "   "])
def test_a_list_may_stand_a_little_to_the_right(indent: str):
    body = f"""\
## Lessons learnt

### What went well

{indent}- One.
{indent}- Two,
{indent}  at length.

### What went badly

{indent}- Three.
"""

    assert texts(body) == ["One.", "Two, at length.", "Three."]


def test_a_paragraph_ends_a_list():
    body = """\
## Lessons learnt

- One.

Prose, then code:

    - not a lesson, and not a part of one
"""

    assert texts(body) == ["One."]


def test_code_comments_and_rules_are_no_lessons():
    body = """\
## Lessons learnt

```
- in code
```
<!--
- in a comment
-->
- One.

* * *
"""

    assert texts(body) == ["One."]


@pytest.mark.parametrize("comment", ["<!-- a `b` c -->", "  <!-- a -->  ", "<!-- a\nb -->"])
def test_a_comment_below_a_lesson_is_no_part_of_it(comment):
    assert texts(f"## Lessons\n\n- One.\n{comment}\n- Two.\n") == ["One.", "Two."]


def test_a_lesson_keeps_its_markdown_and_knows_its_lines():
    (lesson,) = lessons_in("## Lessons\n\n- Use **`time`**,\n  always.\n")

    assert lesson.text == "Use **`time`**, always."
    assert (lesson.line, lesson.last_line) == (3, 4)


def test_an_anchor_does_not_change_when_a_lesson_is_added_before():
    before = made(read_fields("title: T\nlessons: [One is enough.]", "## Lessons\n\n- Two."))
    after = made(
        read_fields("title: T\nlessons: [Zero., One is enough.]", "## Lessons\n\n- New.\n- Two.")
    )

    old = {lesson.text: lesson.anchor for lesson in before.lessons}
    new = {lesson.text: lesson.anchor for lesson in after.lessons}
    assert list(new) == ["Zero.", "One is enough.", "New.", "Two."]
    assert {text: new[text] for text in old} == old


def test_an_anchor_outlives_the_mending_of_case_emphasis_and_points():
    bare = made(read_fields("title: T\nlessons: [split by time]")).lessons[0]
    mended = made(read_fields("title: T\nlessons: ['Split by **time**!']")).lessons[0]

    assert bare.anchor == mended.anchor == "lesson-split-by-time-" + bare.anchor[-6:]


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("Split by time", "lesson-split-by-time-"),
        ("One two three four five six seven", "lesson-one-two-three-four-five-six-"),
        ("Straße und CAFÉ", "lesson-strasse-und-café-"),
        ("!!!", "lesson-"),
    ],
)
def test_an_anchor_can_be_read(text: str, readable: str):
    anchor = lesson_anchor(text)

    assert anchor.startswith(readable)
    assert len(anchor) == len(readable) + 6


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        (
            "Retrain each *month*, where prices move.",
            "lesson-retrain-each-month-where-prices-move-e15d41",
        ),
        (
            "Differentiation " * 12,
            "lesson-differentiation-differentiation-differentiation-differentiat-39b16d",
        ),
        ("???", "lesson-e3b0c4"),
    ],
)
def test_addresses_of_lessons_that_stand_in_mails_and_links_lead_there_for_ever(
    text: str, anchor: str
):
    assert lesson_anchor(text) == anchor


def test_lessons_that_open_alike_have_anchors_of_their_own():
    assert lesson_anchor("a b c d e f one") != lesson_anchor("a b c d e f two")


def test_an_id_gives_an_anchor_that_outlives_the_words():
    (lesson,) = made(read_fields("title: T\nlessons: [{id: by time, text: Split.}]")).lessons

    assert lesson.anchor == "lesson-by-time"


def test_two_lessons_with_one_id_both_stay_and_it_is_told():
    reading = read_fields(
        """
        title: T
        lessons:
          - {id: a, text: One.}
          - {id: a, text: Two.}
        """
    )

    assert [(each.text, each.anchor) for each in made(reading).lessons] == [
        ("One.", "lesson-a"),
        ("Two.", lesson_anchor("Two")),
    ]
    assert told(reading) == [
        (
            "churn.md:3: lessons: the id `a` belongs to a lesson above already. "
            "Give each lesson an id of its own, or none."
        )
    ]


@pytest.mark.parametrize("lessons", ["[One.]", "[{id: mine, text: One.}]"])
def test_a_lesson_told_twice_is_one(lessons: str):
    body = "## Lessons\n\n- *One*\n- Two.\n- Two.\n"

    postmortem = made(read_fields(f"title: T\nlessons: {lessons}", body))

    assert [(each.text, each.in_body) for each in postmortem.lessons] == [
        ("One.", False),
        ("Two.", True),
    ]


def test_a_lesson_without_text_is_left_out_and_told():
    reading = read_fields("title: T\nlessons:\n  - do: something")

    assert made(reading).lessons == ()
    assert told(reading) == ["churn.md:4: lessons: a lesson has no `text` and was left out."]


LINES = st.sampled_from(
    ["## Lessons learnt", "# Takeaways", "### What went well", "Lessons", "---", "===", "", "- one",
     "  - two", "    three", "1. four", "\t* five", "more", "```", "<!--", "-->", "- ", "-",
     "> - six", "10) seven", "| - eight", "    ```", "~~~"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(LINES, max_size=16).map("\n".join))
def test_of_any_body_each_lesson_is_words_of_its_lines_and_keeps_its_address(body: str):
    targets.lessons(body.encode())
