"""The safety rules: secrets, addresses, numbers of cards and accounts, customers; and patterns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.checks import Level
from mkdocs_postmortems.checks.detection.credentials import secrets_in
from mkdocs_postmortems.checks.detection.patterns import safe_pattern
from mkdocs_postmortems.checks.detection.personal import accounts_in, addresses_in, cards_in
from mkdocs_postmortems.checks.rules.safety import read_address, read_allowed
from mkdocs_postmortems.checks.selection import Checks
from unit.checking import EXAMPLE, findings, in_example, write_lab
from unit.keys import KEYS

GITHUB = "".join(KEYS["a GitHub token"])


def asked(rule: str, **options: tuple[str, ...]) -> Checks:
    return Checks(select=(rule,), options={rule: options})


# Secrets


def test_a_secret_is_an_error_with_its_place_and_never_shown(tmp_path):
    text = f"---\ntitle: A\nruns: ['git:{GITHUB}']\n---\n\n```\nexport T={GITHUB}\n```\n"
    found = in_example(tmp_path, text, asked("SAF101"))

    assert [(each.line, each.column) for each in found] == [(3, 13), (7, 10)]
    assert {each.level for each in found} == {Level.ERROR}
    assert {each.message for each in found} == {"a GitHub token stands here (`ghp_…`)"}
    assert GITHUB[4:] not in str(found)


def test_a_secret_in_a_comment_is_one(tmp_path):
    assert in_example(tmp_path, f"# A\n\n<!-- {GITHUB} -->\n", asked("SAF101"))


@pytest.mark.parametrize("what", [EXAMPLE, "2024/*", "digest"])
def test_what_is_allowed_with_a_reason_is_not_told(tmp_path, what):
    (secret,) = secrets_in(GITHUB)
    what = f"sha256:{secret.digest}" if what == "digest" else what

    assert (
        in_example(
            tmp_path,
            f"# A\n\n{GITHUB}\n",
            asked("SAF101", allow=(f"{what} a sandbox's, long gone",)),
        )
        == []
    )


def test_one_that_is_allowed_hides_none_that_follows(tmp_path):
    (secret,) = secrets_in(GITHUB)
    other = GITHUB[:-1] + ("a" if GITHUB[-1] != "a" else "b")
    allowed = (f"sha256:{secret.digest} a sandbox's, long gone",)

    text = f"# A\n\n{GITHUB}\n\n{other}\n"
    (told,) = in_example(tmp_path, text, asked("SAF101", allow=allowed))

    assert told.line == 5


def test_another_secret_or_file_is_told_all_the_same(tmp_path):
    allowed = (f"sha256:{'0' * 64} a sandbox's", "2023/* old ones")

    assert len(in_example(tmp_path, f"# A\n\n{GITHUB}\n", asked("SAF101", allow=allowed))) == 1


@pytest.mark.parametrize(
    "text", ["", "2024/a.md", "2024/a.md  -", "sha256:12 short", "sha256: x y"]
)
def test_what_is_allowed_wants_a_reason_and_a_whole_digest(text):
    with pytest.raises(ValueError, match=r"reason|digest"):
        read_allowed(text)


# E-mail addresses


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Ask jane.doe@corp.com for it.", "corp.com"),
        ("<jane@Corp.co.uk>", "corp.co.uk"),
        ("[Jane](mailto:jane@corp.io)", "corp.io"),
        ("`j+labels@mail.corp.dev`", "mail.corp.dev"),
        ("zoë@brontë.com, x@corp.de.", "corp.de"),
        ("author: Jane Doe (jane_doe@corp.ai)", "corp.ai"),
    ],
)
def test_an_address_of_somebody_is_found(text, domain):
    assert [each.about for each in addresses_in(text)] == [domain]


@pytest.mark.parametrize(
    "text",
    [
        "jane@example.com ada@mail.example.org x@lab.example y@host.local z@a.test",
        "noreply@corp.com no-reply@corp.com 123+ada@users.noreply.github.com",
        "git@github.com:lab/churn.git and ssh://git@git.corp.com/lab",
        "support@corp.com, security@corp.com, data-team@corp, your.name@corp.com",
        "logo@2x.png and chart@2x.svg",
        "postgres://lab:" + "secret@db.corp.com/churn",
        "@decorator, @ada, a@b, a@b.c, 1@2.3, recall@10.5",
        "user@host.com:22",
    ],
)
def test_what_is_nobodys_address_is_none(text):
    assert [each.about for each in addresses_in(text)] == []


def test_addresses_of_the_authors_file_and_those_allowed_are_known(tmp_path):
    files = {
        "postmortems/.authors.yml": "authors:\n  ada: {name: Ada, url: 'mailto:Ada@corp.com'}\n",
        f"postmortems/{EXAMPLE}": "# A\n\nada@corp.com, bob@corp.com, eve@lab.io, zed@lab.io\n",
    }
    found = findings(write_lab(tmp_path, files), asked("SAF201", allow=("@LAB.io",)))

    assert [(each.line, each.column) for each in found] == [(3, 15)]
    assert found[0].message == "an e-mail address at `corp.com` stands here"


def test_what_is_no_address_cannot_be_allowed():
    with pytest.raises(ValueError, match="no domain"):
        read_address("corp.com")


# Cards and accounts


@pytest.mark.parametrize(
    "number",
    [
        "4929421234600821",
        "4929 4212 3460 0821",
        "4929-4212-3460-0821",
        "371449635398431",
        "3714 496353 98431",
        "30569309025904",
        "6011000990139424",
        "3530111333300000",
        "2223003122003222",
    ],
)
def test_a_number_of_a_card_is_found(number):
    assert len(list(cards_in(f"Card {number}, declined."))) == 1
    digits = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert list(cards_in(digits)) == []


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111 and 4242424242424242",
        "loss 0.4929421234600821, 4929421234600821.5",
        "run-4929421234600821 and /runs/4929421234600821/",
        "1234 5678 9012 3456",
        "9929421234600821",
        "4929 42123460 0821",
        "1718448000000000000",
    ],
)
def test_other_numbers_are_no_cards(text):
    assert list(cards_in(text)) == []


@pytest.mark.parametrize(
    "number",
    [
        "GB33BUKB20201555555555",
        "GB33 BUKB 2020 1555 5555 55",
        "DE75 5121 0800 1245 1261 99",
        "NO9386011117947",
    ],
)
@pytest.mark.parametrize("around", ["{}", "to {} OK", "({}), 2024", "{} 1234 was"])
def test_a_number_of_an_account_is_found(number, around):
    assert len(list(accounts_in(around.format(number)))) == 1
    wrong = number[:2] + str((int(number[2]) + 1) % 10) + number[3:]
    assert list(accounts_in(around.format(wrong))) == []


def test_other_capitals_and_digits_are_no_accounts():
    text = "ID20 2015 5555 5555, BERT24 LARGE, GPT4 0613 TURBO, xGB33BUKB20201555555555, XX33 0000"
    assert list(accounts_in(text)) == []


# Customers


def test_identifiers_of_customers_are_found_by_the_projects_patterns(tmp_path):
    text = "---\ntitle: A\ntags: [CUST-7]\n---\n\nXCUST-1, CUST-20417, acct_9; CUST-20417x\n"
    checks = asked("SAF204", patterns=(r"CUST-\d+", r"acct_\d{1,3}"))

    found = in_example(tmp_path, text, checks)
    assert [(each.line, each.column) for each in found] == [(3, 8), (6, 10), (6, 22)]
    assert "20417" not in str(found)
    assert in_example(tmp_path, text, asked("SAF204")) == []


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (r"CUST-\d+", "CUST-1"),
        (r"(?:CUST|ACCT)-[0-9a-f]{8}", "ACCT-00ff00ff"),
        (r"[A-Z]{2,3}\d*", "ABC"),
        (r"k\.x?", "k."),
        (r"[]x]+", "]x"),
        (r"(A|B)\d{2,}", "B1234"),
        (r"\bK\d\b", "K1"),
        (r"K{1}", "K"),
    ],
)
def test_a_pattern_of_plain_parts_can_be_used(pattern, fits):
    assert safe_pattern(pattern).search(f"a {fits} b")
    assert not safe_pattern(pattern).search(f"a_{fits}_b")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"(a|a)*b",
        r"(?:x\d+){2,}",
        r"\d+\d+\d+x",
        r"(?=a)b",
        r"(?P<x>a)",
        r"(a)\1",
        r"a++",
        r"a*?",
        r"",
        r"x*",
        r"a" * 201,
        r"a{100}",
        r"a{2,1000}",
        r"a{,}",
        r"(?i)cust",
        r"\Aab",
        r"(",
        r"[z-a]",
        r"*",
        r"\\Z" * 0 + r"a\Z",
    ],
)
def test_a_pattern_that_could_take_long_or_is_none_is_refused(pattern):
    with pytest.raises((ValueError, re.error)):
        safe_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "fits", "other"),
    [
        ("K{2}", "KK", "KKK"),
        ("K{2,3}", "KKK", "KKKK"),
        ("K{,2}X", "X", "KKKX"),
        ("K{3,}", "KKKK", "KK"),
        ("K?X", "KX", "KKX"),
        ("K+", "K" * 64, "K" * 65),
        ("K" * 200, "K" * 200, "K" * 199),
    ],
)
def test_a_number_of_repeats_is_the_one_that_is_written(pattern: str, fits: str, other: str):
    assert safe_pattern(pattern).search(f"a {fits} b")
    assert not safe_pattern(pattern).search(f"a {other} b")


def test_a_pattern_is_bounded_on_a_long_line():
    assert safe_pattern(r"\d+\d+x").search("1" * 100_000) is None


# Any text


NEAR = [
    "jane@corp.com",
    "@",
    "4929 4212 3460 0821",
    "4",
    " ",
    "-",
    "GB33BUKB",
    "A",
    "9",
    ".",
    "mailto:",
    "\n",
    "\u0660",
    "\u2028",
]


@given(st.lists(st.one_of(st.sampled_from(NEAR), st.text(max_size=30))).map("".join))
def test_any_text_can_be_looked_at(text):
    for look in (addresses_in, cards_in, accounts_in):
        for found in look(text):
            assert 1 <= found.column <= len(text.split("\n")[found.line - 1])


@given(st.text(alphabet="ab(?:)|[]{}+*1,2\\d^-", max_size=20), st.text(max_size=50))
def test_any_pattern_is_refused_or_can_be_used(pattern, text):
    try:
        found = safe_pattern(pattern)
    except (ValueError, re.error):
        return
    assert all(match[0] for match in found.finditer(text))


@pytest.mark.parametrize(
    "piece",
    [
        "@",
        "a",
        "a.",
        "a@",
        "a@b.",
        "a@b.com ",
        "1",
        "1 ",
        "4929",
        "4929-",
        "4929 ",
        "AB12",
        "AB12 ",
        "A",
    ],
)
def test_a_line_of_a_million_characters_comes_to_an_end(piece):
    text = piece * (1_000_000 // len(piece))

    for look in (addresses_in, cards_in, accounts_in):
        assert sum(1 for _ in look(text)) <= len(text) // len(piece)
