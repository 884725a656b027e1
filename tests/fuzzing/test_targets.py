"""The targets hold for what they are begun with, so that a nightly run looks for what is new."""

import html5lib
import pytest

from fuzzing.seeds import dictionary, seeds
from fuzzing.targets import TARGETS, does_nothing, is_part


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_some_of_its_seeds(name):
    given = list(seeds(name))
    assert len(given) > 20
    for seed in given[:: len(given) // 10]:
        TARGETS[name](seed)
        TARGETS[name](seed[: len(seed) // 2])


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<b onclick='x()'>x</b>",
        "<a href=' java\nscript:x'>x</a>",
        "<p style='width:a(;color:red);position:fixed'>x</p>",
        "<svg><script>x</script></svg>",
    ],
)
def test_what_would_run_would_be_found(html):
    elements = list(html5lib.parseFragment(html, namespaceHTMLElements=False).iter())
    with pytest.raises(AssertionError):
        list(map(does_nothing, elements))


def test_what_lies_in_brackets_or_quotes_of_a_style_is_no_property():
    style = "width:a(;position:fixed);color:';top:0'"
    (element,) = html5lib.parseFragment(f'<p style="{style}">', namespaceHTMLElements=False)
    does_nothing(element)


def test_words_that_were_made_up_would_be_found():
    assert is_part(["a", "c"], ["a", "b", "c"])
    assert not is_part(["c", "a"], ["a", "b", "c"])


def test_words_of_the_dictionary_are_in_the_form_of_libfuzzer():
    lines = dictionary().splitlines()
    assert '"draft: "' in lines
    assert all(line[0] == line[-1] == '"' and line[1:-1].count('"') == 0 for line in lines)
