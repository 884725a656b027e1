"""Data about persons that can be told by its form: addresses, card and account numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mkdocs_postmortems.checks.detection.places import Places

_EMAIL = re.compile(
    r"(?:(?<=mailto:)|(?<![\w.+@/:%-]))(?P<local>[\w.+-]{1,64})@(?P<domain>(?:[A-Za-z0-9-]{1,63}\.){1,5}"
    r"(?P<top>[A-Za-z]{2,24}))(?![\w@:-]|\.\w)"
)
_RESERVED = re.compile(
    r"(?:.+\.)?(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost|local|internal)",
    re.IGNORECASE,
)
"""Domains that nobody has (RFC 2606, RFC 6761, RFC 6762)."""
_FILES = frozenset({"css", "gif", "html", "jpeg", "jpg", "js", "json", "md", "pdf", "png", "py",
                    "svg", "webm", "webp", "yaml", "yml"})  # fmt: skip
_OF_NOBODY = re.compile(
    r"(?:no|do-?not|dont)[._-]?reply|noreply|git|abuse|admin|contact|enquiries|feedback|hello|help"
    r"|hostmaster|info|mail|mailer-daemon|office|postmaster|press|privacy|sales|security|service"
    r"|support|team|user|username|webmaster|you|your[._-]?(?:name|email)|\d+\+.+",
    re.IGNORECASE,
)
"""Addresses of functions (RFC 2142, and more), and those that stand for any."""
_NOREPLY = re.compile(r"(?:.+\.)?(?:no-?reply)(?:\..+)?", re.IGNORECASE)

_CARD = re.compile(
    r"\d{4}(?<![\w.,/#:=-]\d{4})"  # digits first: so it is found quickly
    r"(?:([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|([ -])\d{6}\2\d{4,5}|\d{9,15})"
    r"(?![\w/-]|[.,]\d)"
)
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:6011|65\d\d|64[4-9]\d|35(?:2[89]|[3-8]\d))\d{12}"
)
"""Visa, Mastercard, American Express, Diners Club, Discover and JCB (ISO/IEC 7812)."""
_FEWEST_DIGITS = 4

_IBAN = re.compile(r"(?P<country>[A-Z]{2})(?<![\w-]..)\d{2}(?= ?[A-Z0-9]{4})")
_IBAN_WRITTEN = """
AD24 AE23 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22
IL23 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SA24 SE24 SI19 SK24 SM27
TR26 VA22
"""
_IBAN_LENGTHS = {each[:2]: int(each[2:]) for each in _IBAN_WRITTEN.split()}
"""How many characters an account number of a country has (SWIFT's IBAN registry)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place, and what may be said of what stands there without saying it."""

    line: int
    column: int
    about: str = ""


def addresses_in(text: str, known: frozenset[str] = frozenset()) -> Iterator[Found]:
    """E-mail addresses of somebody; `about` is their domain.

    Left out are domains that nobody has, addresses of a function such as `support`, and those in
    `known`, in small letters: whole addresses, or domains with `@` before them.
    """
    if "@" not in text:
        return
    places = Places(text)
    for match in _EMAIL.finditer(text):
        domain = match["domain"].casefold()
        is_known = bool(known & {match[0].casefold(), f"@{domain}"})
        if not is_known and _is_of_somebody(match["local"], domain, match["top"].casefold()):
            yield Found(*places.of(match.start()), about=domain)


def _is_of_somebody(local: str, domain: str, top: str) -> bool:
    if top in _FILES or _RESERVED.fullmatch(domain) or _NOREPLY.fullmatch(domain):
        return False
    return not _OF_NOBODY.fullmatch(local.strip("."))


def cards_in(text: str) -> Iterator[Found]:
    """Numbers of payment cards: an issuer's beginning and length, and a digit that checks.

    The check is Luhn's (ISO/IEC 7812-1, annex B). Numbers of very few different digits, as in
    examples, are left out.
    """
    places: Places | None = None
    for match in _CARD.finditer(text):
        digits = re.sub("[ -]", "", match[0])
        is_card = _ISSUERS.fullmatch(digits) and len(set(digits)) >= _FEWEST_DIGITS
        if is_card and _checks_by_luhn(digits):
            places = places or Places(text)
            yield Found(*places.of(match.start()))


def _checks_by_luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def accounts_in(text: str) -> Iterator[Found]:
    """Numbers of bank accounts (IBAN): a country's length, and two digits that check.

    The check is that of ISO 7064, modulo 97.
    """
    places: Places | None = None
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match["country"])
        whole = length and _of_length(length).match(text, match.start())
        if whole and _checks_by_97(whole[0].replace(" ", "")):
            places = places or Places(text)
            yield Found(*places.of(match.start()))


@cache
def _of_length(length: int) -> re.Pattern[str]:
    return re.compile(rf"[A-Z]{{2}}\d\d(?: ?[A-Z0-9]){{{length - 4}}}(?![\w-])")


def _checks_by_97(number: str) -> bool:
    turned = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
    return int(turned) % 97 == 1
