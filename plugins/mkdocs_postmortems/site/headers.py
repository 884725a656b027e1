"""What a web server is to say with each file of a site, in the form that servers and hosts read."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.domain import Problem, Severity
from mkdocs_postmortems.options import PostmortemsOptions
from mkdocs_postmortems.site.policy import Inline, inline_of, policy_of

OPTION = "security_headers"

_OTHERS = {
    # A file is what its suffix says, whatever its content looks like.
    "X-Content-Type-Options": "nosniff",
    # Other sites are not told which page a link was on.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_MADE = "Made by mkdocs-postmortems at each build."


def _netlify(headers: Mapping[str, str]) -> str:
    """https://docs.netlify.com/manage/routing/headers/, read by Cloudflare Pages too."""
    lines = "".join(f"  {name}: {value}\n" for name, value in headers.items())
    return f"# {_MADE}\n/*\n{lines}"


def _nginx(headers: Mapping[str, str]) -> str:
    """https://nginx.org/en/docs/http/ngx_http_headers_module.html."""
    lines = "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items())
    return (
        f"# {_MADE} Include it in `server`, and in each `location` that has an\n"
        f"# `add_header` of its own. Reload nginx when it has changed.\n{lines}"
    )


def _apache(headers: Mapping[str, str]) -> str:
    """https://httpd.apache.org/docs/2.4/mod/mod_headers.html."""
    lines = "".join(f'Header always set {name} "{value}"\n' for name, value in headers.items())
    return f"# {_MADE} It needs mod_headers and `AllowOverride FileInfo`.\n{lines}"


def _azure(headers: Mapping[str, str]) -> str:
    """https://learn.microsoft.com/azure/static-web-apps/configuration#global-headers."""
    return _json({"globalHeaders": dict(headers)})


def _plain(headers: Mapping[str, str]) -> str:
    return _json(dict(headers))


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


FORMS: Mapping[str, tuple[str, Callable[[Mapping[str, str]], str]]] = {
    "apache": (".htaccess", _apache),
    "azure": ("staticwebapp.config.json", _azure),
    "json": ("headers.json", _plain),
    "netlify": ("_headers", _netlify),
    "nginx": ("headers.nginx.conf", _nginx),
}
"""Each form's file under the site, and how it is written."""


def write_headers(
    options: PostmortemsOptions, config: MkDocsConfig, of_authors: set[str]
) -> list[Problem]:
    """Write the files that `options` ask for into the built site, and answer with what came up.

    `of_authors` are the paths of pages that show what authors wrote. A file that the site has
    already stays as it is.
    """
    if not options.security_headers:
        return []
    site = Path(config.site_dir)
    inline = inline_of(site, () if options.trusted_html else of_authors)
    headers = headers_of(inline, options, config)
    return [*_strange(inline), *_written(site, options.security_headers, headers)]


def headers_of(
    inline: Inline, options: PostmortemsOptions, config: MkDocsConfig
) -> Mapping[str, str]:
    """The headers of every file of a site whose pages have `inline`, by their names."""
    added: dict[str, list[str]] = {}
    for name, source in _needed(options, config):
        added.setdefault(name, []).append(source)
    for name, sources in options.security_sources.items():
        added.setdefault(name, []).extend(sources)
    return {"Content-Security-Policy": policy_of(inline, added), **_OTHERS}


def _needed(options: PostmortemsOptions, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """What the site's own settings load from elsewhere, as directive and source."""
    for script in config.extra_javascript:
        yield from _elsewhere("script-src", str(script))
    for style in config.extra_css:
        yield from _elsewhere("style-src", str(style))
    for _, base in options.federation:
        yield from _elsewhere("connect-src", base)
    if config.theme.get("font"):  # Material's, which come from Google
        yield "style-src", "https://fonts.googleapis.com"
        yield "font-src", "https://fonts.gstatic.com"


def _elsewhere(directive: str, address: str) -> Iterator[tuple[str, str]]:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and parts.netloc:
        # The path of a script is part of the source, so that no other of that host may run.
        path = "" if directive == "connect-src" else parts.path
        yield directive, f"{parts.scheme}://{parts.netloc}{path}"


def _written(site: Path, forms: list[str], headers: Mapping[str, str]) -> Iterator[Problem]:
    for form in dict.fromkeys(forms):
        name, write = FORMS[form]
        if (site / name).exists():
            message = "this file stays as it is, and stands in the place of one that is made"
            yield Problem(path=name, message=message, severity=Severity.NOTE)
        else:
            (site / name).write_text(write(headers), encoding="utf-8", newline="\n")


def _strange(inline: Inline) -> Iterator[Problem]:
    """Scripts and styles that only pages of postmortems have: a template may write them."""
    for path in sorted(set(inline.strange.values())):
        yield Problem(
            path=path,
            message="a script or style that stands in this page is not allowed by the headers",
            remedy="Put what a template of the site writes there into a file of its own",
        )
