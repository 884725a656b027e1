"""The blameless rules: who is judged, what is known only afterwards, and what only praises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.checks import Level
from mkdocs_postmortems.checks.detection.phrases import BLAME, HINDSIGHT, VICTORY, said_in
from mkdocs_postmortems.checks.detection.prose import prose_of
from mkdocs_postmortems.checks.gathering import gather
from mkdocs_postmortems.checks.rules.blameless import RULES
from mkdocs_postmortems.checks.runner import all_of, check
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.project import find_project
from unit.checking import EXAMPLE, NOW, findings, in_example, write_lab

NAMES = """authors:
  ada: {name: Ada Byron}
  mark: {name: Mark Ford}
  g.hopper: {name: Grace Hopper}
  zoe-b: Zoë Brontë
"""


def told(root, text: str, rule: str = "BLM", **options: tuple[str, ...]) -> list[str]:
    checks = Checks(select=(rule,), options={rule: options})
    return [each.message for each in in_example(root, text, checks)]


def blamed(root, sentence: str, authors: str = NAMES) -> list[str]:
    files = {".authors.yml": authors, EXAMPLE: f"# A\n\n{sentence}\n"}
    write_lab(root, {f"postmortems/{path}": text for path, text in files.items()})
    found = findings(root, Checks(select=("BLM102",)))
    return [each.message.split("`")[1] for each in found]


# Phrases


@pytest.mark.parametrize("phrase", [*BLAME, *HINDSIGHT, *VICTORY], ids=lambda each: each.text)
def test_each_phrase_is_found_in_any_case_and_over_two_lines(tmp_path, phrase):
    written = phrase.text.upper().replace(" ", "\n", 1).replace("'", "’")
    (message,) = told(tmp_path, f"# A\n\nIt {written}, they say.\n")

    assert message.startswith(f"“{phrase.text}” ")


def test_a_longer_phrase_is_told_once(tmp_path):
    assert told(tmp_path, "# A\n\nThey should have known better.\n") == [
        "“should have known better” judges a person"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "The lazy loader and the blame view of git were to be tried.",
        "Nobody was careless, and it was not human error. We didn't know who was to blame.",
        "Carelessness-free code, uncareless work.",
        "`careless` is a column.\n\n```\nhuman error\n```\n\n    code",
        "> It was human error,\n> they said,\nand careless.",
        "- > A careless quotation in a list.",
        'The report says “human error”, and "should have known".',
        "<!-- human error -->See [the page](https://x.test/human error).",
        "[careless]: https://x.test/careless\n\nhttps://x.test/careless.html <https://careless.test>",
        "<!--\nhuman error\n-->\nA text.",
        'An image <img alt="human error" src="x.png"> here.',
        "State-of-the-art baselines and the state of the art in 2020 are compared.",
    ],
)
def test_what_the_author_does_not_say_is_not_looked_at(tmp_path, body):
    assert told(tmp_path, f"# A\n\n{body}\n") == []


def test_front_matter_is_looked_at_and_its_comments_are_not(tmp_path):
    text = (
        "---\n# a careless comment\ntitle: A careless release # careless\n"
        "lessons: [We should have known]\n---\n\nText.\n"
    )
    found = in_example(tmp_path, text, Checks(select=("BLM101",)))

    assert [(each.line, each.column) for each in found] == [(3, 10), (4, 14)]


def test_it_is_told_where_a_phrase_stands_and_what_to_write(tmp_path):
    (found,) = in_example(
        tmp_path, "---\ntitle: A\n---\n\nIt was\nhuman  error.\n", Checks(select=("BLM",))
    )

    assert (found.line, found.column, found.level) == (6, 1, Level.WARNING)
    assert found.remedy == "Say what let the error through: error is where an analysis begins"


def test_what_is_known_afterwards_and_praise_are_only_for_information(tmp_path):
    text = "# A\n\nIn hindsight it was a game-changer.\n"
    found = in_example(tmp_path, text, Checks(select=("BLM",)))

    assert [(each.rule, each.level) for each in found] == [
        ("BLM201", Level.INFO),
        ("BLM202", Level.INFO),
    ]


def test_a_site_adds_and_drops_phrases(tmp_path):
    text = "# A\n\nA careless cowboy's  Deploy. Human error.\n"

    found = told(tmp_path, text, "BLM101", add=("Cowboy’s deploy",), drop=("Human  error",))
    assert found == ["“careless” judges a person", "“cowboy's deploy” judges a person"]


def test_an_added_phrase_has_a_word():
    for rule in RULES:
        for read in rule.options.values():
            with pytest.raises(ValueError, match="no word"):
                read(" - ")


# Names


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ada broke the build.", "Ada"),
        ("Ada Byron had accidentally\nforgot the filter.", "Ada Byron"),
        ("It failed because of Mark.", "Mark"),
        ("Ada failed\nto check it.", "Ada"),
        ("It failed because\nof Mark.", "Mark"),
        ("It was caused by Grace\nHopper.", "Grace Hopper"),
        ("That was Ada's mistake.", "Ada"),
        ("That was Ada Byron’s own fault.", "Ada Byron"),
        ("We blame Zoë Brontë.", "Zoë Brontë"),
        ("@mark did not check the labels.", "@mark"),
        ("g.hopper didn't test it.", "g.hopper"),
        ("The oversight of **Ada** is told here.", ""),
        ("Thanks to Ada we lost the table.", "Ada"),
    ],
)
def test_a_name_next_to_a_fault_is_told(tmp_path, sentence, name):
    assert blamed(tmp_path, sentence) == ([name] if name else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada found it, and wrote the query.",
        "We mark what broke.",
        "Mark. Broke it all the same.",
        "Ada wrote it. Forgot to say so.",
        "Because of Ada's patience it was found.",
        "Thanks to Ada's query it was found.",
        "Thanks to Ada for the table, and thanks to @kim who found it.",
        "Thanks to Ada, the filter was found.",
        "Adalbert broke the build.",
        "Grace broke the build.",
        "Bob broke the build, and Jenkins failed to start.",
        "> Ada broke the build.",
        "The branch `ada broke` and Ada-Byron broke nothing.",
        "Ada asked whether the build broke.",
    ],
)
def test_no_other_name_is_guessed_and_no_other_sentence_told(tmp_path, sentence):
    assert blamed(tmp_path, sentence) == []


def test_without_an_authors_file_no_name_is_known(tmp_path):
    assert blamed(tmp_path, "Ada broke the build.", "authors: {}\n") == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ada Byron broke the build.", "Ada Byron"),
        ("Ada broke the build.", "Ada"),
        ("It was caused by Zoe.", "Zoe"),
        ("That was bob's mistake.", ""),
        ("Bob forgot the filter.", "Bob"),
        ("@nobody-listed forgot the filter.", "@nobody-listed"),
        ("The fault of @kim, again.", "@kim"),
        ("Growth caused it, and Data Platform missed it.", ""),
        ("The decorator @app.route broke, and so did @angular/core.", ""),
        ("Mail to us@example.org broke, and actions/cache@v2 failed to start.", ""),
    ],
)
def test_with_an_empty_authors_file_those_are_known_whom_postmortems_name(tmp_path, sentence, name):
    others = {
        "a.md": "---\ntitle: A\nauthors: [Ada Byron, bob, Growth, Data Platform]\nteam: Growth\n"
        "reviewed_by: Zoe Brontë-Day\n---\n\nText.\n",
    }
    others["b.md"] = "---\ntitle: B\nauthor: Zoe Day\n---\n\nText.\n"
    write_lab(tmp_path, {f"postmortems/{path}": text for path, text in others.items()})

    assert blamed(tmp_path, sentence, "authors: {}\n") == ([name] if name else [])


def test_a_name_that_another_postmortem_brings_is_known_to_what_was_kept_too(tmp_path):
    text = "# A\n\nAda Byron broke the build.\n"
    wanted = Checks(select=("BLM102",))
    memory = Memory(Store(tmp_path / "kept"))

    def told() -> list[str]:
        material = gather(find_project(tmp_path / "lab"), wanted, NOW)
        found = all_of(check(replace(material, memory=memory), wanted), wanted)
        return [each.path for each in found]

    files = {".authors.yml": "authors: {}\n", EXAMPLE: text}
    write_lab(tmp_path / "lab", {f"postmortems/{path}": each for path, each in files.items()})
    assert told() == []
    write_lab(tmp_path / "lab", {"postmortems/b.md": "---\nauthor: Ada Byron\n---\n\nText.\n"})
    write_lab(tmp_path / "lab", {f"postmortems/{path}": each for path, each in files.items()})
    assert told() == [EXAMPLE]


# Any text


MARKS = [
    "```",
    "`",
    "> ",
    "<!--",
    "-->",
    '"',
    "“",
    "”",
    "](",
    "<a ",
    "http://",
    "careless ",
    "human\nerror",
    "\n",
    "\n\n",
    "# ",
    "- ",
    "Ada ",
    "broke",
    "---\n",
    "’s ",
    "\u2028",
]


@given(
    st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=20))).map("".join),
    st.integers(1, 5),
)
def test_prose_keeps_every_place(text, body_line):
    prose = prose_of(text, body_line)

    assert len(prose) == len(text)
    assert [len(line) for line in prose.split("\n")] == [len(line) for line in text.split("\n")]
    assert all(said in {" ", wrote} for said, wrote in zip(prose, text, strict=True))


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "` `` ",
        "` `` ``` ```` ",
        "<!--",
        "<!-- -->",
        '"',
        '" ',
        "“",
        "](",
        "[",
        "<a",
        "http://",
        "careless ",
        "human ",
        "not ",
        " ",
        "x",
        "> ",
        "should have ",
    ],
)
def test_a_line_of_a_million_characters_comes_to_an_end(piece):
    text = piece * (1_000_000 // len(piece))
    prose = prose_of(text, 1)

    assert len(prose) == len(text)
    said = said_in(prose, [each.text for each in (*BLAME, *HINDSIGHT, *VICTORY)])
    assert sum(1 for _ in said) <= len(text) // len(piece)
