"""Other plugins and hooks see our pages as they see any page, at whatever priority."""

import json

from integration.harness import post

SPY = """
import json
from pathlib import Path

from mkdocs.plugins import event_priority

seen = {}


def note(event, page, **more):
    seen.setdefault(page.file.src_uri, {})[event] = more


def on_config(config):
    seen.clear()
    return config


@event_priority(-100)
def on_files(files, config):
    seen["files"] = {file.src_uri: file.inclusion.name for file in files.documentation_pages()}
    return files


@event_priority(-100)
def on_page_markdown(markdown, page, config, files):
    meta = {key: str(value) for key, value in page.meta.items()}
    note("markdown", page, text=markdown, meta=meta, title=page.title)
    return markdown


@event_priority(-100)
def on_page_content(html, page, config, files):
    note("content", page, html=html)
    return html


@event_priority(-100)
def on_page_context(context, page, config, nav):
    note("context", page, names=sorted(set(context) & {"post", "listing", "overview"}))
    return context


def on_post_build(config):
    Path(config.config_file_path).with_name("spy.json").write_text(json.dumps(seen))
"""

MACROS = '''
from jinja2 import Environment


def on_page_markdown(markdown, page, config, files):
    """As mkdocs-macros does: Jinja over every body, unless the page says no."""
    if page.meta.get("render_macros", True) is False:
        return markdown
    return Environment().from_string(markdown).render(answer=42)
'''

EDITOR = """
from mkdocs.plugins import event_priority


def on_page_markdown(markdown, page, config, files):
    return markdown + "\\n\\nA line that a plugin adds.\\n"


def on_page_content(html, page, config, files):
    return html + "<p>A paragraph that a plugin adds.</p>"
"""


def test_a_spy_after_us_sees_our_pages(site):
    built = site(
        {
            "2024/a.md": post(
                "A <b>", "Some *text*.", tags=["x", "<y>"], date="2024-01-01", author="Ada & Bo"
            ),
            "quiet.md": post("Q", unlisted=True),
            "draft.md": post("D", draft=True),
        },
        files={"spy.py": SPY},
        hooks=["spy.py"],
    )
    seen = json.loads((built.root / "spy.json").read_text("utf-8"))
    files = seen.pop("files")
    assert files["postmortems/2024/a.md"] == "NOT_IN_NAV"
    assert files["postmortems/quiet.md"] == "NOT_IN_NAV"
    assert files["postmortems/index.md"] == "INCLUDED"
    assert files["postmortems/tag/x.md"] == "NOT_IN_NAV"
    assert "postmortems/draft.md" not in files
    page = seen["postmortems/2024/a.md"]
    assert page["markdown"]["text"].strip() == "Some *text*."
    assert page["markdown"]["title"] == "A &lt;b&gt;"
    assert page["markdown"]["meta"]["tags"] == "['x', '&lt;y&gt;']"
    assert page["markdown"]["meta"]["author"] == "Ada &amp; Bo"
    assert page["markdown"]["meta"]["date"] == "2024-01-01"
    assert page["content"]["html"] == "<p>Some <em>text</em>.</p>"
    assert page["context"]["names"] == ["post"]
    assert seen["postmortems/index.md"]["context"]["names"] == ["listing"]
    assert seen["postmortems/tag.md"]["context"]["names"] == ["overview"]
    assert seen["index.md"]["context"]["names"] == []
    assert seen["postmortems/quiet.md"]["markdown"]["meta"]["search"] == "{'exclude': True}"


def test_a_plugin_that_renders_macros_leaves_our_bodies_alone(site):
    built = site(
        {"a.md": post("A", "{{ answer }} {{ 7 * 7 }}"), "index.md": "{{ answer }}\n"},
        docs={"index.md": "# Home\n\n{{ answer }}\n"},
        files={"macros.py": MACROS},
        hooks=["macros.py"],
    )
    assert built.page("postmortems/a/").text("div", "pm-body") == "{{ answer }} {{ 7 * 7 }}"
    assert built.page("postmortems/").text("div", "pm-body") == "{{ answer }}"
    assert "<p>42</p>" in built.page("").html


def test_what_a_plugin_adds_to_bodies_is_shown(site):
    built = site({"a.md": post("A", "x")}, files={"editor.py": EDITOR}, hooks=["editor.py"])
    assert built.page("postmortems/a/").text("div", "pm-body") == (
        "x A line that a plugin adds.A paragraph that a plugin adds."
    )


def test_the_order_of_plugins_does_not_matter(site):
    posts = {"a.md": post("A", tags=["x"]), "b.md": post("B", unlisted=True)}
    first = site(posts, plugins=(), after=("search",))
    second = site(posts, plugins=("search",))
    assert first.raw == second.raw


def test_serve_watches_the_folder(site):
    built = site({"a.md": post("A")}, serving=True)
    assert str(built.root / "postmortems") in built.watched


def test_a_second_build_of_one_process_knows_nothing_of_the_first(site):
    site({"a.md": post("zqfirst", tags=["zqtag"])}, folder="one")
    built = site({"b.md": post("B")}, folder="two")
    assert built.traces("zqfirst") | built.traces("zqtag") == set()
    assert built.page("postmortems/").titles == ["B"]


def test_a_page_that_was_deleted_is_gone_from_the_next_build(site):
    built = site({"a.md": post("zqgone"), "b.md": post("B")}, folder="one")
    assert built.has("postmortems/a/")
    (built.root / "postmortems" / "a.md").unlink()
    again = site({}, folder="one")
    assert again.traces("zqgone") == set()
    assert again.page("postmortems/").titles == ["B"]
