"""What somebody's own script gives as JSON."""

import datetime as dt
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Dataset, Result, Term, Vocabularies
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.given_json import _READERS, prefill_from_json
from mkdocs_postmortems.writing import Link, Prefill

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "begin-from-a-run.md"
KNOWN = Vocabularies()
WHOLE = {
    "title": "Trees on raw clicks",
    "started": "2025-03-14",
    "ended": "2025-03-17T12:00:00Z",
    "tags": ["churn", "trees"],
    "results": [{"metric": "auc", "split": "Out of time", "value": 0.64, "ci": [0.61, 0.67]}],
    "data": ["clicks", {"name": "calls", "version": "v3"}],
    "runs": "wandb:lab/churn/3f9a",
    "parameters": {"depth": 6, "lr": 0.1, "bagging": True, "layers": [64, 32], "api_key": "x"},
    "notes": "Ran *twice*.",
    "links": ["https://lab.example/a", {"text": "Notebook", "url": "https://lab.example/b"}],
    "suggested_outcome": "abandoned",
    "hints": ["Ask Ada."],
}


def read(told):
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return prefill_from_json(data, "run.json", KNOWN)


def refusals(told):
    with pytest.raises(TrackerError) as error:
        read(told)
    return str(error.value).split("\n")


def test_every_field_of_a_prefill_is_read():
    assert set(_READERS) == {each.name for each in fields(Prefill)}


def test_a_whole_file_is_read():
    assert read(WHOLE) == Prefill(
        title="Trees on raw clicks",
        started=dt.date(2025, 3, 14),
        ended=dt.date(2025, 3, 17),
        tags=("churn", "trees"),
        results=(Result(metric="auc", split="out_of_time", value=0.64, ci=(0.61, 0.67)),),
        data=(Dataset(name="clicks"), Dataset(name="calls", version="v3")),
        runs=("wandb:lab/churn/3f9a",),
        parameters=(("bagging", "true"), ("depth", "6"), ("layers", "[64, 32]"), ("lr", "0.1")),
        notes="Ran *twice*.",
        links=(
            Link("https://lab.example/a", "https://lab.example/a"),
            Link("Notebook", "https://lab.example/b"),
        ),
        suggested_outcome="abandoned",
        hints=("Ask Ada.", "Left out, because it looks like a secret: `api_key`."),
    )


def test_an_empty_object_gives_nothing():
    assert read({}) == Prefill()


def test_a_code_of_the_site_is_known():
    known = KNOWN.extended({"split": [Term("dark", "Dark")]})
    told = json.dumps({"results": [{"metric": "auc", "split": "dark"}]}).encode()

    assert prefill_from_json(told, "run.json", known).results[0].split == "dark"


@pytest.mark.parametrize("key", ["outcome", "causes", "lessons", "success_criteria", "confidence"])
def test_what_only_people_can_know_is_refused(key):
    [told] = refusals({key: "x"})

    how = "Say it with `--outcome`" if key == "outcome" else "Write it yourself"
    assert told == (
        f"run.json: `{key}` is not taken from a file, as only people can know it. {how}"
    )


def test_each_field_that_is_not_known_or_does_not_fit_has_a_line():
    told = refusals({"titel": "x", "started": "soon", "zzz": 1, "tags": [1], "notes": 2})

    assert told[:2] == [
        "run.json: `titel` is no field. Was `title` meant?",
        'run.json: `started` wants a day such as 2025-03-14, and has "soon"',
    ]
    assert told[2].startswith("run.json: `zzz` is no field. There are data, ended, hints, links,")
    assert told[3:] == ["run.json: `tags` wants text", "run.json: `notes` wants text"]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"results": {}}, "`results` wants a list of results"),
        ({"results": ["auc"]}, '`results` wants objects, and has "auc"'),
        ({"results": [{}]}, "`results` has a wrong `metric`: field required"),
        ({"results": [{"metrik": "auc"}]}, "has `metrik`, which is no field of it. Was `metric`"),
        ({"results": [{"metric": "a", "value": "much"}]}, "`results` has a wrong `value`"),
        ({"results": [{"metric": "a", "ci": [1]}]}, "`results` has a wrong `ci"),
        ({"results": [{"metric": "a", "split": "tset"}]}, "is none. Did you mean `test`? It is"),
        ({"data": [{}]}, "`data` has a wrong `name`"),
        ({"data": 3}, "`data` wants a list of data sets"),
        ({"parameters": []}, "`parameters` wants an object"),
        ({"links": [{"href": "x"}]}, "`links` wants links such as"),
        ({"links": ["javascript:alert(1)"]}, "which is no address of the web"),
        ({"suggested_outcome": "fialed"}, "is none. Did you mean `failed`? It is"),
        ([], "run.json holds no JSON object"),
        (b"{", "run.json is no JSON"),
        (b"[" * 100_000, "run.json is no JSON: nested too deeply"),
        (b"\xff", "run.json is no JSON"),
        (b'{"results": [{"metric": "a", "value": NaN}]}', "should be a finite number"),
        (b" " * 5_000_001, "run.json is larger than 5 MB"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(told, message):
    [line] = refusals(told)

    assert message in line


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["metric", "split", "value", "ci", "n", "name", "url", "text", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.one_of(st.sampled_from(sorted(_READERS)), st.text(max_size=4)), VALUES))
def test_any_object_is_read_or_refused_in_a_line_for_each_field(told):
    lines = []
    try:
        read(told)
    except TrackerError as error:
        lines = str(error).split("\n")

    assert len(lines) <= len(told)


def test_the_guides_example_is_read_and_has_every_field():
    example = re.search(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[1]

    assert set(json.loads(example)) == set(_READERS)
    assert read(json.loads(example)).results == (
        Result(metric="auc", split="test", value=0.79, n=4812),
    )
