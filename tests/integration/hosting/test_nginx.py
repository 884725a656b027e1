"""The shipped nginx configurations, asked as browsers, feed readers and strangers ask."""

import gzip
import re
from urllib.parse import quote

import pytest

from integration.hosting.servers import nginx

PROVIDER = "https://sso.example.com/?then="
SOME = ("", "postmortems", "data/", "nothing/here/", ".secrets", ".git/HEAD", "404.html")
FOREVER, NEWS, HOUR = (
    "private, max-age=31536000, immutable",
    "private, no-cache",
    "private, max-age=3600",
)
SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "content-security-policy": "frame-ancestors 'self'",
}


def addresses(lab) -> list[str]:
    """Every file of the site, and what is no file."""
    return [f"/{path}" for path in (*lab.raw, *SOME)]


def told_of(answer) -> tuple[object, ...]:
    """What a stranger could tell one address from another by."""
    kept = {name: value for name, value in answer.headers.items() if name != "date"}
    kept["location"] = kept.get("location", "").partition("=")[0]
    return answer.status, kept, answer.body


def test_before_signing_in_every_address_leads_to_the_provider_and_back_and_tells_nothing(
    intranet, lab
):
    nothing = told_of(intranet.ask("/nothing/here"))
    for path in addresses(lab):
        answer = intranet.ask(path)
        assert (answer.status, answer.body) == (302, b""), path
        assert answer.headers["location"] == PROVIDER + quote(path, safe="")
        assert told_of(answer) == nothing, path


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/postmortems.json", {"method": "POST"}),
        ("/postmortems/", {"method": "HEAD"}),
        ("/postmortems/", {"Range": "bytes=0-9"}),
        ("/postmortems/", {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        ("/postmortems/", {"X_Forwarded_Uri": "/oauth2/start"}),
        ("/oauth2/../postmortems/", {}),
        ("//postmortems/", {}),
        ("/./oauth2/%2e%2e/postmortems/", {}),
    ],
)
def test_no_way_of_asking_leads_past_the_sign_in(intranet, path, how):
    answer = intranet.ask(path, **how)

    assert (answer.status, answer.body) == (302, b"")
    assert answer.headers["location"].startswith(PROVIDER)


def test_after_signing_in_a_search_goes_on_with_all_its_filters(intranet):
    answer = intranet.ask("/search/?q=a&outcome=failed")

    assert answer.headers["location"] == f"{PROVIDER}%2Fsearch%2F%3Fq%3Da%26outcome%3Dfailed"


def test_the_proxy_is_told_who_asks_for_what_whatever_a_stranger_says_of_it(intranet, door):
    door.asked.clear()
    lies = dict.fromkeys(
        ("X_Auth_Request_Redirect", "X_Forwarded_Uri", "X_Forwarded_Host", "X_Real_IP"),
        "https://evil.example",
    )
    intranet.ask("/postmortems/?x", **lies)

    assert [path for path, _ in door.asked] == ["/oauth2/auth", "/oauth2/start"]
    for _, headers in door.asked:
        assert headers["X-Forwarded-Uri"] == "/postmortems/?x"
        assert headers["X-Forwarded-Host"] == headers["Host"] == "lab.example.com"
        assert headers["X-Forwarded-Proto"] == "https"
        assert "evil" not in headers["X-Real-IP"]
    assert door.asked[-1][1]["X-Auth-Request-Redirect"] == "/postmortems/?x"


def test_whom_the_proxy_does_not_allow_sees_nothing(intranet, lab):
    for path in ("/", "/postmortems/feed.atom", "/nothing", "/.secrets"):
        answer = intranet.ask(path, "stranger")
        assert answer.status == 403
        assert b"403 Forbidden" in answer.body
        assert b"ostmortems" not in answer.body


def test_where_the_proxy_is_down_the_site_is_too(lab, project):
    with nginx(project, "deploy/nginx/postmortems.conf", lab.site, "127.0.0.1:1") as broken:
        for path in ("/", "/postmortems/postmortems.json", "/nothing"):
            answer = broken.ask(path, "ada")
            assert answer.status == 500
            assert b"ostmortems" not in answer.body


def test_without_tls_one_is_sent_to_the_same_address_with_it(intranet):
    answer = intranet.ask("/search/?q=a&b", plain=True)

    assert answer.status == 301
    assert answer.headers["location"] == "https://lab.example.com/search/?q=a&b"


@pytest.mark.parametrize("host", ["intranet", "container"])
class TestFiles:
    """What is served to whoever may see it, by both configurations."""

    @pytest.fixture
    def ask(self, host, request):
        running = request.getfixturevalue(host)
        who = "ada" if host == "intranet" else ""
        return lambda path, **how: running.ask(path, who, **how)

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("postmortems/", "text/html; charset=utf-8"),
            ("postmortems/2025/kohlrabi/index.md", "text/markdown; charset=utf-8"),
            ("postmortems/2025/plot.svg", "image/svg+xml"),
            ("postmortems/postmortems.json", "application/json"),
            ("postmortems/feed.json", "application/json"),
            ("postmortems/feed.atom", "application/atom+xml"),
            ("postmortems/feed.rss", "application/rss+xml"),
            ("sitemap.xml", "text/xml"),
            ("llms.txt", "text/plain; charset=utf-8"),
            ("data/runs.jsonl", "application/jsonl"),
            ("assets/postmortems/search/manifest.js", "application/javascript; charset=utf-8"),
        ],
    )
    def test_a_file_comes_whole_and_with_its_type(self, ask, lab, path, kind):
        answer = ask(f"/{path}")

        assert answer.status == 200
        # Newer releases call a script what RFC 9239 does.
        assert answer.headers["content-type"].replace("text/java", "application/java") == kind
        assert answer.body == lab.raw[f"{path}index.html" if path.endswith("/") else path]

    def test_every_file_is_safe_and_only_what_its_name_changes_with_is_kept_for_good(
        self, ask, lab
    ):
        told = {path: ask(f"/{path}").headers for path in (*lab.raw, *SOME)}

        for path, headers in told.items():
            assert SAFE.items() <= headers.items(), path
            assert headers["server"] == "nginx"
        kept = {path for path, headers in told.items() if headers["cache-control"] == FOREVER}
        assert kept == {p for p in lab.raw if re.search(r"\.[0-9a-f]{8}(\.min)?\.(js|css)$", p)}
        assert {p.rpartition("/")[0] for p in kept} > {"assets/postmortems", "assets/stylesheets"}
        assert {told[path]["cache-control"] for path in told.keys() - kept} == {NEWS}
        assert ask("/assets/gone.12345678.js").headers["cache-control"] == NEWS

    def test_a_part_of_the_index_is_kept_for_an_hour_under_the_stamp_it_was_asked_with(self, ask):
        shard = "/assets/postmortems/search/t0/0.js"

        assert ask(f"{shard}?0a1b2c").headers["cache-control"] == HOUR
        assert ask(shard).headers["cache-control"] == NEWS
        assert ask("/postmortems/?0a1b2c").headers["cache-control"] == NEWS

    def test_what_has_not_changed_is_not_sent_again(self, ask):
        tag = ask("/postmortems/").headers["etag"]
        answer = ask("/postmortems/", If_None_Match=tag)

        assert (answer.status, answer.body) == (304, b"")

    @pytest.mark.parametrize("path", ["postmortems/2025/plot.svg", "postmortems/feed.atom"])
    def test_texts_are_compressed_for_whom_understands_it(self, ask, lab, path):
        answer = ask(f"/{path}", Accept_Encoding="gzip")

        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(answer.body) == (lab.site / path).read_bytes()

    @pytest.mark.parametrize(
        "path", ["/nothing", "/data/", "/assets/", "/.secrets", "/.git/HEAD", "/data/.x/y"]
    )
    def test_what_is_not_there_is_told_by_the_sites_own_page(self, ask, lab, path):
        answer = ask(path)

        assert answer.status == 404
        assert answer.body == (lab.site / "404.html").read_bytes()
        assert answer.headers["cache-control"] == NEWS

    def test_an_address_without_its_last_slash_is_completed_on_the_same_host(self, ask):
        answer = ask("/postmortems/2025/kohlrabi?x=1")

        assert answer.status == 301
        assert answer.headers["location"] == "/postmortems/2025/kohlrabi/?x=1"


def test_a_site_below_another_path_stays_there(below, lab):
    before = below.ask("/notes/postmortems").headers["location"]
    assert before == f"{PROVIDER}%2Fnotes%2Fpostmortems"
    assert below.ask("/notes/postmortems", "ada").headers["location"] == "/notes/postmortems/"
    assert below.ask("/notes/postmortems/", "ada").status == 200
    missing = below.ask("/notes/nothing", "ada")
    assert (missing.status, missing.body) == (404, (lab.site / "404.html").read_bytes())
    hashed = next(path for path in lab.raw if path.startswith("assets/postmortems/search."))
    assert below.ask(f"/notes/{hashed}", "ada").headers["cache-control"] == FOREVER
