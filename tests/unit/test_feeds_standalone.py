"""HTML taken from its page: whole addresses, nothing that runs, the same text."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.feeds import standalone

PAGE = "https://example.org/lab/postmortems/2024/a/"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("x.png", PAGE + "x.png"),
        ("../b/", "https://example.org/lab/postmortems/2024/b/"),
        ("#part", PAGE + "#part"),
        ("?q=1&amp;r=2", PAGE + "?q=1&amp;r=2"),
        ("/top/", "https://example.org/top/"),
        ("//other.example/x", "https://other.example/x"),
        (" b ", PAGE + "b"),
        ("", PAGE),
    ],
)
def test_an_address_within_the_site_becomes_whole(written, whole):
    assert standalone(f'<a href="{written}">x</a>', PAGE) == f'<a href="{whole}">x</a>'


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="https://other.example/?a=1&amp;b=2">x</a>',
        '<a href="mailto:ada@example.org">x</a>',
        '<img src="data:image/png;base64,AA==" alt="">',
        '<a href="http://[">x</a>',
        "<a name=x>x</a>",
        "<p class='a' hidden>1 &lt; 2 &amp; 3</p>",
        '<svg viewBox="0 0 1 1"><linearGradient/></svg>',
        "<pre><code>a\n\n  b</code></pre>",
        "<table><tr><td>1<br>2</td></tr></table>",
    ],
)
def test_what_needs_no_change_stays_as_it_is(kept):
    assert standalone(kept, PAGE) == kept


@pytest.mark.parametrize(
    ("page", "alone"),
    [
        ('<img src="x.png" alt="a &amp; b">', f'<img src="{PAGE}x.png" alt="a &amp; b">'),
        ('<img src="x.png"/>', f'<img src="{PAGE}x.png"/>'),
        ('<video poster="x.png"></video>', f'<video poster="{PAGE}x.png"></video>'),
        (
            '<img srcset="x.png, y,z.png 2x,https://o.example/w.png 3x">',
            f'<img srcset="{PAGE}x.png, {PAGE}y,z.png 2x, https://o.example/w.png 3x">',
        ),
    ],
)
def test_pictures_and_recordings_are_found_from_elsewhere(page, alone):
    assert standalone(page, PAGE) == alone


@pytest.mark.parametrize(
    "unwanted",
    [
        "<script>if (a < b) run();</script>",
        '<script src="x.js"></script>',
        "<style>p { color: red }</style>",
        '<iframe src="x"><p>inside</p></iframe>',
        '<object data="x"><object data="y"></object><p>inside</p></object>',
        '<embed src="x">',
        '<link rel="stylesheet" href="x.css">',
        '<base href="https://other.example/">',
        "<!-- a note -->",
        "<?php run(); ?>",
        '<svg aria-hidden="true"><svg></svg><path d="M0 0"/></svg>',
        '<img aria-hidden="true" src="x.png">',
        '<img aria-hidden="true" src="x.png"/>',
        '<a class="headerlink" href="#x" title="Permanent link">¶</a>',
    ],
)
def test_what_would_run_or_only_decorates_is_left_out(unwanted):
    assert standalone(f"<p>before</p>{unwanted}<p>after</p>", PAGE) == "<p>before</p><p>after</p>"


def test_what_runs_on_an_event_is_left_out_of_its_element():
    written = '<p onclick="run()" ONLOAD=run() title="a &quot; b">x</p>'

    assert standalone(written, PAGE) == '<p title="a &quot; b">x</p>'


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_reads_as_it_did(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    made = html5lib.parseFragment(
        standalone(f"<p>{escaped}</p>", PAGE), namespaceHTMLElements=False
    )

    assert "".join(made.itertext()) == text


@given(st.lists(st.sampled_from([*list("<>&/!?='\" abpi"), "<a href=", "<script", "<!--"])))
def test_no_soup_becomes_a_script(pieces):
    made = html5lib.parseFragment(standalone("".join(pieces), PAGE), namespaceHTMLElements=False)

    assert list(made.iter("script")) == []


def test_a_large_picture_that_stands_in_its_address_is_left_out():
    small, large = (f'<img src="data:image/png;base64,{"A" * size}">' for size in (9, 99_999))
    assert standalone(f"<p>a{small}{large}b</p>", "https://example.org/") == f"<p>a{small}b</p>"
