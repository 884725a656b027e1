"""Settings of a run: which are shown, and how; and addresses that are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.integrations.addresses import published
from mkdocs_postmortems.integrations.parameters import looks_secret, shown_parameters


def test_they_stand_by_name_and_those_without_a_value_are_left_out():
    shown, hints = shown_parameters({"b": "2", "a": "0.10", "c": "None", "d": "", "e": " "})

    assert shown == (("a", "0.10"), ("b", "2"))
    assert hints == ()


def test_a_long_value_is_cut_and_a_value_of_lines_stands_on_one():
    shown, _ = shown_parameters({"columns": "x" * 500, "layers": "64,\n\t32"})

    assert shown == (("columns", "x" * 79 + "…"), ("layers", "64, 32"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("db_password", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("api_key", "x"),
        ("openai.apikey", "x"),
        ("hub_token", "x"),
        ("token", "x"),
        ("auth", "x"),
        ("store", "postgresql://ada:notreal@db.example/calls"),
        ("env", "AKIAABCDEFGHIJKLMNOP"),
        ("cmd", "login --with ghp_abcdefghijklmnopqrstuvwxyz"),
        ("header", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x"),
        ("url", "https://store.example/data?sig=abcdefghijk"),
    ],
)
def test_what_looks_like_a_secret_is_left_out_and_told(name, value):
    shown, hints = shown_parameters({name: value, "depth": "6"})

    assert shown == (("depth", "6"),)
    assert hints == (f"Left out, because it looks like a secret: `{name}`.",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_tokens", "512"),
        ("pad_token", "<pad>"),
        ("eos_token_id", "2"),
        ("tokenizer", "bpe"),
        ("author", "ada"),
        ("patience", "3"),
        ("monkey", "x"),
        ("hub_token", "None"),
        ("key_dim", "64"),
        ("data", "s3://bucket/key.parquet"),
        ("time", "12:30:45"),
    ],
)
def test_settings_of_models_are_no_secrets(name, value):
    assert not looks_secret(name, value)


def test_of_very_many_the_first_hundred_are_taken_and_their_number_is_told():
    shown, hints = shown_parameters({f"p{number:03}": "1" for number in range(130)})

    assert len(shown) == 100
    assert hints == ("Of 130 settings the first 100 by name were taken.",)


@given(st.dictionaries(st.text(), st.text()))
def test_any_settings_are_shown_on_one_line_each(given_settings):
    shown, _ = shown_parameters(given_settings)

    assert all(text == " ".join(text.split()) for pair in shown for text in pair)
    assert all(len(value) <= 80 and name for name, value in shown)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ada:notreal@code.example/churn", "https://code.example/churn"),
        ("https://ghp_x@code.example/churn", "https://code.example/churn"),
        ("s3://lab/churn/my model", "s3://lab/churn/my%20model"),
        ("wasbs://box@account.example/x", "wasbs://box@account.example/x"),
        ("https://store.example/x?sig=abcdefghijk", "https://store.example/x"),
        ("/home/ada/mlruns/0/x/artifacts", ""),
        ("file:///home/ada/x", ""),
        ("javascript:alert(1)", ""),
        ("mlflow-artifacts:/0/x", ""),
        ("https://x.example/a)b <c>", "https://x.example/a%29b%20%3Cc%3E"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_an_address_is_published_without_its_password_and_a_path_not_at_all(address, shown):
    assert published(address) == shown


@given(st.text())
def test_any_address_is_published_or_not_without_an_error(address):
    assert not set(published(f"https://{address}")) & set(' \n()<>"\\`')
