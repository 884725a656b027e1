"""Tracking servers that refuse, stall, send on, or are none."""

import json
import socket
import time
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.http_json import JsonClient, Limits
from mkdocs_postmortems.integrations.mlflow import open_store
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_run
from mkdocs_postmortems.integrations.mlflow_rest import RestStore
from unit.tracking import refusal, server

ID = "0" * 32
JSON = "application/json"


def always(status, kind, body):
    return lambda *asked: (status, kind, body)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((401, "text/html", "no"), "wants to know who asks (401). Set MLFLOW_TRACKING_TOKEN"),
        ((403, JSON, '{"message": "Not you"}'), "does not let you read this (403): Not you"),
        ((404, "text/html", "<html>"), "(404). Is its address right?"),
        (
            (500, JSON, '{"message": "Oh\\u001b[31m no"}'),
            "has an error of its own (500): Oh [31m no",
        ),
        ((502, "text/html", "<html>"), "has an error of its own (502)"),
        ((429, JSON, "{}"), "refuses the question (429)"),
        ((200, "text/html", "<html>"), "answers with a web page. Is it a tracking server?"),
        ((200, JSON, "[1]"), "answers with no JSON that can be read"),
        ((200, JSON, '{"run": '), "answers with no JSON that can be read"),
        ((200, JSON, "[" * 100_000), "answers with no JSON that can be read"),
        ((200, JSON, b"\xff\xfe\x00"), "answers with no JSON that can be read"),
        ((200, JSON, "{}"), f"there is no run `{ID}` in"),
    ],
)
def test_a_server_that_refuses_or_is_none_is_told_in_one_line(answer, told):
    with server(always(*answer)) as address:
        line = refusal(address, ID)

    assert told in line
    assert address in line


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(
                    [
                        "run",
                        "runs",
                        "info",
                        "data",
                        "metrics",
                        "params",
                        "tags",
                        "inputs",
                        "key",
                        "value",
                        "experiments",
                        "experiment",
                        "start_time",
                        "dataset_inputs",
                    ]
                ),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=12,
    )
)
def test_an_answer_of_any_shape_gives_a_run_or_one_line(told):
    class Client:
        address = "http://lab.example"

        def get(self, path):
            return (
                told if isinstance(told, dict) else {"run": {"info": told, "data": {"tags": told}}}
            )

        def post(self, path, body):
            return self.get(path)

    line = ""
    try:
        prefill_from_run(ID, RestStore(Client()), SPLITS)
    except TrackerError as error:
        line = str(error)

    assert "\n" not in line


def test_a_server_that_is_not_there_says_that_it_refuses():
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"

    assert refusal(address) == f"{address} refuses the connection. Does the server run?"


def told_by(address, **limits):
    with pytest.raises(TrackerError) as told:
        JsonClient(address, limits=Limits(**limits)).get("/x")
    return str(told.value)


def test_a_server_that_says_nothing_is_not_waited_for():
    with server(lambda *asked: lambda handler: time.sleep(0.5)) as address:
        assert told_by(address, seconds=0.05) == f"{address} does not answer in time"


def test_a_server_that_drips_is_not_waited_for():
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            return

    with server(lambda *asked: drip) as address:
        assert told_by(address, seconds_in_all=0.1) == f"{address} does not answer in time"


def test_a_huge_answer_is_not_read_to_its_end():
    with server(always(200, JSON, b" " * 3_000_000)) as address:
        assert told_by(address, bytes=1_000_000) == f"{address} answers with more than 1 MB"


def test_a_connection_that_breaks_off_or_speaks_no_http_is_told():
    def nonsense(handler):
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")

    with server(lambda *asked: nonsense) as address:
        assert "breaks the connection off, or does not speak HTTP" in told_by(address)


def test_a_server_without_a_certificate_is_not_asked_over_https():
    with server(always(200, JSON, "{}")) as address:
        secure = address.replace("http:", "https:")
        assert told_by(secure).startswith(f"{secure} cannot be reached: ")


def redirecting(place, status=302):
    def moved(handler):
        handler.send_response(status)
        handler.send_header("Location", place)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return moved


@pytest.mark.parametrize(
    "place",
    ["https://login.example/?next=x", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://["],
)
def test_a_redirect_to_another_host_or_a_file_is_not_followed(place):
    with server(lambda *asked: redirecting(place)) as address:
        told = told_by(address)

    assert "sends on to" in told or "is no address" in told
    assert "root:" not in told


def test_a_password_is_not_sent_to_another_port():
    asked_there = []

    def elsewhere(*asked):
        asked_there.append(asked)
        return 200, JSON, "{}"

    with (
        server(elsewhere) as other,
        server(lambda *asked: redirecting(f"{other}/x")) as address,
        pytest.raises(TrackerError, match="sends on to"),
    ):
        JsonClient(address, "Bearer notreal").get("/x")

    assert asked_there == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_is_followed_and_a_question_keeps_its_body(status):
    def answer(method, path, body, headers):
        if path == "/old":
            return redirecting("/new", status)
        return 200, JSON, json.dumps({"method": method, "body": body})

    with server(answer) as address:
        assert JsonClient(address).post("/old", {"a": 1}) == {"method": "POST", "body": '{"a": 1}'}


def test_redirects_in_a_circle_end():
    with server(lambda *asked: redirecting("/x")) as address:
        assert told_by(address) == f"{address} leads in a circle"


def test_credentials_that_are_not_accepted_are_told_from_none():
    with server(always(401, JSON, "{}")) as address:
        told = refusal(address, ID, MLFLOW_TRACKING_TOKEN="notreal")

    assert "does not accept the credentials that were sent (401). Check MLFLOW_" in told


@pytest.mark.parametrize(
    ("environment", "user", "header"),
    [
        ({"MLFLOW_TRACKING_TOKEN": "abc", "MLFLOW_TRACKING_USERNAME": "ada"}, "", "Bearer abc"),
        (
            {"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "pw"},
            "",
            "Basic YWRhOnB3",
        ),
        ({}, "ada:pw@", "Basic YWRhOnB3"),
        ({}, "", None),
    ],
)
def test_credentials_are_sent_as_mlflow_sends_them_and_never_shown(environment, user, header):
    seen = []

    def answer(method, path, body, headers):
        seen.append(headers.get("Authorization"))
        return 403, JSON, "{}"

    with server(answer) as address:
        told = refusal(address.replace("//", f"//{user}"), ID, **environment)

    assert set(seen) == {header}
    assert "pw" not in told


def test_a_server_that_names_a_page_again_and_again_is_left():
    def answer(method, path, body, headers):
        return 200, JSON, json.dumps({"experiments": [], "runs": [], "next_page_token": "same"})

    with server(answer) as address, open_store(address, {}) as store:
        assert store.find("nobody's") == []


def test_an_older_server_that_knows_no_beginnings_of_ids_still_finds_names():
    def answer(method, path, body, headers):
        if path.endswith("experiments/search"):
            return 200, JSON, json.dumps({"experiments": [{"experiment_id": "1", "name": "e"}]})
        if "LIKE" in body:
            return 400, JSON, json.dumps({"error_code": "INVALID_PARAMETER_VALUE"})
        return 200, JSON, json.dumps({"runs": [{"info": {"run_id": ID, "run_name": "cafe"}}]})

    with server(answer) as address, open_store(address, {}) as store:
        assert [each.id for each in store.find("cafe")] == [ID]


def test_all_pages_of_runs_are_compared():
    def run(number):
        metrics = [{"key": "auc", "value": number / 10}]
        return {"info": {"run_id": f"{number}" * 32}, "data": {"metrics": metrics}}

    def answer(method, path, body, headers):
        if path.endswith("experiments/search"):
            return 200, JSON, json.dumps({"experiments": [{"experiment_id": "1", "name": "e"}]})
        page = int(json.loads(body).get("page_token", 0))
        more = {"next_page_token": str(page + 1)} if page < 2 else {}
        return 200, JSON, json.dumps({"runs": [run(page)], **more})

    with server(answer) as address, open_store(address, {}) as store:
        scores = store.scores("e", "auc")

    assert sorted(scores.values.values()) == [0.0, 0.1, 0.2]
    assert scores.runs == 3
