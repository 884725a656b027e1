"""Safety (SAF): what must not stand on a page that a whole company reads."""

import re
from collections.abc import Iterator, Mapping

from mkdocs_postmortems.checks.allowed import Allowed, read_allowed
from mkdocs_postmortems.checks.detection.credentials import Secret
from mkdocs_postmortems.checks.detection.patterns import safe_pattern
from mkdocs_postmortems.checks.detection.personal import Found, accounts_in, addresses_in, cards_in
from mkdocs_postmortems.checks.detection.places import Places
from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Author

SECRET = "SAF101"  # noqa: S105 - a name
"""The rule that a build fails by."""
ALLOW = "allow"
"""Its list of what is allowed, and why."""

_ADDRESS = re.compile(r"[^\s@]{0,64}@[\w.-]{1,250}")
_GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"


def _look_for_secrets(subject: Subject) -> Iterator[Remark]:
    allowed = Allowed(subject.collection.option(SECRET, ALLOW))
    for secret in allowed.others_in(subject.postmortem.source, subject.text):
        yield remark_on(secret)


def remark_on(secret: Secret) -> Remark:
    """What is told of `secret`, without a character that is its own."""
    shown = f" (`{secret.shown}…`)" if secret.shown else ""
    return Remark(
        message=f"{secret.kind} stands here{shown}",
        remedy="Revoke it first: git remembers it. Then write the name of its variable",
        line=secret.line,
        column=secret.column,
    )


def read_address(text: str) -> str:
    """An e-mail address, or a domain with `@` before it, in small letters.

    Raises:
        ValueError: It is neither.
    """
    if not _ADDRESS.fullmatch(text):
        raise ValueError("it is no address, and no domain such as @example.com")
    return text.casefold()


def _look_for_addresses(subject: Subject) -> Iterator[Remark]:
    allowed = map(read_address, subject.collection.option("SAF201", "allow"))
    known = frozenset({*_in_authors_file(subject.collection.authors), *allowed})
    for found in addresses_in(subject.text, known):
        yield _told(
            found,
            f"an e-mail address at `{found.about}` stands here",
            "Leave it out, or name the team. Authors belong in the authors file",
        )


def _in_authors_file(authors: Mapping[str, Author]) -> Iterator[str]:
    for author in authors.values():
        for text in (author.url, author.description, author.name, author.id):
            if "@" in text:
                yield from re.findall(r"[^\s@:<>()]+@[\w.-]+\w", text.casefold())


def _told(found: Found, message: str, remedy: str) -> Remark:
    return Remark(message=message, remedy=remedy, line=found.line, column=found.column)


def _look_for_cards(subject: Subject) -> Iterator[Remark]:
    for found in cards_in(subject.text):
        yield _told(
            found,
            "the number of a payment card stands here",
            "Leave it out, or keep the last four digits",
        )


def _look_for_accounts(subject: Subject) -> Iterator[Remark]:
    for found in accounts_in(subject.text):
        yield _told(found, "the number of a bank account stands here", "Leave it out")


def _look_for_customers(subject: Subject) -> Iterator[Remark]:
    written = subject.collection.option("SAF204", "patterns")
    if not written:
        return
    places = Places(subject.text)
    starts = {m.start() for each in written for m in safe_pattern(each).finditer(subject.text)}
    for start in sorted(starts):
        found = Found(*places.of(start))
        yield _told(
            found,
            "the identifier of a customer stands here",
            "Leave it out, or write what kind of customer it was",
        )


RULES = (
    Rule(
        id=SECRET,
        name="secret",
        level=Level.ERROR,
        reason=(
            "A key on a page is read by everybody who can read the page, and by every copy of it: "
            "feeds, search, git. It has to be revoked; to delete the line is not enough. No build "
            "publishes one. Keys are told by the forms that vendors publish, by passwords in "
            "addresses, and by values that look made by a machine beside a name such as "
            "`password`."
        ),
        bad="# Churn model\n\n    wandb login 3f9a1c7e5b2d80643f9a1c7e5b2d80643f9a1c7e\n",
        good="# Churn model\n\n    wandb login $(cat /run/secrets/wandb)\n",
        source=(
            "CWE-798: Use of Hard-coded Credentials, "
            "<https://cwe.mitre.org/data/definitions/798.html>"
        ),
        look=_look_for_secrets,
        essays=True,
        options={ALLOW: read_allowed},
    ),
    Rule(
        id="SAF201",
        name="e-mail-address",
        level=Level.WARNING,
        reason=(
            "An address is data about a person, who did not ask to be on the page, and whom it "
            "invites mail to. Addresses of functions, such as support, and those of the authors "
            "file are fine."
        ),
        bad="# Churn model\n\nAsk jane.doe@corp.com for the labels.\n",
        good="# Churn model\n\nAsk the labelling team for the labels.\n",
        source=f"Regulation (EU) 2016/679, article 4 (1), <{_GDPR}>",
        look=_look_for_addresses,
        essays=True,
        options={"allow": read_address},
    ),
    Rule(
        id="SAF202",
        name="card-number",
        level=Level.ERROR,
        reason=(
            "The number of a payment card may be kept in few places, and a blog is none. Numbers "
            "are told by their issuer's beginning, their length and the digit that checks them."
        ),
        bad="# Card fraud\n\nThe false alarm was 4929 4212 3460 0821.\n",
        good="# Card fraud\n\nThe false alarm was a card that ends with 0821.\n",
        source="PCI DSS 4.0.1, requirement 3.4, <https://www.pcisecuritystandards.org/>",
        look=_look_for_cards,
        essays=True,
    ),
    Rule(
        id="SAF203",
        name="bank-account",
        level=Level.WARNING,
        reason=(
            "The number of an account is data about its owner. It is told by its country's length "
            "and the two digits that check it."
        ),
        bad="# Payments\n\nThe transfer to GB33 BUKB 2020 1555 5555 55 came back.\n",
        good="# Payments\n\nA transfer to a British account came back.\n",
        source=(
            "ISO 13616, "
            "<https://www.swift.com/standards/data-standards/iban-international-bank-account-number>"
        ),
        look=_look_for_accounts,
        essays=True,
    ),
    Rule(
        id="SAF204",
        name="customer-identifier",
        level=Level.ERROR,
        reason=(
            "With its identifier anybody in the company can look a customer up. What one looks "
            "like, only the project knows: without the option `patterns` nothing is looked for."
        ),
        bad="# Churn model\n\nCUST-20417 was scored twice.\n",
        good="# Churn model\n\nA customer with two contracts was scored twice.\n",
        source=f"Regulation (EU) 2016/679, article 4 (5), <{_GDPR}>",
        look=_look_for_customers,
        essays=True,
        options={"patterns": safe_pattern},
    ),
)
"""The rules of this family."""
