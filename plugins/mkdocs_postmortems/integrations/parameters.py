"""Settings of a run as they are shown: in order, short, and without what looks like a secret."""

import re
from collections.abc import Mapping

from mkdocs_postmortems.integrations.text import one_line

_LONGEST_VALUE = 80
_LONGEST_NAME = 120
_MOST = 100
_UNSET = frozenset({"", "None", "null"})
_SECRET_NAME = re.compile(
    r"password|passwd|passphrase|secret|credential|bearer|"
    r"(?:api|access|private|account|encryption|signing)[_\-. ]?key|"
    r"(?:^|[_\-./ ])(?:pwd|pat|auth|sas)(?:$|[_\-./ ])|"
    # `pad_token` and `max_tokens` are settings of language models.
    r"^token$|(?:api|access|auth|hf|hub|id|refresh|session|github|gitlab|slack|wandb)[_\-. ]?token",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"://[^/\s:@]*:[^/\s@]+@|"  # an address with a password
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|"
    r"\b(?:ghp|gho|ghs|ghu|github_pat|glpat|hf|sk|xox[abprs]|dapi)[_-]?[A-Za-z0-9_-]{20,}|"
    r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}|"
    r"-----BEGIN |[?&](?:sig|token|signature|key)=[^&\s]{8,}",
)


def looks_secret(name: str, value: str) -> bool:
    """Whether a setting should not be copied into a text that others read."""
    return bool(_SECRET_VALUE.search(value)) or (
        value not in _UNSET and bool(_SECRET_NAME.search(name))
    )


def shown_parameters(
    given: Mapping[str, str],
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Name and value of each setting, by name, and what their reader should be told.

    Settings without a value are left out, secrets too; long values are cut.
    """
    secret = sorted(name for name, value in given.items() if looks_secret(name, value))
    kept = {
        shown: one_line(value, _LONGEST_VALUE)
        for name, value in sorted(given.items())
        if name not in secret
        and value.strip() not in _UNSET
        and (shown := one_line(name, _LONGEST_NAME))
    }
    hints = []
    if secret:
        names = ", ".join(f"`{one_line(name, _LONGEST_NAME)}`" for name in secret)
        hints.append(f"Left out, because it looks like a secret: {names}.")
    if len(kept) > _MOST:
        hints.append(f"Of {len(kept)} settings the first {_MOST} by name were taken.")
    return tuple(kept.items())[:_MOST], tuple(hints)
