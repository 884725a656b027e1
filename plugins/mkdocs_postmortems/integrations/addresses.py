"""Addresses of others, made fit to be published."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from mkdocs_postmortems.integrations.parameters import looks_secret
from mkdocs_postmortems.integrations.text import one_line

_WEB = frozenset({"http", "https"})
_STORES = frozenset({"s3", "gs", "abfss", "abfs", "wasbs", "wasb", "dbfs", "hdfs"})
_SAFE = "%/:?#[]@!$&'*+,;=~"


def published(address: str, *, web_only: bool = False) -> str:
    """`address` without a password in it; empty where others cannot use it, or should not.

    A path of one machine is of no use to a reader, and tells more than its writer meant.
    """
    try:
        parts = urlsplit(one_line(address, 2_000))
    except ValueError:
        return ""
    if parts.scheme not in (_WEB if web_only else _WEB | _STORES) or not parts.netloc:
        return ""
    user, at, host = parts.netloc.rpartition("@")
    # `wasbs://container@account` holds no name and password.
    netloc = host if parts.scheme in _WEB or ":" in user else f"{user}{at}{host}"
    query = "" if looks_secret("", f"?{parts.query}") else parts.query
    return quote(urlunsplit((parts.scheme, netloc, parts.path, query, parts.fragment)), safe=_SAFE)


def last_part(text: str) -> str:
    """The file's or folder's name, where `text` is a path or an address."""
    return re.split(r"[/\\]", text.rstrip("/\\").partition("?")[0])[-1]
