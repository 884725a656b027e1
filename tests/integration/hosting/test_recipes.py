"""What `init` writes for each pipeline and host: it is whole, and its commands can be run."""

import configparser
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_postmortems.cli import main
from mkdocs_postmortems.cli.hosting import HOST_FILES

CHECK, PAGES, GITLAB = (
    ".github/workflows/check.yml",
    ".github/workflows/pages.yml",
    ".gitlab-ci.yml",
)
FILES = "deploy/nginx/files.conf"
OF_NGINX = ("postmortems.conf", "oauth2-proxy.cfg", "oauth2-proxy.service")
UNITS = ("postmortems-site.service", "postmortems-site.timer")
NGINX = {FILES, *(f"deploy/nginx/{name}" for name in (*OF_NGINX, *UNITS))}
CONTAINER = {FILES, "Containerfile", ".dockerignore", "deploy/container/site.conf"}


def ask(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def written(folder: Path) -> set[str]:
    """What there is for pipelines and hosts."""
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    kinds = (".git*/*", ".gitlab*", "deploy/*", "Containerfile", ".dockerignore")
    return {path for path in paths if any(fnmatch(path, kind) for kind in kinds)}


@pytest.mark.parametrize(
    ("args", "files"),
    [
        ([], {CHECK, PAGES}),
        (["--ci", "github"], {CHECK, PAGES}),
        (["--ci", "gitlab"], {GITLAB}),
        (["--ci", "none"], set()),
        (["--host", "none"], {CHECK}),
        (["--host", "github-pages"], {CHECK, PAGES}),
        (["--host", "gitlab-pages"], {GITLAB}),
        (["--host", "s3"], {CHECK, "deploy/s3.sh", "deploy/cloudfront.js"}),
        (["--host", "gcs", "--ci", "none"], {"deploy/gcs.sh"}),
        (["--host", "nginx"], {CHECK, *NGINX}),
        (["--host", "nginx", "--host", "container", "--ci", "none"], NGINX | CONTAINER),
        (["--host", "container", "--ci", "gitlab"], {GITLAB, *CONTAINER}),
    ],
)
def test_a_project_has_the_files_of_its_pipeline_and_its_hosts_and_no_others(tmp_path, args, files):
    result = ask("init", str(tmp_path / "lab"), *args)

    assert result.exit_code == 0
    assert written(tmp_path / "lab") == files
    assert all(f"written  {path}" in result.stdout for path in files)


@pytest.mark.parametrize("args", [["--ci", "gitlab"], ["--host", "gitlab-pages"]])
def test_only_a_project_for_gitlab_pages_publishes_there(tmp_path, args):
    ask("init", str(tmp_path / "with"), *args)
    ask("init", str(tmp_path / "without"), "--ci", "gitlab", "--host", "none")

    assert set(yaml.safe_load((tmp_path / "with" / GITLAB).read_text())) == {"postmortems", "pages"}
    assert set(yaml.safe_load((tmp_path / "without" / GITLAB).read_text())) == {"postmortems"}


@pytest.mark.parametrize(
    ("args", "remedy"),
    [
        (["--host", "gitlab-pages", "--ci", "github"], "give --ci gitlab"),
        (["--host", "github-pages", "--ci", "none"], "give --ci github"),
        (["--host", "github-pages", "--host", "gitlab-pages"], "leave out --host gitlab-pages"),
    ],
)
def test_pages_of_one_with_the_pipeline_of_another_are_refused(tmp_path, args, remedy):
    result = ask("init", str(tmp_path / "lab"), *args)

    assert result.exit_code == 2
    assert remedy in result.stderr
    assert not (tmp_path / "lab").exists()


def test_a_hosts_file_that_is_there_is_kept(tmp_path):
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/s3.sh").write_text("mine")
    result = ask("init", str(tmp_path), "--host", "s3")

    assert "kept     deploy/s3.sh, which was there" in result.stdout
    assert (tmp_path / "deploy/s3.sh").read_text() == "mine"


# Commands


def strings(value: Any) -> Iterator[str]:
    """The texts in a YAML document whose names say that they are commands."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in {"run", "script"}:
                yield from [each] if isinstance(each, str) else each
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def commands(project: Path) -> set[str]:
    """Each command of pipelines, units and container, without the folder of a program."""
    found: set[str] = set()
    for path in (*project.glob(".github/workflows/*.yml"), *project.glob(".gitlab-ci.yml")):
        found |= set(strings(yaml.safe_load(path.read_text("utf-8"))))
    for path in project.rglob("*.service"):
        found |= set(re.findall(r"^ExecStart=(.*)$", path.read_text("utf-8"), re.MULTILINE))
    for path in project.glob("Containerfile"):
        text = path.read_text("utf-8").replace("\\\n", " ")
        runs = re.findall(r"^RUN (?:--mount=\S+ +)?(.*)$", text, re.MULTILINE)
        found |= {part.strip() for run in runs for part in run.split("&&")}
    return {re.sub(r"^/\S*/", "", command) for command in found}


@pytest.mark.parametrize("host", [*HOST_FILES])
def test_each_call_of_ours_in_a_recipe_can_be_made_and_nothing_else_is_called(
    tmp_path, monkeypatch, host
):
    monkeypatch.chdir(tmp_path)
    ask("init", ".", "--host", host)
    calls = {tuple(shlex.split(each)) for each in commands(tmp_path)}

    for program, *args in calls:
        if program == "postmortems" and args[0] == "check":
            assert ask(*args).exit_code == 0
        elif program == "postmortems":
            assert (args[0], args[1]) == ("build", "--strict")
            assert args[2:] in ([], ["--site-dir", args[-1]])
        elif program == "pip":
            assert args[-2:] == ["-r", "requirements.txt"]
        else:
            assert program in {"git", "apt-get", "rm", "oauth2-proxy"}
    assert any("build" in call for call in calls)


@pytest.mark.parametrize("name", [CHECK, PAGES])
def test_a_workflow_may_do_only_what_it_must_and_has_the_whole_history(project, name):
    workflow = yaml.safe_load((project / name).read_text("utf-8"))
    first = next(iter(workflow["jobs"].values()))

    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]
    assert first["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    rights = {name: job.get("permissions") for name, job in workflow["jobs"].items()}
    own = {"build": None, "publish": {"pages": "write", "id-token": "write"}}
    assert rights == ({"check": None} if name == CHECK else own)
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))


def test_a_pull_request_is_checked_and_never_published(project):
    # YAML 1.1 reads the key `on` as a truth.
    assert "pull_request" in yaml.safe_load((project / CHECK).read_text("utf-8"))[True]
    assert "pull_request" not in yaml.safe_load((project / PAGES).read_text("utf-8"))[True]


def test_gitlab_has_the_whole_history_and_publishes_what_it_built(tmp_path):
    ask("init", str(tmp_path), "--host", "gitlab-pages")
    jobs = yaml.safe_load((tmp_path / GITLAB).read_text("utf-8"))

    assert {job["variables"]["GIT_DEPTH"] for job in jobs.values()} == {"0"}
    assert jobs["pages"]["script"][-1].endswith(" --site-dir public")
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert jobs["pages"]["cache"]["paths"] == [".cache/postmortems"]


# The container


def instructions(project: Path) -> list[tuple[str, list[str]]]:
    text = (project / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.split()[1:]) for line in lines]


def test_a_container_copies_only_what_there_is_and_what_an_earlier_stage_made(project):
    ignored = (project / ".dockerignore").read_text("utf-8").split("\n")[1:-1]
    stages, made = set(), set()
    for name, words in instructions(project):
        if name == "FROM":
            stages |= {words[-1]} if "AS" in words else set()
        if name == "RUN" and "--site-dir" in words:
            made.add(words[-1])
        if name != "COPY":
            continue
        stage = words[0].removeprefix("--from=") if words[0].startswith("--from=") else ""
        source = words[-2]
        assert stage in stages if stage else (project / source).exists(), words
        assert source in made if stage else source not in ignored
    assert ".git" not in ignored
    assert {".cache", "site"} <= set(ignored)


def test_a_container_serves_the_folder_and_the_port_that_nginx_is_told_of(project):
    told = (project / "deploy/container/site.conf").read_text("utf-8")
    parts = instructions(project)
    targets = {words[-2]: words[-1] for name, words in parts if name == "COPY"}

    assert f"root {targets['/site']};" in told
    assert targets["deploy/nginx/files.conf"] == "/etc/nginx/postmortems/files.conf"
    assert f"listen {dict(parts)['EXPOSE'][0]};" in told


def test_each_command_of_a_container_is_understood_by_a_shell(project):
    for name, words in instructions(project):
        if name == "RUN":
            command = [word for word in words if not word.startswith("--mount=")]
            subprocess.run(["sh", "-n", "-c", " ".join(command)], check=True)


# The sign-in and the units


def test_the_sign_in_is_for_the_company_and_has_no_secret_in_its_file(project):
    told = tomllib.loads((project / "deploy/nginx/oauth2-proxy.cfg").read_text("utf-8"))
    site = (project / "deploy/nginx/postmortems.conf").read_text("utf-8")

    assert told["email_domains"] == ["example.com"]
    assert not [name for name in told if name.endswith("secret")]
    assert told["reverse_proxy"]
    assert f"proxy_pass http://{told['http_address']};" in site
    assert told["cookie_secure"]
    assert told["cookie_name"].startswith("__Host-")
    assert told["redirect_url"] == "https://lab.example.com/oauth2/callback"


def test_the_units_build_where_nginx_serves_from(project):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(project / "deploy/nginx/postmortems-site.service")
    timer = configparser.ConfigParser()
    timer.read(project / "deploy/nginx/postmortems-site.timer")
    site = (project / "deploy/nginx/postmortems.conf").read_text("utf-8")

    folder = unit["Service"]["ExecStart"].split()[-1]  # the last of its lines
    assert f"root {folder};" in site
    assert folder.startswith(unit["Service"]["ReadWritePaths"])
    assert timer.has_option("Timer", "OnUnitInactiveSec")
