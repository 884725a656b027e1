"""Publishes with a quick stand-in for MkDocs, and kills itself at named moments.

Run as a program, with a folder, it answers with what each kill left, as JSON. It is a process of
its own, since only one without threads may fork.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import mkdocs_postmortems
from mkdocs_postmortems.publishing.errors import PublishingError
from mkdocs_postmortems.publishing.exchanging import exchange
from mkdocs_postmortems.publishing.publisher import Order, Outcome, Watcher, publish
from mkdocs_postmortems.publishing.target import Place

PAGES = [f"{number}/index.html" for number in range(20)]
BUILDER = """
import sys
sys.path.append("ROOT")  # started without the packages of the environment, which is faster
from pathlib import Path
from mkdocs_postmortems.publishing.child import end_with_parent
from mkdocs_postmortems.publishing.facts import Facts, folder_asked_for, write_facts
end_with_parent()
site = Path(sys.argv[sys.argv.index("--site-dir") + 1])
for number in range(20):
    (site / str(number)).mkdir()
    (site / str(number) / "index.html").write_text("TEXT")
    if number == 10:
        print("INFO    -  half of it", flush=True)
        REST
(site / "sitemap.xml").write_text("<urlset/>")
facts = Facts("", "--strict" in sys.argv, 20, {}, (), (), (), {}, (), (), ())
write_facts(facts, folder_asked_for())
"""
MOMENTS = {
    "begun": True,
    "half of it": True,
    "built": True,
    "checking": True,
    "checked": True,
    "carried over": True,
    "between renames": False,
    "placed": True,
    "placed by renames": False,
    "cleared away": True,
}
"""Where it is killed, and whether folders are exchanged in one step."""


def order_of(folder: Path, text: str, rest: str = "", *, strict: bool = False) -> Order:
    """Build a site in `folder` whose pages have `text`; `rest` is done when half is written."""
    root = Path(mkdocs_postmortems.__file__).parents[1].as_posix()
    code = BUILDER.replace("ROOT", root).replace("TEXT", text).replace("REST", rest)
    place = Place(folder / "mkdocs.yml", folder / "site", ())
    return Order(place, (sys.executable, "-S", "-c", code), folder, strict=strict)


def texts(site: Path) -> set[str]:
    """What the pages say; one that is not there says nothing."""
    files = [site / page for page in PAGES]
    return {file.read_text() if file.is_file() else "" for file in files}


class _Killed(Watcher):
    """Kills this process at a moment."""

    def __init__(self, moment: str) -> None:
        self._moment = moment

    def at(self, step: str) -> None:
        if step == self._moment.removesuffix(" by renames"):
            os.kill(os.getpid(), signal.SIGKILL)

    def said(self, line: object) -> None:
        self.at(str(line).rpartition("  ")[2])

    def checks(self, number: int) -> None:
        if number == 5:
            self.at("checking")


def _in_child(work: Callable[[], object]) -> int:
    """The signal that ended a child that did `work`."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def _again(order: Order) -> Outcome:
    """Publish, once the other half of the build that was killed has ended too."""
    while True:
        try:
            return publish(order, Watcher())
        except PublishingError as error:
            if "another build" not in str(error):
                raise
            time.sleep(0.01)


def killed_at(moment: str, folder: Path) -> dict[str, object]:
    """What a kill leaves, and what the next build makes of it."""
    folder.mkdir()
    publish(order_of(folder, "old"), Watcher())
    exchanged = exchange if MOMENTS[moment] else lambda *_: False
    order = order_of(folder, "new", "import time; time.sleep(60)" * (moment == "half of it"))
    ended = _in_child(partial(publish, order, _Killed(moment), exchanged))
    aside = folder / ".site.postmortems" / "old"
    is_up = (folder / "site").exists()
    left = texts(folder / "site" if is_up else aside)
    outcome = _again(order_of(folder, "newer"))
    return {
        "killed": ended == signal.SIGKILL,
        "is_up": is_up,
        "left": sorted(left),
        "recovered": outcome.is_recovered,
        "then": sorted(texts(folder / "site")),
        "leftovers": sorted({each.name for each in folder.iterdir()} - {"site", ".cache"}),
    }


if __name__ == "__main__":
    where = Path(sys.argv[1])
    told = {moment: killed_at(moment, where / moment) for moment in MOMENTS}
    sys.stdout.write(json.dumps(told))
