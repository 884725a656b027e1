"""What a DVC project tells of its last run: figures, settings, data, commit.

The files are those of https://dvc.org/doc/user-guide/project-structure: `dvc.yaml` names stages,
metrics and settings, `dvc.lock` keeps what they were when the stages ran, `dvclive/` what a
training loop logged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs_postmortems.domain import Dataset, Vocabulary
from mkdocs_postmortems.integrations.errors import TrackerError
from mkdocs_postmortems.integrations.metric_names import split_named
from mkdocs_postmortems.integrations.pairs import flat, read_pairs, read_tree
from mkdocs_postmortems.integrations.parameters import shown_parameters
from mkdocs_postmortems.integrations.results import named, results_of
from mkdocs_postmortems.integrations.text import one_line
from mkdocs_postmortems.source import read_head
from mkdocs_postmortems.source.history import has_changes
from mkdocs_postmortems.writing import Prefill

_PIPELINE, _LOCK = "dvc.yaml", "dvc.lock"
_LIVE_METRICS, _LIVE_PARAMS = "dvclive/metrics.json", "dvclive/params.yaml"
_PARAMS = "params.yaml"
_COUNTERS = {"step", "epoch"}
"""Figures of DVCLive that tell how far it came, not how well."""

_CODE = frozenset({".py", ".ipynb", ".r", ".rmd", ".qmd", ".jl", ".sh", ".sql", ".yaml", ".yml"})
_SUFFIXES = frozenset({".json", ".yaml", ".yml", ".toml", ".py"})
_DIGITS = 12
_VERSIONS = ("md5", "etag", "checksum")


@dataclass(slots=True)
class _Project:
    """What was read so far.

    Attributes:
        folder: The folder of dvc.yaml.
        root: The folder that nothing is read outside of.
        missing: Files that are named and not there.
        unread: Files whose names depend on variables, or that lie outside.
    """

    folder: Path
    root: Path
    missing: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def pairs(self, name: str, joint: str) -> dict[str, str]:
        """The values of a file of the project; none where it cannot be taken."""
        path = (self.folder / name).resolve()
        if "${" in name or not path.is_relative_to(self.root) or path.suffix == ".py":
            self.unread.append(name)
        elif not path.is_file():
            self.missing.append(name)
        else:
            return read_pairs(path, name, joint)
        return {}

    def tree(self, name: str) -> dict[str, Any]:
        """A file of DVC itself; empty where it is not there."""
        path = self.folder / name
        tree = read_tree(path, name) if path.is_file() else {}
        return tree if isinstance(tree, dict) else {}


def prefill_from_dvc(path: Path, splits: Vocabulary) -> Prefill:
    """What the project in a folder tells, or the one whose `dvc.yaml` is given.

    Raises:
        TrackerError: There is none, or a file of it cannot be read.
    """
    folder = (path.parent if path.name in {_PIPELINE, _LOCK} else path).resolve()
    project = _Project(folder, _root(folder))
    pipeline, lock = project.tree(_PIPELINE), project.tree(_LOCK)
    has_live = (folder / _LIVE_METRICS).is_file()
    if not pipeline and not lock and not has_live:
        raise TrackerError(f"there is no {_PIPELINE}, {_LOCK} or {_LIVE_METRICS} in {path}")
    results, about_results = results_of(_metrics(project, pipeline, splits), splits)
    given, about_given = _params(project, pipeline, lock)
    parameters, about_parameters = shown_parameters(given)
    commit = read_head(folder)
    return Prefill(
        results=results,
        data=tuple(_data(lock)),
        runs=(f"git:{commit}",) if commit else (),
        parameters=parameters,
        hints=(
            *_about_files(project),
            *_about_commit(folder, commit),
            *about_results,
            *about_given,
            *about_parameters,
        ),
    )


def _root(folder: Path) -> Path:
    for each in (folder, *folder.parents):
        if (each / ".dvc").is_dir() or (each / ".git").exists():
            return each
    return folder


def _metrics(project: _Project, pipeline: dict[str, Any], splits: Vocabulary) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in _named_files(project, pipeline, "metrics", _LIVE_METRICS):
        stem = PurePosixPath(name).stem
        # `metrics/test.json` tells the split by its own name.
        before = f"{stem}/" if split_named(stem, splits) else ""
        for key, text in project.pairs(name, "/").items():
            value = _figure(text)
            if value is not None and key not in _COUNTERS:
                metric = f"{before}{key}"
                found[f"{stem}/{key}" if metric in found else metric] = value
    return found


def _params(
    project: _Project, pipeline: dict[str, Any], lock: dict[str, Any]
) -> tuple[dict[str, str], list[str]]:
    """The settings as they were when the stages ran, and whether they were changed since."""
    now: dict[str, str] = {}
    for name in _named_files(project, pipeline, "params", _PARAMS, _LIVE_PARAMS):
        now |= project.pairs(name, ".")
    then: dict[str, str] = {}
    for stage in _stages(lock):
        for values in _dict(stage.get("params")).values():
            then |= dict(flat(values, "."))
    changed = sorted(
        name for name, value in then.items() if not _is_same(now.get(name, value), value)
    )
    if changed:
        told = f"Changed since the last run, whose values were taken: {named(changed)}."
        return now | then, [told]
    return now | then, []


def _named_files(
    project: _Project, pipeline: dict[str, Any], kind: str, *usual: str
) -> Iterable[str]:
    """The files that dvc.yaml names as metrics or settings, and the usual ones that are there."""
    found: dict[str, None] = {}
    for stage in [pipeline, *_stages(pipeline)]:
        within = stage.get("wdir") if isinstance(stage.get("wdir"), str) else ""
        for item in _list(stage.get(kind)):
            for name in [item] if isinstance(item, str) else _dict(item):
                # A setting of a stage may be the name of one in params.yaml.
                if PurePosixPath(name).suffix in _SUFFIXES or kind == "metrics":
                    found[(PurePosixPath(within or "") / name).as_posix()] = None
    for name in usual:
        if (project.folder / name).is_file():
            found[name] = None
    return found


def _data(lock: dict[str, Any]) -> Iterator[Dataset]:
    """What the stages read and none of them made, but for code."""
    stages = list(_stages(lock))
    made = {each.get("path") for stage in stages for each in map(_dict, _list(stage.get("outs")))}
    seen: set[str] = set()
    for stage in stages:
        for each in map(_dict, _list(stage.get("deps"))):
            path = each.get("path")
            if not isinstance(path, str) or path in made or path in seen:
                continue
            seen.add(path)
            if PurePosixPath(path).suffix.casefold() not in _CODE and one_line(path):
                yield Dataset(name=one_line(path), version=_version(each))


def _version(dependency: dict[str, Any]) -> str:
    told = next((dependency[key] for key in _VERSIONS if dependency.get(key)), "")
    return one_line(told, 100)[:_DIGITS] if isinstance(told, str) else ""


def _about_files(project: _Project) -> Iterator[str]:
    if project.missing:
        yield f"Named in {_PIPELINE} and not there: {named(project.missing)}. Try `dvc pull`."
    if project.unread:
        yield f"Not read: {named(project.unread)}."


def _about_commit(folder: Path, commit: str) -> Iterator[str]:
    if commit and has_changes(folder):
        yield f"The files differ from commit `{commit[:8]}`; commit them, so that it can be redone."


def _figure(text: str) -> float | None:
    # YAML writes what is no number with a dot.
    plain = text.lower().replace(".nan", "nan").replace(".inf", "inf")
    try:
        return float(plain)
    except ValueError:
        return None


def _is_same(one: str, other: str) -> bool:
    """Whether two texts mean the same value: DVC writes `0.10` as `0.1`."""
    return one == other or (_figure(one) is not None and _figure(one) == _figure(other))


def _stages(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for stage in _dict(tree.get("stages")).values():
        yield _dict(_dict(stage).get("do")) or _dict(stage)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) else []
