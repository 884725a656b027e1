"""What mkdocs.yml and pyproject.toml say of the checks."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mkdocs_postmortems.checks.finding import Level
from mkdocs_postmortems.checks.registry import BY_ID
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.selection import GATES, Checks

_KEYS = ("select", "ignore", "gate", "levels", "rules", "build")
_LEVELS = {level.word: level for level in Level}
_TABLE = ("tool", "postmortems", "checks")


class ChecksError(ValueError):
    """Settings that cannot be used; the message names the key, and says what to write."""


def configured(root: Path, own: Mapping[str, Any]) -> Checks:
    """The checks of the project in the folder `root`, whose mkdocs.yml says `own` of them.

    `[tool.postmortems.checks]` in the pyproject.toml beside it holds for the keys that mkdocs.yml
    does not have.

    Raises:
        ChecksError: One of the two cannot be used.
    """
    others = _in_pyproject(root / "pyproject.toml")
    for source, given in (("pyproject.toml: tool.postmortems.", others), ("", own)):
        try:
            read_checks(given)
        except ChecksError as error:
            raise ChecksError(f"{source}checks: {error}") from None
    return read_checks({**others, **own})


def _in_pyproject(path: Path) -> Mapping[str, Any]:
    try:
        found: Any = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ChecksError(f"{path.name} cannot be read: {error}") from None
    for key in _TABLE:
        found = found.get(key, {}) if isinstance(found, Mapping) else found
    if not isinstance(found, Mapping):
        raise ChecksError(f"{path.name}: {'.'.join(_TABLE)} wants a table")
    return found


def read_checks(value: object) -> Checks:
    """The settings in a map as it is written.

    Raises:
        ChecksError: A key, a rule or a value is not understood.
    """
    if not isinstance(value, Mapping):
        raise ChecksError(f"wants a map of {', '.join(_KEYS)}")
    if unknown := [key for key in value if key not in _KEYS]:
        raise ChecksError(f"`{unknown[0]}` is none of {', '.join(_KEYS)}")
    return Checks(
        select=_rules("select", value.get("select")),
        ignore=_rules("ignore", value.get("ignore")),
        gate=GATES[_one_of("gate", value.get("gate", "error"), GATES)],
        levels=_levels(value.get("levels")),
        options=_options(value.get("rules")),
        build=_flag("build", value.get("build", True)),
    )


def _rules(key: str, given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, str):
        given = given.split(",")
    if not isinstance(given, list | tuple):
        raise ChecksError(f"{key}: wants a list of rules, such as [HON, LRN201]")
    return tuple(beginning(key, str(each)) for each in given if str(each).strip())


def beginning(key: str, written: str) -> str:
    """`written` as the beginning of the ids of some rules; `key` is where it stands.

    Raises:
        ChecksError: No rule's id begins so.
    """
    wanted = written.strip().upper()
    if wanted and any(rule.startswith(wanted) for rule in BY_ID):
        return wanted
    raise ChecksError(f"{key}: no rule is called `{written.strip()}`. {meant(written)}")


def meant(written: str) -> str:
    """Which rules were most likely meant by `written`, as a sentence."""
    families = {rule[:3] for rule in BY_ID}
    by_name = {rule.name: rule.id for rule in BY_ID.values()}
    known = {**{each: each for each in (*sorted(families), *BY_ID)}, **by_name}
    wanted = written.strip()
    near = difflib.get_close_matches(wanted.upper(), known, n=1, cutoff=0.6)
    near = near or difflib.get_close_matches(wanted.lower(), by_name, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{known[near[0]]}`?"
    return f"The families are {', '.join(sorted(families))}"


def _one_of(key: str, given: object, known: Iterable[str]) -> str:
    if isinstance(given, str) and given in known:
        return given
    raise ChecksError(f"{key}: `{given}` is none of {', '.join(known)}")


def _levels(given: object) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for rule, level in _map("levels", given).items():
        name = beginning("levels", rule)
        levels[name] = _LEVELS[_one_of(f"levels.{rule}", level, _LEVELS)]
    return levels


def _options(given: object) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        rule.id: {
            name: _texts(f"rules.{rule.id}", rule, name, value)
            for name, value in _map(f"rules.{rule.id}", about).items()
        }
        for rule, about in ((_rule(key), about) for key, about in _map("rules", given).items())
    }


def _rule(written: str) -> Rule:
    if rule := BY_ID.get(written.upper()):
        return rule
    raise ChecksError(f"rules: no rule is called `{written}`. {meant(written)}")


def _texts(key: str, rule: Rule, name: str, value: object) -> tuple[str, ...]:
    if name not in rule.options:
        takes = f"It takes {', '.join(rule.options)}" if rule.options else "It takes nothing"
        raise ChecksError(f"{key}: `{name}` is not known. {takes}")
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ChecksError(f"{key}.{name}: wants a list of texts")
    for each in value:
        try:
            rule.options[name](each)
        except (ValueError, re.error) as error:
            raise ChecksError(f"{key}.{name}: `{each}` cannot be used: {error}") from None
    return tuple(value)


def _map(key: str, given: object) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ChecksError(f"{key}: wants a map")
    return {str(name): value for name, value in given.items()}


def _flag(key: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise ChecksError(f"{key}: `{given}` is neither true nor false")
    return given
