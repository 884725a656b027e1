"""Targets of an imported text: pictures come along, links find the new places, all else stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.importing.document import open_document
from mkdocs_postmortems.importing.links import exchange, links_in
from mkdocs_postmortems.source import read
from unit.importing import PNG, one, only, pictures, plan, plan_again, told

PICTURE = {"img/plot.png": PNG}


def body(post) -> str:
    """The text below the front matter."""
    return post.data.decode().split("---\n\n", 1)[-1]


def imported(tmp_path, text: str, more=None, **choice):
    """What becomes of a write-up of that body."""
    files = {"2024-03-01-churn.md": f"---\ntitle: Churn\n---\n\n{text}", **PICTURE, **(more or {})}
    return one(plan(tmp_path, files, **choice), "2024-03-01-churn.md")


# Where targets stand


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b.md) ![c](d.png)", ["b.md", "d.png"]),
        ("[![a](b.png)](c.md)", ["b.png", "c.md"]),
        ('![a](b.png "A title") [c]( d.md )', ["b.png", "d.md"]),
        ("![a](<b c.png>) ![a](b c.png)", ["b c.png", "b c.png"]),
        ("![a](b(1).png)", ["b(1).png"]),
        ("[a]: b.md\n[c]: <d e.md> 'T'\n[^1]: x.md", ["b.md", "d e.md"]),
        ('<img alt="x" src="a.png"> <a href=\'b.md\'>', ["a.png", "b.md"]),
        ('<img\n  src="a.png"\n/><video poster="b.png" src="c.mp4">', ["a.png", "b.png", "c.mp4"]),
        ("![a]({{ site.baseurl }}/b.png)", ["{{ site.baseurl }}/b.png"]),
        ("![a]({{ site.url }}{{ x }}/b c.png)", ["{{ site.url }}{{ x }}/b c.png"]),
        ('[a]({{< ref "b.md" >}})', ['{{< ref "b.md" >}}']),
        ("`[a](b.md)` ``[a](b.md)`` \\`[a](b.md)", ["b.md"]),
        ("```\n[a](b.md)\n```\n~~~\n![a](b.png)\n~~~\n[c](d.md)", ["d.md"]),
        ("<!-- \n[a](b.md)\n-->\n[c](d.md)", ["d.md"]),
        ("# A [heading](b.md)\n\nSetext [c](d.md)\n===\n", ["b.md", "d.md"]),
        ("text] (b.md) [x] [y](", []),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_targets_are_found_where_they_stand(text, targets, line_end):
    written = text.replace("\n", line_end)
    found = links_in(written)

    assert [link.target for link in found] == targets
    assert [written[link.start : link.end] for link in found] == targets
    plain = written.replace("\r\n", "\n").replace("\r", "\n")
    lines = [i for i, line in enumerate(plain.split("\n"), 1) for t in targets if t in line]
    assert {link.line for link in found} <= set(lines)


@pytest.mark.parametrize(
    "text",
    [
        f'<img src="{"{{x}}" * 300}>',
        f"![a]({'{{x}}' * 50_000}",
        "![" * 50_000,
        "](" * 50_000,
        "`" * 50_000 + "``a" * 10_000,
        "<a " * 50_000,
        "[a]: " * 50_000,
    ],
)
def test_a_text_made_to_exhaust_a_search_does_not(text):
    assert exchange(text, links_in(text), lambda _: None) == text


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["[a](b.md)", "![a](b.png)", "[a]: b.png", '<img src="b.png">', "<a href='b.md'>",
             "```", "~~~", "`", "``", "<!--", "-->", "\n", "\r\n", "\r", "\n\n", "    ", "> ", "- ",
             "](", ")", "[", "<", ">", '"', "{{ x }}", "{% x %}", "===", "#", "\x0b", "\u2028"]
        ),
        st.text(max_size=5),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(TEXTS)
def test_every_byte_that_is_no_target_stays(text):
    links = links_in(text)

    assert exchange(text, links, lambda _: None) == text
    for link in links:
        assert text[link.start : link.end] == link.target
    assert exchange(text, links, lambda _: "") == _without_targets(text)


def _without_targets(text: str) -> str:
    """`text` with nothing where targets stand, put together from what is between them."""
    links = links_in(text)
    starts, ends = [0, *(each.end for each in links)], [*(each.start for each in links), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


@given(TEXTS, st.sampled_from(["", "---\ntitle: A\n---\n", "+++\ntitle = 'A'\n+++\n", "\ufeff"]))
def test_an_imported_body_differs_in_its_targets_only(tmp_path_factory, text, front):
    planned = plan(
        tmp_path_factory.mktemp("source"),
        {"a.md": f"{front}{text}".encode("utf-8", "replace"), "b.md": "# B\n", "b.png": PNG},
    )
    found = [post for post in planned.posts if post.source == "a.md"]
    if not found:
        assert [each.source for each in planned.left if each.source == "a.md"]
        return
    before, after = (
        open_document(data, "a.md").body
        for data in (f"{front}{text}".encode("utf-8", "replace"), found[0].data)
    )
    # Below front matter that was put on top stands a blank line.
    assert _without_targets(after.removeprefix("\n")) == _without_targets(before.removeprefix("\n"))


# Pictures


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("![p](img/plot.png)", "![p](2024-03-01-churn/plot.png)"),
        ('![p](./img/plot.png "P")', '![p](2024-03-01-churn/plot.png "P")'),
        ("![p](/img/plot.png)", "![p](2024-03-01-churn/plot.png)"),
        ("![p](img/plot.png?raw=true#x)", "![p](2024-03-01-churn/plot.png?raw=true#x)"),
        ("![p][q]\n\n[q]: img/plot.png", "![p][q]\n\n[q]: 2024-03-01-churn/plot.png"),
        ("[p](img/plot.png)", "[p](2024-03-01-churn/plot.png)"),
        ("![p]({{ site.baseurl }}/img/plot.png)", "![p](2024-03-01-churn/plot.png)"),
        ("![p]({{ '/img/plot.png' | relative_url }})", "![p](2024-03-01-churn/plot.png)"),
        ('![p]({{"/img/plot.png"|prepend: site.baseurl}})', "![p](2024-03-01-churn/plot.png)"),
        ("![p](../../img/plot.png)", "![p](2024-03-01-churn/plot.png)"),
        ("![p]({{site.url}}{{site.baseurl}}/img/plot.png)", "![p](2024-03-01-churn/plot.png)"),
    ],
)
def test_a_picture_stands_beside_the_post_and_the_text_says_so(tmp_path, written, new):
    post = imported(tmp_path, f"Before {written} after.\n")

    assert body(post) == f"Before {new} after.\n"
    assert post.target == "2024/2024-03-01-churn.md"
    assert pictures(post) == {"img/plot.png": "2024/2024-03-01-churn/plot.png"}


@pytest.mark.parametrize(
    "name", ["my plot.png", "Fig 1 (a).PNG", "図.png", "_hidden.png", "con.png"]
)
def test_an_odd_name_of_a_picture_becomes_a_plain_one(tmp_path, name):
    post = imported(tmp_path, f"![p](<{name}>)\n", {name: PNG})
    (target,) = pictures(post).values()

    assert re.fullmatch(r"2024/2024-03-01-churn/[^\W_.][\w.-]*\.png", target)
    assert "%" not in target
    assert body(post).startswith("![p](<2024-03-01-churn/")


def test_pictures_of_one_name_are_kept_apart(tmp_path):
    more = {"a/x.png": PNG, "b/x.png": PNG, "b/X.PNG": PNG}
    post = imported(tmp_path, "![](a/x.png) ![](b/x.png) ![](b/X.PNG) ![](a/x.png)\n", more)

    assert len({target.casefold() for target in pictures(post).values()}) == 3
    assert body(post).count("(2024-03-01-churn/x.png)") == 2


def test_a_picture_in_html_is_right_for_the_page_and_for_the_folder(tmp_path):
    post = imported(tmp_path, '<img width="9" src="img/plot.png">\n\n![p](img/plot.png)\n')

    assert post.target == "2024/2024-03-01-churn/index.md"
    assert pictures(post) == {"img/plot.png": "2024/2024-03-01-churn/plot.png"}
    assert body(post) == '<img width="9" src="plot.png">\n\n![p](plot.png)\n'


def test_a_picture_in_html_where_pages_are_files(tmp_path):
    imported(tmp_path, '<img src="img/plot.png">\n')
    post = only(plan_again(tmp_path, directory_urls=False))

    assert post.target == "2024/2024-03-01-churn.md"
    assert body(post) == '<img src="2024-03-01-churn/plot.png">\n'


def test_a_picture_in_html_on_a_page_with_its_own_slug(tmp_path):
    files = {"a.md": "---\nslug: other\ndate: 2024-03-01\n---\n\n<img src='p.png'>\n", "p.png": PNG}
    post = only(plan(tmp_path, files))

    assert "<img src='../2024-03-01-other/p.png'>" in body(post)
    assert told(post, "left") == []


def test_a_picture_in_html_on_a_page_with_an_address_elsewhere_is_told(tmp_path):
    files = {"a.md": "---\ndate: 2024-03-01\nurl: /x/y/\n---\n\n<img src='p.png'>\n", "p.png": PNG}
    post = only(plan(tmp_path, files))

    assert "does not show `p.png`" in told(post, "left")[0]


@pytest.mark.parametrize(
    "tag", ["{{ '/img/plot.png' | relative_url }}", '{{ "/img/plot.png" | absolute_url }}']
)
def test_a_template_tag_in_html_is_a_path_too(tmp_path, tag):
    assert body(imported(tmp_path, f'<img src="{tag}">\n')) == '<img src="plot.png">\n'


def test_a_picture_that_a_build_will_not_look_for_is_told(tmp_path):
    post = imported(tmp_path, '<img\n  src="img/plot.png"\n>\n')

    assert pictures(post)
    assert "does not show `img/plot.png`" in told(post, "left")[0]


def test_pictures_of_front_matter_come_along(tmp_path):
    files = {
        "a.md": "---\ndate: 2024-03-01\nimage: img/plot.png # card\n"
        "audio: [t.mp3, 't 2.mp3']\n---\n\nX\n",
        "b.md": '+++\ndate = 2024-03-01\nimages = [\n  "/img/plot.png",\n]\n+++\n\nX\n',
        "c.md": '{"date": "2024-03-01", "cover": "img/plot.png"}\n\nX\n',
        "t.mp3": "x",
        "t 2.mp3": "x",
        **PICTURE,
    }
    planned = plan(tmp_path, files)
    texts = {each: one(planned, each).data.decode() for each in ("a.md", "b.md", "c.md")}

    assert "image: 2024-03-01-a/plot.png # card\n" in texts["a.md"]
    assert "audio: [2024-03-01-a/t.mp3, '2024-03-01-a/t-2.mp3']\n" in texts["a.md"]
    assert 'images = [\n  "2024-03-01-b/plot.png",\n]\n' in texts["b.md"]
    assert '"cover": "2024-03-01-c/plot.png"' in texts["c.md"]
    assert all(told(one(planned, each), "left") == [] for each in texts)


@pytest.mark.parametrize("field", ["thumbnail", "featured_image", "previewImg", "og_image"])
def test_a_picture_that_another_tools_field_names_becomes_the_cards(tmp_path, field):
    files = {"a.md": f"---\ntitle: A\n{field}: /img/plot.png\n---\n\nX\n", **PICTURE}
    post = only(plan(tmp_path, files))

    assert post.data.decode().startswith(f"---\nimage: a/plot.png\ntitle: A\n{field}: /img")
    assert f"image (from `{field}`)" in told(post, "mapped")


@pytest.mark.parametrize(
    ("field", "moved"),
    [
        ("cover: {image: img/plot.png, relative: true}", "cover: {image: a/plot.png, relative"),
        ("image:\n  path: /img/plot.png\n  alt: P", "image:\n  path: a/plot.png\n  alt: P"),
        ("header: {teaser: /img/plot.png}", "image: a/plot.png\ntitle: A\nheader: {teaser: /img"),
    ],
)
def test_a_picture_in_a_map_of_a_theme_comes_along(tmp_path, field, moved):
    files = {"a.md": f"---\ntitle: A\n{field}\n---\n\nX\n", **PICTURE}
    post = only(plan(tmp_path, files))

    assert moved in post.data.decode()
    assert read(post.data, post.target).postmortem.images == ("a/plot.png",)
    assert [each for each in post.problems if each.severity >= Severity.WARNING] == []


def test_a_thumbnail_that_is_a_number_stays_a_number(tmp_path):
    files = {"a.kp/knowledge.md": "---\ntitle: A\nthumbnail: 2\n---\n\nX\n"}

    assert b"image" not in only(plan(tmp_path, files)).data


@pytest.mark.parametrize("where", ["static/posts/a/p.png", "content/posts/a/p.png", "static/p.png"])
def test_a_path_that_counts_from_the_pages_address_is_found(tmp_path, where):
    files = {"hugo.toml": "", "content/posts/a.md": "![p](p.png) <img src='p.png'>\n", where: PNG}

    assert pictures(only(plan(tmp_path, files))) == {where: "a/p.png"}


# What does not come along


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("![p](none.png)", "picture to `none.png`, which is not there"),
        ("[d](data.csv)", "link to `data.csv`, which is not imported"),
        ("![p](../../etc/x.png)", "picture to `../../etc/x.png`, which is outside the source"),
        ("[x](/about/)", "link to `/about/`, which leads to nothing that is imported"),
        ("![p](https://example.org/p.png)", "pictures that stay on the web"),
        ("![p](//example.org/p.png)", "pictures that stay on the web"),
        ("[p]({% link x.md %})", "link to `{% link x.md %}`, which only its own tool can resolve"),
        ("[p]({{ page.x }}/p)", "link to `{{ page.x }}/p`, which only its own tool can resolve"),
    ],
)
def test_what_does_not_come_along_is_told_and_stands_as_it_stood(tmp_path, written, reason):
    post = imported(tmp_path, f"{written}\n", {"data.csv": "1"})

    assert told(post, "left") == [f"{reason} (line 5)"]
    assert body(post) == f"{written}\n"
    assert post.pictures == ()


@pytest.mark.parametrize(
    "written",
    [
        "[a](#top)",
        "[a](https://example.org/b.md)",
        "[a](mailto:a@b.c)",
        "[a](?x=1)",
        "![](data:image/png;base64,AA)",
    ],
)
def test_what_needs_nothing_is_not_spoken_of(tmp_path, written):
    post = imported(tmp_path, f"{written}\n")

    assert body(post) == f"{written}\n"
    assert told(post, "left") == []


def test_many_of_a_sort_are_told_in_one_line(tmp_path):
    post = imported(tmp_path, "![p](https://x.org/p.png)\n" * 7)

    assert told(post, "left") == ["pictures that stay on the web (lines 5, 6, 7, 8, 9 and 2 more)"]


# Links between write-ups


def test_links_between_write_ups_lead_to_their_new_places(tmp_path):
    files = {
        "blog/2024-03-01-a.md": "[b](2023-02-01-b.md#why) [c](../notes/c.qmd) [d](d.ipynb?x)\n",
        "blog/2023-02-01-b.md": "[a]: 2024-03-01-a.md\n",
        "blog/d.ipynb": '{"cells": [{"cell_type": "markdown", "source": "[c](../notes/c.qmd)"}]}',
        "notes/c.qmd": '<a href="../blog/2024-03-01-a.html#x">a</a> [a](../blog/2024-03-01-a)\n',
    }
    planned = plan(tmp_path, files)

    assert one(planned, "blog/2024-03-01-a.md").data == (
        b"[b](../2023/2023-02-01-b.md#why) [c](../c.md) [d](../d.md?x)\n"
    )
    assert one(planned, "blog/2023-02-01-b.md").data == b"[a]: ../2024/2024-03-01-a.md\n"
    assert one(planned, "notes/c.qmd").data == (
        b'<a href="../2024/2024-03-01-a/#x">a</a> [a](2024/2024-03-01-a.md)\n'
    )
    assert b"[c](c.md)" in one(planned, "blog/d.ipynb").data


def test_links_of_hugo_are_addresses(tmp_path):
    text = '[b](/posts/b/) [b](../b/) [b]({{< relref "b.md#x" >}}) [b]({{% ref "/posts/b" %}})\n'
    text += "[c](/old/c.html) [c](/posts/c-own/)\n"
    files = {
        "hugo.toml": "",
        "content/posts/a.md": text,
        "content/posts/b/index.md": "# B\n",
        "content/posts/c.md": "---\nslug: c-own\naliases: [/old/c.html]\n---\n\nC\n",
    }
    post = one(plan(tmp_path, files), "content/posts/a.md")

    assert post.data == b"[b](b.md) [b](b.md) [b](b.md#x) [b](b.md)\n[c](c-own.md) [c](c-own.md)\n"
    assert told(post, "left") == []


def test_a_name_alone_means_the_one_page_that_has_it(tmp_path):
    files = {
        "content/a.md": '[b]({{< ref "b" >}}) [c]({{< ref "c" >}}) [c]({{< ref "x/c" >}})\n',
        "content/deep/b/index.md": "# B\n",
        "content/x/c.md": "# C\n",
        "content/y/c.md": "# C\n",
    }
    post = one(plan(tmp_path, files), "content/a.md")

    assert post.data == b'[b](b.md) [c]({{< ref "c" >}}) [c](c.md)\n'
    assert len(told(post, "left")) == 1


def test_links_of_jekyll_are_tags_and_dated_addresses(tmp_path):
    text = "[b]({% post_url 2023-02-01-b %}) [b]({{ site.baseurl }}{% post_url 2023-02-01-b %}#x)\n"
    text += "[b](/2023/02/01/b.html) [b]({{ site.url }}/ml/2023/02/01/b/) "
    text += "[b]({% link _posts/2023-02-01-b.md %})\n"
    files = {
        "_posts/2024-03-01-a.md": text,
        "_posts/2023-02-01-b.md": "---\ncategories: [ml]\n---\n\nB\n",
    }
    post = one(plan(tmp_path, files), "_posts/2024-03-01-a.md")

    new = "../2023/2023-02-01-b.md"
    assert post.data.decode() == (f"[b]({new}) [b]({new}#x)\n[b]({new}) [b]({new}) [b]({new})\n")
    assert told(post, "left") == []


def test_a_page_of_the_same_name_elsewhere_is_not_taken_for_the_one_that_is_missing(tmp_path):
    files = {"a/b.md": "[c](c.md)\n", "c.md": "# C\n"}
    post = one(plan(tmp_path, files), "a/b.md")

    assert post.data == b"[c](c.md)\n"
    assert told(post, "left") == [
        "link to `c.md`, which leads to nothing that is imported (line 1)"
    ]
