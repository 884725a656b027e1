"""Nothing hidden leaks, whatever is written, hidden and shown again: random projects.

Two questions are asked of each build: whether a word of a hidden postmortem stands in any file, and
whether the site is, to the byte, what it would be if what is hidden were not there at all, so that
no count, order or choice tells of it either (noninterference: Goguen and Meseguer, "Security
policies and security models", IEEE Symposium on Security and Privacy, 1982).

POSTMORTEMS_SECRETS says how many projects are tried; a pipeline tries more than a desk.
"""

import os
import shutil

import pytest

from integration.harness import Built, Page, run
from integration.hiding import OPEN, OUT, SCHEDULED, Marks
from integration.looking import found
from integration.marked import WANTED, MarkedLab
from integration.test_kept import differing

PROJECTS = int(os.environ.get("POSTMORTEMS_SECRETS", "2"))
OF_ALL_PAGES = ("a.png", "headers.json", "headers.nginx.conf")
"""What depends on unlisted pages too: a picture that many show, and digests of pages' scripts."""


def build(lab: MarkedLab) -> Built:
    lab.write()
    built = run(lab.root)
    assert built.aborted == ""
    return built


def own_files(marks: Marks, files: dict[str, bytes]) -> set[str]:
    """The files that are its own: by their names, or that an address which several claim is."""
    own = {path for path in files if marks.name in path}
    place = f"{WANTED}/index.html"
    return own | {place} if marks.said.encode() in files.get(place, b"") else own


def leaks(lab: MarkedLab, files: dict[str, bytes]) -> list[str]:
    """Where a word of what is hidden stands."""
    audience = lab.audience
    marks = {**lab.marks, "README": lab.intro}
    hidden = [(id_, each) for id_, each in marks.items() if each.state(audience) != "published"]
    said = found(files, [each.said for _, each in hidden])
    named = found(files, [each.name for _, each in hidden])
    told = []
    for id_, each in hidden:
        state = each.state(audience)
        is_told = id_ == "README" or lab.is_linked(id_, audience)
        traces = said[each.said] | (set() if is_told else named[each.name])
        if state == "unlisted":
            traces -= own_files(each, files)
        told += [f"{path} has a word of {id_}, which is {state}" for path in sorted(traces)]
    return told


def told_by_absence(lab: MarkedLab, files: dict[str, bytes]) -> list[str]:
    """The files that would be others if what is hidden were not there."""
    audience = lab.audience
    bare = lab.without_what_is_hidden(lab.root.with_name("bare"), audience)
    try:
        without = build(bare).raw
    finally:
        shutil.rmtree(bare.root)
    quiet = [each for each in lab.marks.values() if each.state(audience) == "unlisted"]
    own = {path for each in quiet for path in own_files(each, files) | own_files(each, without)}
    own |= {path for path in files if quiet and path.endswith(OF_ALL_PAGES)}
    # Of several that claim an address, what is unlisted has it only where nothing published does.
    own -= {path for path in without if path.startswith(WANTED) and b"Nothing" not in without[path]}
    return [path for path in differing(files, without) if path not in own]


def misplaced(lab: MarkedLab, built: Built) -> list[str]:
    """What is wrong with the pages of what is unlisted: each has its own, and its files."""
    audience = lab.audience
    files = built.raw
    wrong = []
    for id_, each in lab.marks.items():
        if each.state(audience) != "unlisted":
            continue
        own = own_files(each, files)
        pages = {path for path in own if path.endswith(".html")}
        if not any(each.said.encode() in files[path] for path in pages):
            wrong.append(f"{id_} has no page")
        wrong += [f"{path} may be indexed" for path in pages if not is_private(files[path])]
        wrong += [f"{path} lists it" for path in own - pages if not is_beside(path)]
    return wrong


def is_private(page: bytes) -> bool:
    robots = Page(page.decode()).one("meta", name="robots").get("content", "")
    return robots.startswith("noindex")


def is_beside(path: str) -> bool:
    return path.endswith((".png", ".csv", ".svg"))


def told_by_log(lab: MarkedLab, built: Built) -> list[str]:
    """Lines of the log with a word of what is hidden that are not about its own file."""
    lines = {f"{number} {text}": text.encode() for number, (_, text) in enumerate(built.log)}
    audience = lab.audience
    hidden = {each.said: each for each in lab.marks.values() if each.state(audience) not in OUT}
    traces = found(lines, hidden)
    return [line for word, each in traces.items() for line in each if hidden[word].name not in line]


def all_that_leaks(lab: MarkedLab) -> list[str]:
    built = build(lab)
    files = built.raw
    return [
        *leaks(lab, files),
        *told_by_absence(lab, files),
        *misplaced(lab, built),
        *told_by_log(lab, built),
    ]


def fewest(lab: MarkedLab) -> dict[str, str]:
    """The postmortems, fewer and fewer, of which some still leak: what to look at first."""
    for name in list(lab.posts):
        fields, marks = lab.posts.pop(name), lab.marks.pop(name)
        if not all_that_leaks(lab):
            lab.posts[name], lab.marks[name] = fields, marks
    return {name: lab.text_of(name) for name in lab.posts}


@pytest.mark.parametrize("seed", range(PROJECTS))
def test_nothing_hidden_leaks_whatever_is_hidden_and_shown_again(tmp_path, seed):
    lab = MarkedLab(tmp_path / "lab", seed)
    done = ["add"]
    for _ in range(5 if PROJECTS > 2 else 2 - seed):
        told = all_that_leaks(lab)
        assert told == [], f"after {', '.join(done)}, as in {fewest(lab)}"
        done += [lab.edit() for _ in range(lab.chance.randint(1, 3))]
        lab.hide()
    shutil.rmtree(tmp_path)


TITLES = "{% for each, _ in postmortems.content.catalog.held_back() %}{{ each.title }}{% endfor %}"
NUMBER = "{{ postmortems.content.catalog.held_back()|length }}"


@pytest.mark.parametrize(("planted", "is_word"), [(TITLES, True), (NUMBER, False)])
def test_a_leak_that_is_planted_is_found(tmp_path, planted, is_word):
    lab = MarkedLab(tmp_path / "lab", 0)
    lab.posts = {name: lab.posts[name] for name in list(lab.posts)[:2]}
    lab.marks = {name: lab.marks[name] for name in lab.posts}
    open_, hidden = lab.marks.values()
    open_.hiding, hidden.hiding, lab.intro.hiding = OPEN, SCHEDULED[0], OPEN
    lab.theme = f"<p>{planted}</p>"
    told = all_that_leaks(lab)
    listing = "postmortems/index.html"
    assert listing in told
    assert (
        any(each.startswith(f"{listing} has a word of {hidden.name}") for each in told) is is_word
    )
