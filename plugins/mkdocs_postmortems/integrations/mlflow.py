"""From MLflow to the beginning of a postmortem: which store, which run, and what it tells."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs_postmortems.integrations.errors import TrackerError
from mkdocs_postmortems.integrations.mlflow_folder import FolderStore
from mkdocs_postmortems.integrations.mlflow_sqlite import SqliteStore
from mkdocs_postmortems.integrations.run import Store

_HERE = ("mlflow.db", "mlruns")
_UI_ADDRESS = re.compile(r"(https?://.*?)/?#/(?:.*/)?runs/([0-9a-f]{32})(?:[/?].*)?")
_RUN_ADDRESS = re.compile(r"(?:runs:/+|mlflow:)([0-9a-f]{32})(?:/.*)?")
# One letter and a colon are a drive of Windows.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):")


def addressed(run: str) -> tuple[str, str]:
    """A run, and the server it was copied from, out of what somebody pasted.

    The address of a run's page has both; `runs:/ID/…` and `mlflow:ID` hold the id.
    """
    text = run.strip()
    if page := _UI_ADDRESS.fullmatch(text):
        return page[2], page[1]
    if address := _RUN_ADDRESS.fullmatch(text):
        return address[1], ""
    return text, ""


def tracking_uri(given: str, environment: Mapping[str, str], folders: tuple[Path, ...]) -> str:
    """Where runs are tracked: what was given, else MLflow's variable, else a store in a folder.

    Raises:
        TrackerError: None of them tells.
    """
    if told := given or environment.get("MLFLOW_TRACKING_URI", ""):
        return told
    for folder in folders:
        for name in _HERE:
            if (folder / name).exists():
                return _relative(folder / name)
    looked = " or ".join(dict.fromkeys(f"`{_relative(folder)}`" for folder in folders))
    raise TrackerError(
        f"there is no mlflow.db and no mlruns in {looked}; say where runs are tracked with"
        " --tracking-uri, or set MLFLOW_TRACKING_URI"
    )


@contextmanager
def open_store(uri: str, environment: Mapping[str, str]) -> Iterator[Store]:
    """The store at `uri`: a file of SQLite, a folder, or the address of a server.

    Raises:
        TrackerError: It is none of them, or cannot be read.
    """
    with closing(_store(uri, environment)) as store:
        yield store


def _store(uri: str, environment: Mapping[str, str]) -> Store:
    told = _SCHEME.match(uri)
    scheme = told[1] if told else ""
    if scheme in {"http", "https"}:
        return _server(uri, environment)
    if scheme.partition("+")[0] == "sqlite":
        return _sqlite(uri)
    if scheme == "file":
        path = Path(_without_drive_slash(unquote(urlsplit(uri).path)))
        return FolderStore(path, _relative(path))
    if scheme == "databricks" or uri == "databricks":
        raise TrackerError(
            "of Databricks the workspace's address is needed: give https://… with --tracking-uri,"
            " and set MLFLOW_TRACKING_TOKEN"
        )
    if scheme:
        raise TrackerError(
            f"runs in `{scheme}` are read through their server only. Start `mlflow server` on it,"
            " and give the server's address with --tracking-uri"
        )
    path = Path(uri).expanduser()
    return (
        FolderStore(path, _relative(path)) if path.is_dir() else SqliteStore(path, _relative(path))
    )


def _sqlite(uri: str) -> SqliteStore:
    path = _without_drive_slash(unquote(uri.partition(":///")[2].partition("?")[0]))
    if not path:
        raise TrackerError(f"`{uri}` names no file. Write sqlite:///mlflow.db")
    return SqliteStore(Path(path), _relative(Path(path)))


def _server(uri: str, environment: Mapping[str, str]) -> Store:
    """The variables are those that MLflow's own client reads."""
    # A store that lies here needs no network, which is slow to load.
    from mkdocs_postmortems.integrations.http_json import JsonClient, basic  # noqa: PLC0415
    from mkdocs_postmortems.integrations.mlflow_rest import RestStore  # noqa: PLC0415

    authorization = ""
    if token := environment.get("MLFLOW_TRACKING_TOKEN", ""):
        authorization = f"Bearer {token}"
    elif name := environment.get("MLFLOW_TRACKING_USERNAME", ""):
        authorization = basic(name, environment.get("MLFLOW_TRACKING_PASSWORD", ""))
    certificates = environment.get("MLFLOW_TRACKING_SERVER_CERT_PATH", "")
    return RestStore(JsonClient(uri, authorization, certificates))


def _without_drive_slash(path: str) -> str:
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def _relative(path: Path) -> str:
    """A path as its user would write it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.fspath(path)
