"""The load benchmark's own conditions."""

from collections import Counter

import pytest

from benchmarks.load import readers

FILES = (
    *("postmortems/index.html", "postmortems/a/index.html", "postmortems/page/1/index.html"),
    *("postmortems/tag/x/index.html", "postmortems/tag/x/feed.atom", "postmortems/feed.rss"),
    *("assets/postmortems/search/manifest.js", "assets/stylesheets/main.css", "llms.txt"),
)


@pytest.fixture
def site(tmp_path):
    for name in FILES:
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path / "site"


def test_a_hundred_requests_are_divided_among_all_kinds(site, tmp_path):
    readers.write_addresses(site, tmp_path / "addresses.txt")
    asked = Counter((tmp_path / "addresses.txt").read_text().splitlines())
    assert set(asked) == {f"/{name.removesuffix('index.html')}" for name in FILES}
    assert asked.total() == 20_000
    assert asked["/assets/postmortems/search/manifest.js"] == 3_000
    assert asked["/postmortems/page/1/"] == 1_200


def test_the_same_site_is_asked_the_same(site, tmp_path):
    for name in ("one", "other"):
        readers.write_addresses(site, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_site_that_lacks_a_kind_is_not_measured(site, tmp_path):
    (site / "llms.txt").unlink()
    with pytest.raises(SystemExit, match="no file that is data"):
        readers.write_addresses(site, tmp_path / "addresses.txt")
