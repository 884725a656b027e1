"""`postmortems build`: the site that is up is whole, whatever happens to its successor."""

import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from integration import publishing
from integration.harness import NOW, post, settings, write
from integration.publishing import MOMENTS, order_of, texts
from mkdocs_postmortems.cli.build_progress import Progress
from mkdocs_postmortems.publishing.child import PARENT
from mkdocs_postmortems.publishing.errors import PublishingError
from mkdocs_postmortems.publishing.interrupting import InterruptedBuildError, interruptible
from mkdocs_postmortems.publishing.publisher import Verdict, Watcher, publish
from unit.keys import KEYS

COMMAND = Path(sys.executable).parent / "postmortems"
TEXT = "Customers leaked from training into the holdout."


@pytest.fixture(scope="session")
def kills(tmp_path_factory):
    """What kills at ten moments left."""
    folder = tmp_path_factory.mktemp("kills")
    arguments = [sys.executable, publishing.__file__, folder]
    return json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills as Linux does")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_a_whole_site_and_the_next_build_mends_the_rest(kills, moment):
    found = kills[moment]
    is_over = moment in {"placed", "placed by renames", "cleared away"}
    assert found == {
        "killed": True,
        "is_up": moment != "between renames",
        "left": ["new" if is_over else "old"],
        "recovered": moment == "between renames",
        "then": ["newer"],
        "leftovers": [],
    }


@pytest.fixture
def up(tmp_path):
    """A folder with a site that is up."""
    publish(order_of(tmp_path, "old"), Watcher())
    return tmp_path


def names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def is_as_it_was(folder: Path) -> bool:
    return texts(folder / "site") == {"old"} and names_in(folder) == {".cache", "site"}


@pytest.mark.parametrize("rest", ["raise SystemExit(1)", "raise ValueError"])
def test_a_build_that_fails_leaves_the_site_that_is_up(up, rest):
    outcome = publish(order_of(up, "new", rest), Watcher())
    assert outcome.verdict is Verdict.FAILED
    assert outcome.ended.code == 1
    assert is_as_it_was(up)


def test_a_full_disk_is_told_in_a_line_and_leaves_the_site_that_is_up(up):
    rest = "print('cannot build: the disk is full (a)', flush=True); sys.exit(2)"
    with pytest.raises(PublishingError, match=r"^cannot build: the disk is full \(a\)$"):
        publish(order_of(up, "new", rest), Watcher())
    assert is_as_it_was(up)


def test_what_the_disk_refuses_to_mkdocs_is_one_line(tmp_path):
    code = "raise OSError(28, 'No space left on device', 'a.html')"
    write(tmp_path, {"full/__main__.py": code, "full/__init__.py": ""})
    command = [sys.executable, "-m", "mkdocs_postmortems.publishing.child", "full"]
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, check=False, env=surroundings, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "cannot build: the disk is full (a.html)\n")
    assert done.stderr == ""


def test_a_disk_that_is_full_when_the_site_is_put_in_place_leaves_it_too(up):
    def full(*_):
        raise OSError(28, "No space left on device")

    with pytest.raises(
        PublishingError, match=r"cannot put the new site in the place of .* is full"
    ):
        publish(order_of(up, "new"), Watcher(), full)
    assert is_as_it_was(up)


def test_a_folder_that_may_not_be_written_is_told_in_a_line(up):
    order = order_of(Path("/proc"), "new")
    with pytest.raises(PublishingError, match=r"^cannot build in /proc, around the site: "):
        publish(order, Watcher())


def test_a_build_that_tells_nothing_is_no_build_of_ours(up):
    with pytest.raises(PublishingError, match="the plugin `postmortems` is not on"):
        publish(order_of(up, "new", "sys.exit(0)"), Watcher())
    assert is_as_it_was(up)


class _At(Watcher):
    """Does something at a step."""

    def __init__(self, step, work):
        self._step, self._work = step, work

    def at(self, step):
        if step == self._step:
            self._work()

    def said(self, line):
        self.at("said")


@pytest.mark.parametrize(
    ("step", "number"),
    [("begun", signal.SIGINT), ("said", signal.SIGTERM), ("checked", signal.SIGINT)],
)
def test_a_signal_ends_the_build_and_leaves_the_site_that_is_up(up, number, step, monkeypatch):
    monkeypatch.setattr(signal, "SIG_IGN", None)  # also where the tests run in the background
    before = signal.getsignal(number)
    order = order_of(up, "new", "import time; time.sleep(60)" * (step == "said"))
    with pytest.raises(InterruptedBuildError) as error:
        publish(order, _At(step, lambda: signal.raise_signal(number)))
    assert error.value.signal == number
    assert is_as_it_was(up)
    assert signal.getsignal(number) is before


def test_a_signal_that_comes_too_late_changes_nothing(up):
    order = order_of(up, "new")
    publish(order, _At("placed", lambda: signal.raise_signal(signal.SIGTERM)))
    assert texts(up / "site") == {"new"}


def test_a_signal_that_is_ignored_stays_so():
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only what forks hands on its files")
def test_the_lock_is_not_handed_on_to_what_a_build_starts(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from subprocess import run\n"
        "from mkdocs_postmortems.publishing import child\n"
        "handle = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR); os.set_inheritable(handle, True)\n"
        "os.environ[child.LOCK] = str(handle); child.keep_lock_to_oneself()\n"
        "seen = f'/dev/fd/{handle}'; print(os.path.exists(seen), flush=True)\n"
        "run(['sh', '-c', f'test -e {seen} && echo True || echo False'], close_fds=False)\n"
        "if not os.fork(): print(os.path.exists(seen))\n"
        "else: os.wait()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "lock"], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["True", "False", "False"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends it")
def test_a_build_whose_parent_is_gone_before_it_begins_does_not_begin():
    surroundings = {**os.environ, PARENT: "0"}
    command = [sys.executable, "-m", "mkdocs_postmortems.publishing.child", "this"]
    done = subprocess.run(command, check=False, env=surroundings, capture_output=True)
    assert (done.returncode, done.stdout) == (1, b"")


def test_each_key_of_the_json_is_documented(project, repository):
    _, ran = project
    page = (repository / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    table = page.partition("| Key of the JSON |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)) == {
        "`pages`, `links`" if key == "pages" else f"`{key}`" for key in ran.told if key != "links"
    }


def test_a_second_build_at_once_is_told_of_the_first(up):
    def second():
        with pytest.raises(PublishingError, match=f"is running .process {os.getpid()}"):
            publish(order_of(up, "second"), Watcher())

    publish(order_of(up, "new"), _At("said", second))
    assert texts(up / "site") == {"new"}


def test_warnings_are_shown_at_a_terminal_and_tracebacks_where_nothing_else_tells(up, capsys):
    rest = (
        "print('WARNING -  beware' + chr(10) + '  of this')\n"
        "        print('INFO    -  chatter' + chr(10) + 'more'); raise ValueError('why')"
    )
    progress = Progress()
    publish(order_of(up, "new", rest), progress)
    shown = capsys.readouterr().err
    assert "WARNING -  beware\n  of this\n" in shown
    assert "chatter" not in shown
    assert "Traceback" not in shown
    progress.tell_rest()
    assert "ValueError: why" in capsys.readouterr().err


@dataclass
class Ran:
    """What a call of the command printed."""

    code: int
    told: dict
    log: str


class Project:
    """A project that is built with MkDocs itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.configure()
        write(root, {"docs/index.md": "# Home\n\nSee [it](postmortems/a.md#nowhere).\n"})
        files = {
            "a.md": post("A", TEXT, outcome="failed"),
            "later.md": post("What nobody may see as of now", date="2999-01-01"),
            "quiet-one-here.md": post("A quiet one for few", unlisted=True, aliases=["/was/here/"]),
        }
        write(root / "postmortems", files)

    def configure(self, **theme: str) -> None:
        said = settings(None, {"name": "mkdocs", **theme}, (), {})
        write(self.root, {"mkdocs.yml": yaml.safe_dump(said)})

    def build(self, *arguments: str) -> Ran:
        surroundings = {
            **os.environ,
            "SOURCE_DATE_EPOCH": str(NOW),
            "GIT_CEILING_DIRECTORIES": str(self.root.parent),
        }
        command = [COMMAND, "build", "--json", *arguments]
        done = subprocess.run(
            command,
            check=False,
            cwd=self.root / "docs",
            env=surroundings,
            capture_output=True,
            text=True,
        )
        return Ran(done.returncode, json.loads(done.stdout), done.stderr)

    @property
    def content(self) -> dict[str, bytes]:
        site = self.root / "site"
        files = (each for each in site.rglob("*") if each.is_file())
        return {each.relative_to(site).as_posix(): each.read_bytes() for each in files}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project, and how its first build went."""
    project = Project(tmp_path_factory.mktemp("real"))
    return project, project.build()


def test_a_site_is_published_and_what_is_held_back_is_told(project):
    made, ran = project
    assert ran.code == 0
    assert ran.told["verdict"] == "published"
    assert ran.told["postmortems"] == {
        "published": 1,
        "outcomes": {"Failed": 1},
        "held_back": [
            {"path": "postmortems/later.md", "reason": "dated in the future, 2999-01-01"},
            {"path": "postmortems/quiet-one-here.md", "reason": "unlisted"},
        ],
        "left_out": [],
    }
    assert "postmortems/a/index.html" in ran.told["changes"]["new"]
    assert {"postmortems/quiet-one-here/index.html", "was/here/index.html"} <= made.content.keys()
    assert names_in(made.root) == {".cache", "docs", "mkdocs.yml", "postmortems", "site"}


def test_a_broken_anchor_is_told_and_stops_no_build(project):
    _, ran = project
    (broken,) = ran.told["broken_links"]
    assert broken == {
        "target": "postmortems/a/#nowhere",
        "page": "index.html",
        "pages": 1,
        "source": "docs/index.md",
        "line": 3,
    }


def test_a_leak_stops_the_build_and_vanished_addresses_are_told(project):
    made, _ = project
    before = made.content
    leaks = '{% extends "base.html" %}{% block footer %}What nobody may see as of now{% endblock %}'
    write(made.root, {"theme/main.html": leaks})
    made.configure(custom_dir="theme")
    (made.root / "postmortems" / "a.md").rename(made.root / "postmortems" / "b.md")
    ran = made.build()
    assert ran.code == 1
    assert ran.told["verdict"] == "leaks"
    assert "index.html" in {each["file"] for each in ran.told["leaks"]}
    assert {each["path"] for each in ran.told["leaks"]} == {"postmortems/later.md"}
    (vanished,) = ran.told["vanished"]
    assert "Write `aliases: [/postmortems/a/]`" in vanished
    assert any(vanished in each for each in ran.told["warnings"])
    assert "hidden (dated in the future, 2999-01-01)" in ran.log
    assert made.content == before


def test_a_strict_build_stops_at_the_same_and_what_was_published_is_still_known(project):
    made, _ = project
    before = made.content
    write(made.root / "postmortems", {"broken.md": "---\ntitle: [\n---\n"})
    ran = made.build("--strict")
    assert ran.code == 1
    assert ran.told["verdict"] == "build failed"
    assert "broken.md:3: not valid YAML" in ran.log
    assert made.content == before
    record = json.loads((made.root / ".cache/postmortems/addresses.json").read_text())
    assert "postmortems/a/index.html" in record["mkdocs.yml"]
    assert "later" not in gzip.decompress(made.content["sitemap.xml.gz"]).decode()


def test_a_key_stops_the_build_by_a_line_that_does_not_show_it(project):
    made, _ = project
    before = made.content
    key = "".join(KEYS["a GitHub token"])
    write(made.root / "postmortems", {"key.md": f"# A key\n\n{key}\n"})
    ran = made.build()
    (made.root / "postmortems" / "key.md").unlink()
    assert (ran.code, ran.told["verdict"]) == (1, "build failed")
    assert "postmortems/key.md:3: a GitHub token stands here (`ghp_…`)" in ran.log
    assert "Traceback" not in ran.log
    assert key[4:] not in ran.log + json.dumps(ran.told)
    assert made.content == before


@pytest.fixture
def preview(tmp_path):
    """Call `postmortems serve` with a stand-in for MkDocs, which prints how it was called."""
    said = "import os, sys; print(os.getcwd(), *sys.argv[1:], sep=chr(10))"
    write(tmp_path, {"modules/mkdocs/__main__.py": said, "modules/mkdocs/__init__.py": ""})
    write(tmp_path / "p", {"mkdocs.yml": "dev_addr: 127.0.0.1:8642\n", "docs/index.md": ""})

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        surroundings = {**os.environ, "PYTHONPATH": str(tmp_path / "modules")}
        return subprocess.run(
            [COMMAND, "serve", *arguments],
            check=False,
            cwd=tmp_path / "p" / "docs",
            env=surroundings,
            capture_output=True,
            text=True,
        )

    return call


def test_a_preview_is_that_of_mkdocs(preview, tmp_path):
    configuration = str(tmp_path / "p" / "mkdocs.yml")
    assert preview("--strict").stdout.split() == [
        str(tmp_path / "p"), "serve", "--config-file", configuration,
        "--dev-addr", "127.0.0.1:8642", "--strict",
    ]  # fmt: skip


def test_a_port_that_is_taken_is_told_with_a_free_one(preview):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = preview("-a", f"127.0.0.1:{port}")
    assert done.returncode == 2
    assert f"nothing can be served at 127.0.0.1:{port}" in done.stderr
    offered = int(done.stderr.rpartition(":")[2].strip("`\n"))
    assert port < offered <= port + 100
