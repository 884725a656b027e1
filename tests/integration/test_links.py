"""Links and images mean what they mean on a code host, wherever the folders are mounted."""

import pytest

from integration.harness import PIXEL, SITE, Built, post

GUIDE = {"guide.md": "# Guide\n\n## Set up\n\ntext\n", "howto/read.md": "# Read\n"}


def href(built: Built, address: str, label: str) -> str:
    (link,) = [each for each in built.page(address).all("a") if each.text == label]
    found = link.get("href")
    assert found is not None
    return found


def led(built: Built, address: str, label: str, site_url: str = SITE) -> str:
    """Where the link with that label leads."""
    return built.target(address, href(built, address, label), site_url)


@pytest.mark.parametrize("directories", [True, False])
def test_from_post_to_post(site, directories):
    built = site(
        {
            "2024/a.md": post("A", "[b](../2023/b.md) [part](../2023/b.md#why) [beside](c.md)"),
            "2023/b.md": post("B", "## Why\n\nx"),
            "2024/c.md": post("C", "[a]\n\n[a]: a.md"),
        },
        use_directory_urls=directories,
    )
    assert built.warnings == []
    end = "/" if directories else ".html"
    assert led(built, f"postmortems/2024/a{end}", "b") == f"postmortems/2023/b{end}"
    assert led(built, f"postmortems/2024/a{end}", "part") == f"postmortems/2023/b{end}"
    assert led(built, f"postmortems/2024/a{end}", "beside") == f"postmortems/2024/c{end}"
    assert led(built, f"postmortems/2024/c{end}", "a") == f"postmortems/2024/a{end}"


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"blog_path": "blog/lessons"},
        {"postmortems_dir": "content/tried", "blog_path": "tried"},
        {"postmortems_dir": "content/tried"},
    ],
    ids=str,
)
def test_between_posts_and_docs_as_a_code_host_resolves_them(site, options, directories):
    folder = options.get("postmortems_dir", "postmortems")
    blog = options.get("blog_path", "postmortems")
    up = "../" * (folder.count("/") + 2)
    built = site(
        files={
            f"{folder}/2024/a.md": post(
                "A", f"[guide]({up}docs/guide.md#set-up) [read]({up}docs/howto/read.md) ![p](p.png)"
            ),
            f"{folder}/2024/p.png": PIXEL,
        },
        docs={
            **GUIDE,
            "index.md": f"# Home\n\n[post](../{folder}/2024/a.md) ![p](../{folder}/2024/p.png)\n",
            "howto/read.md": f"# Read\n\n[post](../../{folder}/2024/a.md#x)\n",
        },
        options=options,
        use_directory_urls=directories,
    )
    end = "/" if directories else ".html"
    own = f"{blog}/2024/a{end}"
    assert built.warnings == []
    assert led(built, own, "guide") == f"guide{end}"
    assert led(built, own, "read") == f"howto/read{end}"
    home = "" if directories else "index.html"
    assert led(built, home, "post") == own
    assert href(built, f"howto/read{end}", "post").endswith("#x")
    for address in (own, home):
        image = built.page(address).one("img", alt="p").get("src")
        assert built.target(address, image) == f"{blog}/2024/p.png"


def test_from_docs_to_a_post_by_its_place_in_the_site(site):
    built = site({"a.md": post("A")}, docs={"index.md": "# Home\n\n[post](postmortems/a.md)\n"})
    assert built.warnings == []
    assert led(built, "", "post") == "postmortems/a/"


def test_to_a_post_that_has_an_address_of_its_own(site):
    built = site(
        {"a.md": post("A", "[b](2024/b.md)"), "2024/b.md": post("B", url="/away/from/home/")},
        docs={"index.md": "# Home\n\n[post](../postmortems/2024/b.md)\n"},
    )
    assert built.warnings == []
    assert led(built, "", "post") == "away/from/home/"
    assert led(built, "postmortems/a/", "b") == "away/from/home/"


def test_from_a_post_that_has_an_address_of_its_own(site):
    built = site(
        {"2024/b.md": post("B", "[a](../a.md) ![p](p.png)", url="/away/"), "a.md": post("A"),
         "2024/p.png": PIXEL},
    )  # fmt: skip
    assert built.warnings == []
    assert led(built, "away/", "a") == "postmortems/a/"
    image = built.page("away/").one("img", alt="p").get("src")
    assert built.target("away/", image) == "postmortems/2024/p.png"


def test_to_and_from_folders_that_are_a_post(site):
    built = site(
        {
            "a.md": post("A", "[readme](old/README.md) [index](new/index.md)"),
            "old/README.md": post("Old", "[new](../new/index.md)"),
            "new/index.md": post("New", "[a](../a.md)"),
        }
    )
    assert built.warnings == []
    assert led(built, "postmortems/a/", "readme") == "postmortems/old/"
    assert led(built, "postmortems/a/", "index") == "postmortems/new/"
    assert led(built, "postmortems/old/", "new") == "postmortems/new/"
    assert led(built, "postmortems/new/", "a") == "postmortems/a/"


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_to_and_from_the_text_above_the_index(site, name):
    built = site(
        {
            name: "# All\n\n[a](2024/a.md) [guide](../docs/guide.md)\n",
            "2024/a.md": post("A", f"[all](../{name})"),
        },
        docs={**GUIDE, "index.md": f"# Home\n\n[all](../postmortems/{name})\n"},
    )
    assert built.warnings == []
    assert led(built, "postmortems/", "a") == "postmortems/2024/a/"
    assert led(built, "postmortems/", "guide") == "guide/"
    assert led(built, "postmortems/2024/a/", "all") == "postmortems/"
    assert led(built, "", "all") == "postmortems/"


@pytest.mark.parametrize("written", ["/guide/", "/guide.md", "/guide"])
def test_from_the_root(site, written):
    built = site({"2024/a.md": post("A", f"[guide]({written})")}, docs=GUIDE)
    assert led(built, "postmortems/2024/a/", "guide") == "guide/"


def test_from_the_root_to_a_post(site):
    built = site(
        {
            "2024/a.md": post(
                "A", "[full](/postmortems/b.md) [short](/b.md) [url](/postmortems/b/)"
            ),
            "b.md": post("B"),
        }
    )
    for label in ("full", "short", "url"):
        assert led(built, "postmortems/2024/a/", label) == "postmortems/b/"


def test_other_suffixes_than_md(site):
    built = site(
        {"A.MD": post("A", "[b](b.markdown)"), "b.markdown": post("B", "[a](A.MD)")},
    )
    assert built.warnings == []
    assert led(built, "postmortems/A/", "b") == "postmortems/b/"
    assert led(built, "postmortems/b/", "a") == "postmortems/A/"


IMAGES = {
    "plot.png": "plot.png",
    "my plots/first plot.png": "my%20plots/first%20plot.png",
    "résultats/tableau é.png": "résultats/tableau%20é.png",
    "図/失敗.png": "%E5%9B%B3/%E5%A4%B1%E6%95%97.png",
    "plot (1).png": "plot%20(1).png",
    "50% of #1.png": "50%25%20of%20%231.png",
    "a&b 'c'.png": "a&b%20'c'.png",
}


@pytest.mark.parametrize(("path", "written"), IMAGES.items(), ids=IMAGES)
def test_images_beside_a_post(site, path, written):
    built = site(
        {f"2024/{path}": PIXEL, "2024/a.md": post("A", f"![p]({written})", images=[written])}
    )
    assert built.warnings == []
    wanted = f"postmortems/2024/{path}"
    assert built.files[wanted] == PIXEL
    image = built.page("postmortems/2024/a/").one("img", alt="p").get("src")
    assert built.target("postmortems/2024/a/", image) == wanted
    card = built.page("postmortems/").one("img", "pm-card__image").get("src")
    assert built.target("postmortems/", card) == wanted


def test_an_image_written_with_blanks_in_angle_brackets(site):
    built = site({"a.md": post("A", "![p](<my plot.png>)"), "my plot.png": PIXEL})
    assert built.warnings == []
    image = built.page("postmortems/a/").one("img", alt="p").get("src")
    assert built.target("postmortems/a/", image) == "postmortems/my plot.png"


def test_other_files_beside_a_post(site):
    built = site({"a.md": post("A", "[data](data/table.csv)"), "data/table.csv": "a,b\n"})
    assert built.warnings == []
    assert led(built, "postmortems/a/", "data") == "postmortems/data/table.csv"


def test_files_that_only_a_hidden_post_uses_are_not_published(site):
    built = site(
        {
            "open.md": post("Open", "![x](both.png)"),
            "draft.md": post("D", "![x](both.png) [y](zqdata.csv)", draft=True, images="zqd.png"),
            "later.md": post("L", "![x](zql.png)", date="2999-01-01"),
            "both.png": PIXEL,
            "zqd.png": PIXEL,
            "zql.png": PIXEL,
            "zqdata.csv": "zqrow\n",
        }
    )
    beside = {
        path
        for path in built.files
        if path.startswith("postmortems/") and not path.endswith((".html", ".json"))
    }
    assert beside == {"postmortems/both.png", "postmortems/open/index.md"}


def test_a_link_to_what_is_hidden_warns_and_gives_no_title_away(site):
    built = site(
        {
            "open.md": post("Open", "See [it](draft.md) and [that](later.md)."),
            "draft.md": post("zqsketch", draft=True),
            "later.md": post("zqlater", date="2999-01-01"),
        }
    )
    assert built.warnings == [
        f"Doc file 'postmortems/open.md' contains a link '{name}.md', but the target "
        f"'postmortems/{name}.md' is not found among documentation files."
        for name in ("draft", "later")
    ]
    assert built.traces("zqsketch") | built.traces("zqlater") == set()


def test_a_link_to_an_unlisted_post_works(site):
    built = site({"open.md": post("Open", "See [it](u.md)."), "u.md": post("U", unlisted=True)})
    assert built.warnings == []
    assert led(built, "postmortems/open/", "it") == "postmortems/u/"


def test_dead_links_and_images_warn(site):
    built = site(
        {"2024/a.md": post("A", "[x](gone.md) ![y](gone.png) [z](../../docs/gone.md)")},
        docs={"index.md": "# Home\n\n[p](../postmortems/gone.md)\n"},
    )
    assert [line.split(", but")[0] for line in built.warnings] == [
        "Doc file 'index.md' contains a link '../postmortems/gone.md'",
        "Doc file 'postmortems/2024/a.md' contains a link 'gone.md'",
        "Doc file 'postmortems/2024/a.md' contains a link 'gone.png'",
        "Doc file 'postmortems/2024/a.md' contains a link '../../docs/gone.md'",
    ]
    strict = site({"a.md": post("A", "[x](gone.md)")}, strict=True)
    assert strict.aborted == "Aborted with 1 warnings in strict mode!"


def test_a_missing_picture_of_the_front_matter_warns_with_its_line(site):
    built = site({"2024/a.md": post("A", images="plots/gone.png", audio=["gone.mp3"])})
    image, sound = built.lines("WARNING")
    assert image == (
        "postmortems/2024/a.md:3: images: `plots/gone.png` is not there. "
        "Put it at `2024/plots/gone.png` in the postmortems folder."
    )
    assert sound == (
        "postmortems/2024/a.md:4: audio: `gone.mp3` is not there. "
        "Put it at `2024/gone.mp3` in the postmortems folder."
    )


def test_nothing_outside_the_two_folders_can_be_fetched(site):
    built = site(
        {
            "a.md": post(
                "A", "![x](../secret.png) ![y](../../../etc/passwd)", images="../secret.png"
            )
        },
        files={"secret.png": b"zqsecretbytes"},
    )
    assert built.traces("zqsecretbytes") == set()
    assert built.traces("root:x:0:0") == set()
    assert built.lines("WARNING")[0].startswith(
        "postmortems/a.md:3: images: `../secret.png` is not there."
    )


def test_addresses_elsewhere_and_code_stay_as_written(site):
    body = (
        "[w](https://example.com/a.md?x=1#y) [m](mailto:a@example.com) [p](//cdn.example/x.md)\n"
        "[here](#there) [q](b.md?plain=1#top)\n\n## There\n\n```\n[c](../docs/guide.md)\n```\n"
    )
    built = site({"a.md": post("A", body), "b.md": post("B")}, docs=GUIDE)
    address = "postmortems/a/"
    assert href(built, address, "w") == "https://example.com/a.md?x=1#y"
    assert href(built, address, "p") == "//cdn.example/x.md"
    assert href(built, address, "here") == "#there"
    assert href(built, address, "q") == "../b/?plain=1#top"
    assert "[c](../docs/guide.md)" in built.page(address).text("pre")


@pytest.mark.parametrize(
    ("path", "page"),
    [("2024/a.md", "2024/a"), ("2024/B.markdown", "2024/B"), ("old/README.md", "old")],
)
def test_edit_links_point_to_the_real_file(site, path, page):
    built = site(
        {path: post("A", slug="elsewhere" if page == "2024/a" else None)},
        repo_url="https://git.example.com/lab/notes",
        edit_uri="edit/main/docs/",
    )
    address = "postmortems/2024/elsewhere/" if page == "2024/a" else f"postmortems/{page}/"
    edits = [
        found
        for each in built.page(address).all("a")
        if "/edit/" in (found := each.get("href", ""))
    ]
    assert set(edits) == {f"https://git.example.com/lab/notes/edit/main/postmortems/{path}"}


def test_the_index_has_an_edit_link_only_where_somebody_wrote_it(site):
    settings = {"repo_url": "https://git.example.com/lab", "edit_uri": "edit/main/docs/"}
    bare = site({"a.md": post("A")}, **settings)
    assert "/edit/" not in bare.page("postmortems/").html
    told = site({"a.md": post("A"), "README.md": "About.\n"}, **settings)
    wanted = "https://git.example.com/lab/edit/main/postmortems/README.md"
    assert f'href="{wanted}"' in told.page("postmortems/").html
