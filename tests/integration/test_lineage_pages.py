"""What builds on what, as readers see it: a picture on each page, and a page of all."""

from xml.etree.ElementTree import Element

from integration.harness import Built, Page, post, text_of

SVG = "{http://www.w3.org/2000/svg}"
POSTS = {
    "2020/base.md": post("Base", date="2020-01-01", outcome="failed"),
    "2021/again.md": post(
        "Again <b> & more", date="2021-01-01", outcome="succeeded", replicates=["2020/base"]
    ),
    "2022/better.md": post(
        "Better", "As [said](../2020/base.md).", date="2022-01-01", builds_on=["2021/again"]
    ),
    "draft.md": post("zqdraft", draft=True, builds_on=["2021/again"]),
    "quiet.md": post("zqquiet", date="2020-01-01", unlisted=True, contradicts=["2021/again"]),
    "linking.md": post("Linking", "See [it](2020/base.md).", date="2023-01-01"),
}


def pictures(page: Page) -> list[Element]:
    """The wide and the narrow picture of each line or neighbourhood."""
    return [each for each in page.root.iter(f"{SVG}svg") if each.get("role") == "group"]


def named(picture: Element, tag: str, css_class: str) -> list[str]:
    """The names of such parts of a picture: their title, or their text."""
    found = [e for e in picture.iter(SVG + tag) if css_class in e.get("class", "").split()]
    titles = ((each.find(f"{SVG}title"), each) for each in found)
    return [text_of(each if title is None else title) for title, each in titles]


def leads_to(built: Built, address: str, picture: Element) -> list[str]:
    return [built.target(address, each.get("href") or "") for each in picture.iter(f"{SVG}a")]


def test_a_page_has_a_picture_of_its_neighbourhood_that_leads_on(site):
    built = site(POSTS, strict=True)
    address = "postmortems/2021/again/"
    page = built.page(address)
    wide, narrow = pictures(page)
    for picture in (wide, narrow):
        title, about = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None
        assert about is not None
        assert picture.get("aria-labelledby") == title.get("id")
        assert picture.get("aria-describedby") == about.get("id")
        assert text_of(title) == "Lineage of Again <b> & more"
        assert text_of(about).startswith("3 postmortems, from the past ")
        assert named(picture, "a", "pm-map__node") == ["Failed: Base", "Essay: Better"]
        assert named(picture, "g", "pm-map__node") == ["Succeeded: Again <b> & more"]
        assert named(picture, "text", "pm-map__label") == ["replicates", "links to", "builds on"]
        assert leads_to(built, address, picture) == [
            "postmortems/2020/base/",
            "postmortems/2022/better/",
        ]
    assert wide.get("aria-labelledby") != narrow.get("aria-labelledby")
    told = page.one("dl", "pm-relations")
    assert [text_of(each) for each in told.iter("dt")] == ["Replicates", "Built on by"]
    assert built.traces("zqdraft") == set()
    assert built.traces("zqquiet") == {"postmortems/quiet/index.html"}


def test_who_only_links_is_told_in_words(site):
    built = site(POSTS)
    page = built.page("postmortems/linking/")
    assert pictures(page) == []
    told = page.one("dl", "pm-relations")
    assert text_of(told) == "Links toOutcome: Failed Base"
    told = built.page("postmortems/2020/base/").one("dl", "pm-relations")
    assert [text_of(each) for each in told.iter("dt")] == ["Replicated by", "Linked from"]


def test_the_page_of_all_has_each_line_once_as_pictures_and_in_words(site):
    other = {
        "a.md": post("Older", date="2010-01-01"),
        "b.md": post("Newer", date="2024-01-01", supersedes=["a"]),
    }
    built = site(POSTS | other)
    address = "postmortems/lineage/"
    page = built.page(address)
    assert page.texts("h2") == ["Older", "Base"]
    assert page.texts("p", "pm-more") == [
        "2 postmortems, 2010 to 2024",
        "3 postmortems, 2020 to 2022",
    ]
    assert [named(each, "a", "pm-map__node") for each in pictures(page)[::2]] == [
        ["Essay: Older", "Essay: Newer"],
        ["Failed: Base", "Succeeded: Again <b> & more", "Essay: Better"],
    ]
    assert page.texts("li")[-3:] == [
        "Better builds on Again <b> & more",
        "Better links to Base",
        "Again <b> & more replicates Base",
    ]
    assert "Lineage 5" in built.page("postmortems/").text("nav", "pm-switch")


def test_what_is_left_out_of_a_picture_is_counted_and_found_on_the_page_of_all(site):
    after = {f"p{n:02}.md": post(f"P{n:02}", date="2024-01-01", builds_on="hub") for n in range(40)}
    built = site({"hub.md": post("Hub", date="2023-01-01"), **after})
    page = built.page("postmortems/hub/")
    assert [len(list(each.iter(f"{SVG}a"))) for each in pictures(page)] == [9, 9]
    section = page.one("section", aria_labelledby="pm-lineage")
    assert "and 31 more in the whole lineage" in text_of(section)
    (more,) = [each for each in section.iter("a") if text_of(each) == "31 more"]
    assert built.target("postmortems/hub/", more.get("href") or "") == "postmortems/lineage/"
    whole = built.page("postmortems/lineage/")
    assert pictures(whole) == []
    assert "41 postmortems, 2023 to 2024, too many for a picture" in whole.texts("p", "pm-more")
    assert whole.one("details", "pm-numbers").get("open") is not None
    assert len(whole.one("ul", "pm-pairs").findall("li")) == 40


def test_lines_are_on_pages_and_each_is_found_where_it_is(site):
    pairs = {}
    for n in range(41):
        day = f"2024-{1 + n // 28:02}-{1 + n % 28:02}"
        pairs[f"a{n:02}.md"] = post(f"A{n:02}", date=day)
        pairs[f"b{n:02}.md"] = post(f"B{n:02}", date=day, builds_on=f"a{n:02}")
        pairs[f"c{n:02}.md"] = post(f"C{n:02}", date=day, builds_on=f"b{n:02}")
    built = site(pairs)
    assert built.page("postmortems/lineage/").texts("h2") == [f"A{n}" for n in range(40, 19, -1)]
    assert len(built.page("postmortems/lineage/page/1/").texts("h2")) == 20
    (more,) = [e for e in built.page("postmortems/a03/").all("a") if text_of(e) == "1 more"]
    assert built.target("postmortems/a03/", more.get("href") or "") == "postmortems/lineage/page/1/"


def test_a_site_without_relations_says_how_to_write_one(site):
    page = site({"a.md": post("A")}).page("postmortems/lineage/")
    assert "No postmortem refers to another yet" in page.text("div", "pm-empty")
