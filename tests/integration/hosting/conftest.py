"""A project that was made for every host, with its site, and nginx before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from integration.harness import NOW, Built, run
from integration.hosting.servers import Nginx, SignIn, nginx, sign_in
from mkdocs_postmortems.cli import main

HOSTS = ("github-pages", "s3", "gcs", "nginx", "container")
POST = """---
title: Kohlrabi sales did not follow the weather
date: 2025-03-04
outcome: failed
lessons: [Ask the growers first.]
---

![A plot](plot.svg)
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """What `init` writes for all hosts that go together."""
    folder: Path = tmp_path_factory.mktemp("hosting") / "lab"
    hosts = [part for host in HOSTS for part in ("--host", host)]
    assert CliRunner().invoke(main, ["init", str(folder), *hosts]).exit_code == 0
    return folder


@pytest.fixture(scope="session")
def lab(project) -> Built:
    """The site of that project, with a failed experiment and its picture."""
    settings = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("# site_url:", "site_url:"), "utf-8")
    (project / "postmortems/2025").mkdir()
    (project / "postmortems/2025/kohlrabi.md").write_text(POST, encoding="utf-8")
    (project / "postmortems/2025/plot.svg").write_text(f"<svg>{'<g/>' * 500}</svg>\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        built = run(project, strict=True)
    assert (built.aborted, built.warnings) == ("", [])
    # Files that other plugins or people add, and one that lies where it should not.
    (built.site / ".secrets").write_text("kohlrabi")
    (built.site / "data").mkdir()
    (built.site / "data/runs.jsonl").write_text('{"kohlrabi": 1}\n')
    return built


@pytest.fixture(scope="session")
def door() -> Iterator[SignIn]:
    """What stands in for oauth2-proxy."""
    with sign_in() as running:
        yield running


@pytest.fixture(scope="session")
def intranet(lab, project, door) -> Iterator[Nginx]:
    """The shipped configuration of nginx, with the stand-in's address and this site's folder."""
    with nginx(project, "deploy/nginx/postmortems.conf", lab.site, door.address) as running:
        yield running


@pytest.fixture(scope="session")
def below(lab, project, door, tmp_path_factory) -> Iterator[Nginx]:
    """The same under /notes/."""
    top = tmp_path_factory.mktemp("www")
    (top / "notes").symlink_to(lab.site)
    moved = tmp_path_factory.mktemp("project")
    shutil.copytree(project / "deploy", moved / "deploy")
    files = moved / "deploy/nginx/files.conf"
    assert "=404 /404.html;" in files.read_text()
    files.write_text(files.read_text().replace("=404 /404.html;", "=404 /notes/404.html;"))
    with nginx(moved, "deploy/nginx/postmortems.conf", top, door.address) as running:
        yield running


@pytest.fixture(scope="session")
def container(lab, project) -> Iterator[Nginx]:
    """What the container serves."""
    with nginx(project, "deploy/container/site.conf", lab.site) as running:
        yield running
