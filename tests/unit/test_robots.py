"""The tag for search engines: put into the head of a page, and nowhere else."""

import jinja2
import pytest

from mkdocs_postmortems.site.robots import Robots

TAG = "<T>"
ROBOTS = Robots(jinja2.Environment(loader=jinja2.DictLoader({"postmortems/_robots.html": TAG})))


@pytest.mark.parametrize(
    ("html", "tagged"),
    [
        ("<html><head><title>x", "<html><head>\n<T><title>x"),
        ('<HEAD lang="en">x</HEAD>', '<HEAD lang="en">\n<T>x</HEAD>'),
        ("<head></head><header>", "<head>\n<T></head><header>"),
        ("<header>x</header>", "<header>x</header>"),
        ("", ""),
        (
            '<head></head><body><meta name="robots" content="x">',
            '<head>\n<T></head><body><meta name="robots" content="x">',
        ),
        ('<head><meta name="robots-x">', '<head>\n<T><meta name="robots-x">'),
    ],
)
def test_it_stands_at_the_top_of_the_head(html, tagged):
    assert ROBOTS.tagged(html) == tagged


@pytest.mark.parametrize(
    "said",
    [
        '<meta name="robots" content="all">',
        "<meta name='robots' content='all'>",
        "<META content=all NAME=Robots>",
        '<meta\n  name = "robots"\n  content="all">',
    ],
)
def test_a_page_that_says_what_it_wants_stays_as_it_is(said):
    html = f"<head><title>x</title>{said}</head><body></body>"
    assert ROBOTS.tagged(html) == html
