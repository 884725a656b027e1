"""Old addresses: they lead to the page that has moved, and never stand in another's place."""

import pytest

from integration.harness import PIXEL, post


def leads(built, address):
    """Where a page at an old address leads to, by its link and by itself."""
    page = built.page(address)
    (refresh,) = page.all("meta", http_equiv="refresh")
    link = page.one("a").get("href")
    assert refresh.get("content") == f"0; url={link}"
    return built.target(address, link)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/2019/churn/", "2019/churn/"),
        ("2019/churn", "2019/churn/"),
        ("/old.html", "old.html"),
        ("/alt/größe & mehr/", "alt/größe & mehr/"),
        ("/alt/gr%C3%B6%C3%9Fe/?x=1#y", "alt/größe/"),
        ("/postmortems/2018/before/", "postmortems/2018/before/"),
    ],
)
def test_an_alias_leads_to_the_page(site, alias, address, directories):
    built = site({"new/ü.md": post("Now", aliases=[alias])}, use_directory_urls=directories)
    wanted = "postmortems/new/ü/" if directories else "postmortems/new/ü.html"
    assert leads(built, address) == wanted
    assert built.warnings == []


def test_the_page_tells_its_new_address_to_search_engines_and_escapes_the_title(site):
    built = site({"a.md": post("<b>&", aliases=["/old/"])}, options={"robots": "public"})
    page = built.page("old/")
    (canonical,) = page.all("link", rel="canonical")
    assert canonical.get("href") == "https://example.org/lab/postmortems/a/"
    assert page.text("title") == "<b>&"
    assert page.all("script") == []
    assert page.all("meta", name="robots") == []


def test_without_a_site_address_it_leads_there_too(site):
    built = site({"a.md": post("A", aliases=["/old/deep/"])}, site_url="")
    assert built.page("old/deep/").one("a").get("href") == "../../postmortems/a/"


def test_it_is_in_no_list_and_no_search(site):
    built = site({"a.md": post("A", aliases=["/zqold/"])})
    assert built.traces("zqold") == {"zqold/index.html", "postmortems/postmortems.json"}


def test_what_is_hidden_has_no_old_addresses_and_what_is_unlisted_is_not_indexed(site):
    built = site(
        {
            "draft.md": post("D", draft=True, aliases=["/old-draft/"]),
            "later.md": post("L", date="2999-01-01", aliases=["/old-later/"]),
            "quiet.md": post("Q", unlisted=True, aliases=["/old-quiet/"]),
        },
        options={"robots": "public"},
    )
    assert not built.has("old-draft/")
    assert not built.has("old-later/")
    (robots,) = built.page("old-quiet/").all("meta", name="robots")
    assert robots.get("content") == "noindex"


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/postmortems/b/", "postmortems/b.md"),
        ("/Postmortems/B/", "postmortems/b.md"),
        ("/", None),
        ("/postmortems/", "postmortems/index.md"),
        ("/search/", "search.md"),
        ("/404.html", "the theme"),
        ("/postmortems/b/index.html/", "postmortems/b.md"),
    ],
)
def test_it_never_stands_in_the_place_of_another(site, alias, owner):
    files = {"a.md": post("A", aliases=["/fine/", alias]), "b.md": post("B")}
    built = site(files)
    (warning,) = [each for each in built.warnings if "aliases" in each]
    assert warning.startswith(f"postmortems/a.md:3: aliases: `{alias}` ")
    assert owner is None or f"belongs to {owner}" in warning
    assert leads(built, "fine/") == "postmortems/a/"
    assert built.page("postmortems/b/").text("h1") == "B"


def test_of_two_that_want_one_the_first_by_path_has_it(site):
    built = site({"b.md": post("B", aliases=["/old/"]), "a.md": post("A", aliases=["/old/"])})
    assert leads(built, "old/") == "postmortems/a/"
    (warning,) = built.warnings
    assert warning.startswith("postmortems/b.md:3: aliases: `/old/` belongs to a.md")


def test_what_is_unlisted_takes_no_old_address_from_what_is_published(site):
    quiet = post("Quiet", unlisted=True, aliases=["/old/"])
    built = site({"a.md": quiet, "b.md": post("B", aliases=["/old/"])})
    assert leads(built, "old/") == "postmortems/b/"


def test_one_that_is_where_the_page_is_or_stands_twice_does_no_harm(site):
    built = site({"a.md": post("A", aliases=["/postmortems/a/", "/old/", "/old"])})
    assert leads(built, "old/") == "postmortems/a/"
    assert built.page("postmortems/a/").text("h1") == "A"
    (warning,) = built.warnings
    assert "is where the page is anyway" in warning


@pytest.mark.parametrize(
    "alias",
    ["../../escape/", "https://elsewhere.example/x", "//host/x", "/a/../../b", "/.git/x", "c:\\x"],
)
def test_one_that_leads_out_of_the_site_is_refused(site, alias):
    built = site({"a.md": post("A", aliases=[alias])})
    (warning,) = built.warnings
    assert warning.startswith(f"postmortems/a.md:3: aliases: `{alias}` cannot be used: ")
    assert built.page("postmortems/a/").text("h1") == "A"


def test_a_picture_keeps_its_place(site):
    built = site(
        {"a.md": post("A", "![x](x.png)", aliases=["/postmortems/x.png/"]), "x.png": PIXEL}
    )
    assert built.raw["postmortems/x.png"] == PIXEL
    (warning,) = built.warnings
    assert "belongs to postmortems/x.png" in warning
