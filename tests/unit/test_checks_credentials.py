"""Secrets in a text: each kind is found and never shown, and examples are left alone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.checks.detection.credentials import (
    Secret,
    secrets_in,
    without_secrets,
)
from mkdocs_postmortems.checks.detection.tokens import TOKENS
from unit.keys import IN_ADDRESSES, KEYS, NAMED

BASE64 = "MII" + "EvQa" * 10
AT = ":{}@".format
"""A password before a host, put together here as the keys are."""


def found(text: str) -> list[Secret]:
    return list(secrets_in(text))


def kinds(text: str) -> list[str]:
    return [each.kind for each in found(text)]


def test_each_kind_of_the_table_is_tried_here():
    assert {token.kind for token in TOKENS} == set(KEYS)


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("around", ["{}", "We ran it with {} and it failed.", "| a | `{}` |\n"])
def test_a_key_of_each_kind_is_found_once(kind, around):
    key = "".join(KEYS[kind])

    assert kinds(around.format(key)) == [kind]


@pytest.mark.parametrize("kind", KEYS)
def test_what_is_shown_is_at_most_the_public_beginning(kind):
    before, key = KEYS[kind]
    (secret,) = found(before + key)

    assert len(secret.shown) <= 4
    assert before.startswith(secret.shown) or not secret.shown
    assert key not in repr(secret)
    assert secret.digest not in repr(secret)


@pytest.mark.parametrize("kind", sorted(set(KEYS) - {"a private key"}))
def test_a_form_without_a_key_is_none(kind):
    before, key = KEYS[kind]

    assert kinds(before + "x" * len(key)) == []
    assert kinds(f"{before}<your-key>") == []
    assert kinds(f"{before}…") == []


@pytest.mark.parametrize("header", ["", "EC ", "OPENSSH ", "ENCRYPTED ", "PGP "])
def test_private_keys_of_all_makes(header):
    begin, end = "-----BEGIN " + header, "PRIVATE " + "KEY"
    block = " BLOCK" if header == "PGP " else ""

    assert kinds(f"{begin}{end}{block}-----\n\n{BASE64}\n") == ["a private key"]
    assert kinds(f'"private_key": "{begin}{end}{block}-----\\n{BASE64}"') == ["a private key"]
    assert kinds(f"A file that begins with `{begin}{end}-----`") == ["a private key"][:0]
    assert kinds(f"{begin}{end}-----\n…\n") == []
    assert kinds(f"{begin.replace('BEGIN', 'END')}{end}-----\nMIIEvQ") == []
    assert kinds("-----BEGIN PUBLIC " + f"KEY-----\n{BASE64}\n") == []


@pytest.mark.parametrize("text", IN_ADDRESSES)
def test_a_password_in_an_address_is_found(text):
    assert kinds(text) == ["a password in an address"]


@pytest.mark.parametrize("text", NAMED)
def test_a_value_beside_the_name_of_a_secret_is_found(text):
    (kind,) = kinds(text)

    assert kind.startswith("the value of `")


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://user{AT('password')}db.corp.test/churn",
        f"https://ada{AT('$PASSWORD')}mlflow.corp.test",
        f"https://ada{AT('${MLFLOW_PASSWORD}')}mlflow.corp.test",
        f"https://ada{AT('<secret>')}mlflow.corp.test",
        f"https://ada{AT('****')}mlflow.corp.test",
        "See https://corp.test:8080/@ada and http://a.test/b:c@d",
        "MLFLOW_TRACKING_PASSWORD=$MLFLOW_PASSWORD",
        "password: changeme123",
        "api_key = os.environ['API_KEY_2']",
        "token = config.tokens.v2",
        "token: get_token2(now)",
        "password=hunter2",
        f"https://abc{AT('987654321')}example.com https://a{AT('w1nterday')}lab.example",
        "password: generated" + "password1",
        "Next" + "Token=eyJ2IjoiMSI" + "sInMiOjEsImMiOjJ9",
        "lock_" + "token: f17743f7-0000-0000-" + "0000-19a8b93bfb01",
        "pad_" + "token: pad8f3" + "a9c2e77b1",
        "encryption_" + "key: arn:aws:kms:us-west-2:417498243647:key/c9fe2447",
        "max_tokens=1048576000",
        "vocabulary of tokens: 50304 entries",
        "secret: /run/secrets/db1",
        "token_" + "count = 5f3a9" + "c2e77b1",
        "tokenizer: gpt2-medium-v1",
        "Token: Llama-2-70b-chat-hf",
        "access_key: AKIAIOSFODNN7" + "EXAMPLE",
        "sha256: " + "9f8" * 21,
        "commit " + "4e3d1" * 8,
        "The password is asked for at the prompt: type it there.",
        "key: value1234",
        "token: 2024-06-15T12:00:00",
        "a" * 5_000,
    ],
)
def test_what_stands_for_a_secret_is_none(text):
    assert kinds(text) == []


def test_each_secret_has_its_place_and_its_digest():
    key = "".join(KEYS["a GitHub token"])
    first, second = found(f"one\nlet {key}\n\n{IN_ADDRESSES[0]}")

    assert (first.line, first.column) == (2, 5)
    assert first.digest == hashlib.sha256(key.encode()).hexdigest()
    assert (second.line, second.column) == (4, len("postgresql://lab:") + 1)


def test_a_key_beside_a_telling_name_is_told_once_by_its_form():
    key = "".join(KEYS["a GitLab token"])

    assert kinds(f"GITLAB_TOKEN={key}\nAuthorization: Bearer {key}") == ["a GitLab token"] * 2


@given(
    st.sampled_from(sorted(set(KEYS) - {"a private key"})),
    st.integers(8, 200),
    st.sampled_from([str, str.upper, str.casefold]),
    st.text(),
)
def test_no_message_quotes_a_key_of_its_file_whole_cut_or_in_other_cases(kind, size, spelt, near):
    text = "".join(KEYS[kind])
    (secret,) = secrets_in(text)
    key = text[secret.column - 1 :].rstrip("'\"")
    told = without_secrets(f"{near}`{spelt(key[:size])}` is not known. Was it `{key}`?", text)

    assert key[len(secret.shown) :][:8].casefold() not in told.casefold()
    assert told.startswith(f"{near}`{secret.shown}…")


def test_a_message_that_quotes_no_key_is_as_it_was():
    told = "`faild` is not known. Did you mean `failed`?"

    assert without_secrets(told, "".join(KEYS["a GitHub token"])) == told


_NEAR = [
    *("".join(each)[:12] for each in KEYS.values()),
    *(token.marks[0] for token in TOKENS),
    "password=",
    "token: ",
    "://",
    ":",
    "@",
    "\n",
    "\\n",
    '"',
    "\u2028",
    "\udcff",
    "\x00",
]


@given(st.lists(st.one_of(st.sampled_from(_NEAR), st.text(max_size=40))).map("".join))
def test_any_text_can_be_looked_at(text):
    for secret in secrets_in(text):
        line = text.split("\n")[secret.line - 1]
        assert 1 <= secret.column <= len(line) + 1


@pytest.mark.parametrize(
    "piece",
    [
        "password=",
        "://a:",
        "ghp_",
        "eyJ",
        "eyJaaaaaaaaaa.",
        "-----BEGIN ",
        "a@",
        "x",
        " ",
        "://",
        "=",
        '"username":"',
        "sk-",
        "token:" + "a1" * 90 + " ",
        "AAAA",
        "1234-",
        "{{",
        "Authorization:",
    ],
)
def test_a_line_of_a_million_characters_comes_to_an_end(piece):
    text = piece * (1_000_000 // len(piece))

    assert sum(1 for _ in secrets_in(text)) <= len(text)
