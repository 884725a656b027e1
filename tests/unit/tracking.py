"""Stores of MLflow for tests: real ones, unpacked, and a server that answers as a real one did."""

import gzip
import json
import shutil
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.mlflow import open_store
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_run

DATA = Path(__file__).parents[1] / "data" / "mlflow"
SQLITE = ("mlflow-2.3", "mlflow-2.22", "mlflow-3.17")
RUN = "Gradient boosting on calls"
KINDS = (*SQLITE, "mlruns", "server")


def unpack(kind, folder):
    """A store of that kind in `folder`, and how MLflow would call it."""
    if kind == "mlruns":
        with zipfile.ZipFile(DATA / "mlruns.zip") as packed:
            packed.extractall(folder)
        return str(folder / "mlruns")
    path = folder / "mlflow.db"
    with gzip.open(DATA / f"{kind}.db.gz") as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return f"sqlite:///{path}"


@contextmanager
def store_of(kind, folder):
    """An open store of that kind, with the runs of `tests/data/mlflow/make.py`."""
    if kind == "server":
        with recorded_server() as address, open_store(address, {}) as store:
            yield store
    else:
        with open_store(unpack(kind, folder), {}) as store:
            yield store


def refusal(uri, run=RUN, **environment):
    """The one line that is told where `run` cannot be read from `uri`."""
    with pytest.raises(TrackerError) as told, open_store(str(uri), environment) as store:
        prefill_from_run(run, store, SPLITS)
    line = str(told.value)
    assert "\n" not in line
    return line


@contextmanager
def server(answer):
    """A server on this machine; `answer` gets method, path, body and headers.

    It gives back status, kind and body, or a function that takes the handler and answers itself.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            answered = answer(self.command, self.path, body, self.headers)
            if callable(answered):
                answered(self)
                return
            status, kind, text = answered
            data = text if isinstance(text, bytes) else text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - as http.server wants it

        def log_message(self, *ignored):
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def recorded_server():
    """A server with the answers of a real one, recorded by `tests/data/mlflow/record.py`."""
    with gzip.open(DATA / "answers.json.gz") as packed:
        answers = json.load(packed)

    def answer(method, path, body, headers):
        kept = answers.get(f"{method} {path} {body}")
        if kept is None:
            return 500, "application/json", json.dumps({"message": f"not recorded: {path} {body}"})
        return kept["status"], kept["kind"], kept["body"]

    return server(answer)
