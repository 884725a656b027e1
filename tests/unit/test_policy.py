"""The Content-Security-Policy of a built site, and the files that servers read it from."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from mkdocs.config import base
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.options import DIRECTIVES, HEADER_FORMS, PostmortemsOptions
from mkdocs_postmortems.site import policy
from mkdocs_postmortems.site.headers import FORMS, headers_of, write_headers
from mkdocs_postmortems.site.policy import Inline, inline_of, policy_of

PAGE = "<!doctype html><body>{}</body>"
SCOPE = '<script>scope=new URL("{}",location)</script>'


def site(folder: Path, **pages: str) -> Path:
    for name, body in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE.format(body).encode())
    return folder


def options(**given) -> PostmortemsOptions:
    made = PostmortemsOptions()
    made.load_dict(given)
    errors, _ = made.validate()
    assert errors == []
    return made


def config(folder: Path, **given) -> MkDocsConfig:
    made = MkDocsConfig()
    made.load_dict({"site_name": "Lab", "site_dir": str(folder), "theme": "mkdocs", **given})
    made.validate()
    return made


def sources(found: str) -> dict[str, list[str]]:
    return {name: rest for name, *rest in (each.split() for each in found.split("; "))}


def test_the_names_that_options_take_are_those_there_are():
    assert tuple(policy.DIRECTIVES) == DIRECTIVES
    assert tuple(FORMS) == HEADER_FORMS


def test_a_script_in_a_page_is_allowed_by_its_digest_and_no_other_is(tmp_path):
    inline = inline_of(site(tmp_path, index="<script>a()</script><p>b</p>"), ())
    found = sources(policy_of(inline, {}))
    digest = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    assert found["script-src"] == ["'self'", f"'sha256-{digest}'"]
    assert found["default-src"] == found["object-src"] == ["'none'"]
    assert "unsafe-inline" not in "".join(found["script-src"] + found["style-src"])


@pytest.mark.parametrize(
    ("body", "scripts", "styles"),
    [
        ('<script src="a.js"></script>', set(), set()),
        ('<script type="application/json">{}</script>', set(), set()),
        ('<script type="application/ld+json">{}</script>', set(), set()),
        ("<script></script>", set(), set()),
        ('<script type="module">a</script><SCRIPT>b</SCRIPT >', {"a", "b"}, set()),
        ("<script>a\r\nb\rc</script>", {"a\nb\nc"}, set()),
        ("<script>a&amp;b</script>", {"a&amp;b"}, set()),
        ("<style>p{}</style>", set(), {"p{}"}),
    ],
)
def test_what_browsers_run_counts(body, scripts, styles, tmp_path):
    inline = inline_of(site(tmp_path, index=body), ())
    assert (inline.scripts, inline.styles) == (scripts, styles)


def test_a_script_that_only_a_page_of_authors_has_is_not_allowed(tmp_path):
    pages = {
        "index": SCOPE.format("."),
        "posts__2024__churn__index": SCOPE.format("../../..") + "<script>evil()</script>",
    }
    inline = inline_of(site(tmp_path, **pages), ["posts/2024/churn/index.html"])
    ways = {SCOPE.format(way)[8:-9] for way in (".", "../../..")}
    assert inline.scripts == ways
    assert inline.strange == {"evil()": "posts/2024/churn/index.html"}


@pytest.mark.parametrize("way", ["//evil.example/", "https://evil.example/", "../x.js", "a"])
def test_a_way_that_is_none_to_the_root_makes_another_script(way, tmp_path):
    pages = {"index": SCOPE.format("."), "post": SCOPE.format(way)}
    assert len(inline_of(site(tmp_path, **pages), ["post.html"]).strange) == 1


def test_what_the_settings_load_from_elsewhere_is_allowed_and_nothing_near_it(tmp_path):
    given = options(
        federation=[{"title": "Pay", "url": "https://pay.example/notes/"}],
        security_sources={
            "img-src": ["https://pictures.example"],
            "frame-src": "https://a.example",
        },
    )
    settings = config(tmp_path, extra_javascript=["https://cdn.example/a@3/b.js", "local.js"])
    found = sources(headers_of(Inline(), given, settings)["Content-Security-Policy"])
    assert found["script-src"] == ["'self'", "https://cdn.example/a@3/b.js"]
    assert found["connect-src"] == ["'self'", "https://pay.example"]
    assert found["img-src"] == ["'self'", "data:", "https://pictures.example"]
    assert found["frame-src"] == ["https://a.example"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"script-scr": ["x"]}, "none of default-src"),
        ({"img-src": ["a; script-src *"]}, "without `;`"),
        ({"img-src": ['"']}, "without `;`"),
        ({"img-src": [5]}, "without `;`"),
        ({"script-src": ["'unsafe-inline'"]}, "any script run"),
        (["img-src"], "a map of directives"),
    ],
)
def test_sources_that_cannot_be_are_refused(given, said):
    made = PostmortemsOptions()
    made.load_dict({"security_sources": given})
    errors, _ = made.validate()
    assert [name for name, _ in errors] == ["security_sources"]
    assert isinstance(errors[0][1], base.ValidationError)
    assert said in str(errors[0][1])


def test_each_form_has_every_header(tmp_path):
    site(tmp_path, index="<script>a()</script>")
    given = options(security_headers=list(FORMS))
    assert write_headers(given, config(tmp_path), set()) == []
    headers = json.loads((tmp_path / "headers.json").read_text("utf-8"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    nginx = (tmp_path / "headers.nginx.conf").read_text("utf-8").splitlines()
    apache = (tmp_path / ".htaccess").read_text("utf-8").splitlines()
    netlify = (tmp_path / "_headers").read_text("utf-8").splitlines()
    azure = json.loads((tmp_path / "staticwebapp.config.json").read_text("utf-8"))
    assert azure == {"globalHeaders": headers}
    assert netlify[1] == "/*"
    for name, value in headers.items():
        assert f'add_header {name} "{value}" always;' in nginx
        assert f'Header always set {name} "{value}"' in apache
        assert f"  {name}: {value}" in netlify
        assert '"' not in value


def test_a_file_that_the_site_has_stays_and_that_is_told(tmp_path):
    site(tmp_path, index="")
    (tmp_path / "_headers").write_text("mine", "utf-8")
    (problem,) = write_headers(options(security_headers=["netlify"]), config(tmp_path), set())
    assert (problem.path, (tmp_path / "_headers").read_text("utf-8")) == ("_headers", "mine")


def test_a_template_that_writes_a_script_into_postmortems_is_told(tmp_path):
    site(tmp_path, index="", post="<script>count()</script>")
    given = options(security_headers=["json"])
    (problem,) = write_headers(given, config(tmp_path), {"post.html"})
    assert problem.path == "post.html"
    assert "is not allowed by the headers" in problem.message


def test_nothing_is_written_unless_it_is_asked_for(tmp_path):
    site(tmp_path, index="<script>a()</script>")
    assert write_headers(options(), config(tmp_path), set()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
