"""The shipped scripts for buckets, with stand-ins for the clouds' own programs."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from integration.harness import write
from integration.hosting.cloud import PROGRAM, Bucket, Done

HASHED = re.compile(r"^assets/.*\.[0-9a-f]{8}(\.min)?\.(js|css)$")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
}
OLD = {
    "postmortems/2024/withdrawn/index.html": "kohlrabi",
    "assets/postmortems/search/d9/1.js": "kohlrabi",
    "assets/postmortems/search.0a1b2c3d.js": "old",
    "assets/stylesheets/main.0a1b2c3d.min.css": "old",
}
BUCKETS = {"s3.sh": ("s3://lab", "aws"), "gcs.sh": ("gs://lab", "gcloud")}
MANIFEST = "assets/postmortems/search/manifest.js"


@dataclass
class Cloud:
    """A bucket that a script fills.

    Attributes:
        folder: Where the site, the bucket and what was done to it are.
        script: The script's path, and the bucket that it is told of.
    """

    folder: Path
    script: tuple[str, str]
    environment: Mapping[str, str]

    @property
    def bucket(self) -> dict[str, bytes]:
        top = self.folder / "bucket"
        files = [path for path in top.rglob("*") if path.is_file()]
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in files}

    def publish(self, **environment: str) -> list[Done]:
        """What was put and deleted, in order; it fails where the script does."""
        for name in ("calls", "count"):
            (self.folder / name).write_text("")
        try:
            subprocess.run(
                ["sh", *self.script],
                cwd=self.folder,
                env={**self.environment, **environment},
                check=True,
                capture_output=True,
            )
        finally:
            filled = Bucket(self.folder / "bucket")
            filled.replay((self.folder / "calls").read_text(), self.folder / "site")
        return filled.done


def cloud(folder: Path, script: str, project: Path, site: Path) -> Cloud:
    """A bucket with an old site, and a new one to come."""
    shutil.copytree(site, folder / "site", ignore=shutil.ignore_patterns(".*"))
    write(folder / "bucket", OLD)
    name, program = BUCKETS[script]
    write(folder / "tools", {program: PROGRAM})
    (folder / "tools" / program).chmod(0o755)
    path = f"{folder / 'tools'}{os.pathsep}{os.environ['PATH']}"
    return Cloud(folder, (str(project / "deploy" / script), name), {**os.environ, "PATH": path})


@pytest.fixture(params=BUCKETS)
def bucket(request, tmp_path, project, lab) -> Cloud:
    return cloud(tmp_path, request.param, project, lab.site)


@pytest.fixture(scope="module", params=BUCKETS)
def published(request, tmp_path_factory, project, lab) -> tuple[Cloud, list[Done]]:
    """A bucket with the site, and what was done to it for that."""
    filled = cloud(tmp_path_factory.mktemp("cloud"), request.param, project, lab.site)
    return filled, filled.publish()


def test_the_bucket_has_the_site_then_and_of_the_old_one_only_what_open_pages_ask_for(
    published, lab
):
    bucket, _ = published
    kept = {path: text.encode() for path, text in OLD.items() if HASHED.match(path)}
    assert len(kept) == 2
    assert bucket.bucket == {p: d for p, d in lab.raw.items() if p != ".secrets"} | kept


def test_each_file_is_put_once_with_its_type_and_how_long_it_is_kept(published):
    put = [entry[1:] for entry in published[1] if entry[0] == "put"]

    assert len(put) == len({name for name, *_ in put})
    for name, kind, caching in put:
        assert name is not None
        assert kind == TYPES.get(Path(name).suffix), name
        forever = "max-age=31536000, immutable"
        assert caching == (forever if HASHED.match(name) else "no-cache"), name


def test_nothing_is_put_before_what_it_leads_to_and_deleting_comes_last(published):
    done = published[1]
    names = [name for what, name, *_ in done if what == "put"]

    def places(*endings: str) -> list[int]:
        return [i for i, name in enumerate(names) if name and name.endswith(endings)]

    pages, lists = places(".html"), places(".atom", ".rss", ".json", "sitemap.xml")
    assert max(places(".svg", ".css", ".js")[:-1]) < min(pages)
    assert max(pages) < min(lists)
    assert names[-1] == MANIFEST
    assert [what for what, *_ in done] == sorted((what for what, *_ in done), reverse=True)
    assert {name for what, name, *_ in done if what == "delete"} == {
        path for path in OLD if not HASHED.match(path)
    }


def test_what_is_kept_for_good_is_not_put_again(bucket):
    bucket.publish()
    for path in (bucket.folder / "site").rglob("*"):
        os.utime(path)  # as after the next build
    again = bucket.publish()

    assert not [name for _, name, *_ in again if name and HASHED.match(name)]
    assert {what for what, *_ in again} <= {"put"}


@pytest.mark.parametrize("call", ["1", "13"])
def test_where_a_call_fails_the_script_does_and_nothing_is_deleted(bucket, call):
    with pytest.raises(subprocess.CalledProcessError):
        bucket.publish(FAILING_CALL=call)

    assert OLD.keys() <= bucket.bucket.keys()


def test_a_folder_without_a_site_never_empties_a_bucket(bucket):
    (bucket.folder / "site/index.html").unlink()
    with pytest.raises(subprocess.CalledProcessError) as error:
        bucket.publish()

    assert b"site/index.html is missing: build the site first" in error.value.stderr
    assert (bucket.folder / "calls").read_text() == ""


def test_a_script_without_a_bucket_says_what_it_needs(bucket):
    result = subprocess.run(["sh", bucket.script[0]], capture_output=True, text=True, check=False)

    assert result.returncode != 0
    assert "name the bucket, such as" in result.stderr


# CloudFront's function

FOUND = [
    ("/", {}, "/index.html"),
    ("/postmortems/2025/v1.2/", {}, "/postmortems/2025/v1.2/index.html"),
    ("/postmortems/feed.atom", {}, "/postmortems/feed.atom"),
    ("/postmortems", {}, "301 /postmortems/"),
    ("/search", {"q": {"value": "a%26b"}}, "301 /search/?q=a%26b"),
    (
        "/search",
        {"tag": {"value": "b", "multiValue": [{"value": "b"}, {"value": "c"}]}},
        "301 /search/?tag=b&tag=c",
    ),
    ("//evil.example/x", {}, "301 /evil.example/x/"),
    ("/\\evil", {}, "301 /evil/"),
]
ASK = """
console.log(JSON.stringify(EVENTS.map(([uri, querystring]) => {
  const told = handler({ request: { uri, querystring } });
  return told.statusCode ? `${told.statusCode} ${told.headers.location.value}` : told.uri;
})));
"""


def test_cloudfront_finds_the_page_of_a_folder(project):
    node = shutil.which("node")
    if node is None:
        assert not os.environ.get("POSTMORTEMS_REQUIRE_ALL"), "there is no node"
        pytest.skip("there is no node")
    script = (project / "deploy/cloudfront.js").read_text("utf-8")
    program = script + ASK.replace("EVENTS", json.dumps([asked for *asked, _ in FOUND]))

    shown = subprocess.check_output([node, "-e", program], text=True)
    assert json.loads(shown) == [answer for *_, answer in FOUND]
