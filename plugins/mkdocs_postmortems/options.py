"""The plugin's options in mkdocs.yml, typed and validated."""

import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c

from mkdocs_postmortems.audiences import AudienceError, chosen, read_audiences
from mkdocs_postmortems.checks.configuration import ChecksError, read_checks
from mkdocs_postmortems.domain import Term
from mkdocs_postmortems.domain.extension import ExtensionError, audience_terms, read_extension
from mkdocs_postmortems.domain.saved_search import (
    SavedSearch,
    SavedSearchError,
    read_saved_searches,
)

HEADER_FORMS = ("apache", "azure", "json", "netlify", "nginx")
"""The servers and hosts that the headers can be written for."""
DIRECTIVES = (
    *("default-src", "script-src", "worker-src", "style-src", "style-src-attr", "img-src"),
    *("font-src", "media-src", "connect-src", "manifest-src", "frame-src", "object-src"),
    *("base-uri", "form-action", "frame-ancestors"),
)
"""The directives of the Content-Security-Policy that sources can be added to."""
_PATH = re.compile(r"[\w-]+(?:/[\w-]+)*")


def as_written(config: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """A plugin's options as they stand in mkdocs.yml; nothing where that is not kept."""
    with warnings.catch_warnings():
        # MkDocs shows it to everybody who builds, and has nothing else that says what was written.
        warnings.simplefilter("ignore", DeprecationWarning)
        written: Sequence[Mapping[str, Any]] = getattr(config, "user_configs", ())
    return written


class SitePath(c.OptionallyRequired[str]):
    """A path under the site: names of letters, digits, `_` and `-`, joined by `/`."""

    def run_validation(self, value: object) -> str:
        """Take off slashes at the ends, and refuse what could lead elsewhere."""
        path = str(value).strip("/")
        if not _PATH.fullmatch(path):
            message = f"`{value}` is not a path under the site. Write a name such as `postmortems`"
            raise base.ValidationError(message)
        return path


class PositiveInt(c.OptionallyRequired[int]):
    """A whole number from 1."""

    def run_validation(self, value: object) -> int:
        """Refuse what is no number, and flags, which Python takes for numbers."""
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise base.ValidationError(f"`{value}` is not a whole number above 0")
        return value


class Few(c.OptionallyRequired[int]):
    """A whole number from 0 to 10."""

    def run_validation(self, value: object) -> int:
        """Refuse what is no such number, and flags, which Python takes for numbers."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
            raise base.ValidationError(f"`{value}` is not a whole number from 0 to 10")
        return value


class VocabularyTerms(c.OptionallyRequired[dict[str, tuple[Term, ...]]]):
    """Codes to add: `{outcome: {retired: {label: Retired, meaning: …, icon: abandoned}}}`."""

    def run_validation(self, value: object) -> dict[str, tuple[Term, ...]]:
        """Turn the maps into terms, naming whatever is not understood."""
        try:
            return read_extension(value)
        except ExtensionError as error:
            raise base.ValidationError(str(error)) from None


class RunLinks(c.OptionallyRequired[dict[str, str]]):
    """Addresses of runs by their prefix: `{mlflow: "https://mlflow.example/#/runs/{id}"}`."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Refuse patterns without `{id}`, or that are no web address."""
        if not isinstance(value, Mapping):
            raise base.ValidationError("wants a map of prefixes")
        for prefix, pattern in value.items():
            is_address = isinstance(pattern, str) and re.match(r"https?://|/", pattern)
            if not is_address or "{id}" not in pattern:
                message = f"`{prefix}` wants an address with `{{id}}` in it, and has `{pattern}`"
                raise base.ValidationError(message)
        return {str(prefix): str(pattern) for prefix, pattern in value.items()}


class OtherSites(c.OptionallyRequired[list[tuple[str, str]]]):
    """Other sites, each `{title: Payments lab, url: "https://payments.example/notes/"}`.

    Their titles and addresses, which end with `/`.
    """

    def run_validation(self, value: object) -> list[tuple[str, str]]:
        """Refuse what has no title, and addresses that are neither of the web nor of this host."""
        if not isinstance(value, list):
            raise base.ValidationError("wants a list of sites, each with `title` and `url`")
        sites = [self._site(each) for each in value]
        titles = [title for title, _ in sites]
        if twice := next((title for title in titles if titles.count(title) > 1), None):
            raise base.ValidationError(f"`{twice}` is the title of two sites. Rename one of them")
        return sites

    def _site(self, given: object) -> tuple[str, str]:
        if not isinstance(given, Mapping) or set(given) != {"title", "url"}:
            raise base.ValidationError(f"`{given}` wants a `title` and a `url`, and nothing else")
        title, url = str(given["title"]).strip(), given["url"]
        if not title:
            raise base.ValidationError(f"the site at `{url}` wants a title that readers know it by")
        if not isinstance(url, str) or not re.match(r"https?://[^/?#]|/(?!/)", url):
            message = f"`{title}` wants the address of its home page, such as `https://…/` or `/…/`"
            raise base.ValidationError(f"{message}, and has `{url}`")
        if re.search(r"[?#\s\\]", url):
            raise base.ValidationError(f"`{title}` wants an address without `?` and `#`: `{url}`")
        return title, url.rstrip("/") + "/"


class PolicySources(c.OptionallyRequired[dict[str, list[str]]]):
    """What pages may load besides: `{img-src: ["https://pictures.example"]}`."""

    def run_validation(self, value: object) -> dict[str, list[str]]:
        """Refuse directives that there are not, and sources that would end one or allow all."""
        if not isinstance(value, Mapping):
            raise base.ValidationError("wants a map of directives, each with a list of sources")
        return {str(name): self._sources(str(name), given) for name, given in value.items()}

    def _sources(self, name: str, given: object) -> list[str]:
        if name not in DIRECTIVES:
            raise base.ValidationError(f"`{name}` is none of {', '.join(DIRECTIVES)}")
        sources: list[str] = []
        for source in given if isinstance(given, list) else [given]:
            if not isinstance(source, str) or not re.fullmatch(r"[^\s;,\"\\$]+", source):
                message = f"`{name}` wants sources such as `https://pictures.example`, without `;`"
                raise base.ValidationError(f"{message}, and has `{source}`")
            if name == "script-src" and source in {"'unsafe-inline'", "*", "data:"}:
                message = f"`{source}` would let any script run. Name the script's address"
                raise base.ValidationError(message)
            sources.append(source)
        return sources


class SavedSearches(c.OptionallyRequired[tuple[SavedSearch, ...]]):
    """Searches to follow: `[{title: Leakage, query: "leakage stage:production"}]`."""

    def run_validation(self, value: object) -> tuple[SavedSearch, ...]:
        """Turn the maps into searches, naming whatever is not understood."""
        try:
            return read_saved_searches(value)
        except SavedSearchError as error:
            raise base.ValidationError(str(error)) from None


class Audiences(c.OptionallyRequired[dict[str, str]]):
    """Whom postmortems can be for: `{board: The board}`."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Refuse names that front matter could not name, and what is no text."""
        try:
            audiences = read_audiences(value)
            audience_terms(audiences)
        except AudienceError as error:
            raise base.ValidationError(str(error)) from None
        return audiences


class Audience(c.OptionallyRequired[tuple[str, ...]]):
    """The audiences, declared under `audiences`, that a build is for: a name or a list of them.

    The environment may name others in their place.
    """

    def post_validation(self, config: base.Config, key_name: str) -> None:
        """Refuse what is not declared: the build would be for nobody who was meant."""
        try:
            config[key_name] = chosen(config[key_name], config["audiences"])
        except AudienceError as error:
            raise base.ValidationError(str(error)) from None


class ChecksSettings(c.OptionallyRequired[dict[str, Any]]):
    """Which rules are asked: `{ignore: [LRN204], levels: {HON103: info}, gate: warning}`."""

    def run_validation(self, value: object) -> dict[str, Any]:
        """Refuse what is not understood. It stays as written, since pyproject.toml adds to it."""
        try:
            read_checks(value)
        except ChecksError as error:
            raise base.ValidationError(str(error)) from None
        return dict(value) if isinstance(value, Mapping) else {}


class PostmortemsOptions(base.Config):  # type: ignore[no-untyped-call]  # MkDocs is not typed here
    """What can be set under `plugins: - postmortems:`.

    Paths on disk are relative to mkdocs.yml.
    """

    enabled = c.Type(bool, default=True)
    """Whether the plugin does anything."""

    postmortems_dir = c.Type(str, default="postmortems")
    """The folder with the postmortems. It may not be inside `docs_dir`, nor around it."""

    blog_path = SitePath(default="postmortems")
    """Where the blog is in the site."""

    blog_title = c.Type(str, default="Postmortems")
    """The title of the blog's index."""

    authors_file = c.Type(str, default=".authors.yml")
    """Who the authors are, by id; relative to the postmortems folder."""

    page_size = PositiveInt(default=10)
    """How many postmortems a full page of a listing has."""

    lessons_headings = c.ListOfItems(c.Type(str), default=[])
    """Headings that mean "lessons learnt", besides those that are known."""

    vocabulary = VocabularyTerms(default={})
    """Codes to add to the vocabularies, or to word differently."""

    run_links = RunLinks(default={})
    """Addresses of what `runs` names, by prefix."""

    git_dates = c.Type(bool, default=True)
    """Whether git is asked for dates that nobody wrote, and for what was there before a result."""

    search = c.Type(bool, default=True)
    """Whether the site has our search: a button and keys on every page, and a search page."""

    related = Few(default=3)
    """How many postmortems like it a page names at most, where the site has our search."""

    federation = OtherSites(default=[])
    """Other teams' sites, whose postmortems our search finds too."""

    saved_searches = SavedSearches(default=())
    """Searches that people follow: each has a feed, and the search page lists them."""

    feeds = c.Choice(("all", "atom", "index", "none"), default="atom")
    """Which feeds there are: in all formats, those of facets as Atom only, of the index only."""

    records = c.Type(bool, default=True)
    """Whether the postmortems are there as JSON too, with a schema."""

    llms = c.Type(bool, default=True)
    """Whether there is a Markdown twin of each postmortem's page, and `llms.txt`."""

    audiences = Audiences(default={})
    """Whom a postmortem can be for, by name; what it says of them is what readers see."""

    audience = Audience(default=())
    """Whom this build is for, besides everybody."""

    robots = c.Choice(("internal", "public"), default="internal")
    """Whether search engines are asked to stay away, or may come."""

    trusted_html = c.Type(bool, default=False)
    """Whether HTML of bodies and files beside postmortems are published as they are."""

    security_headers = c.ListOfItems(c.Choice(HEADER_FORMS), default=[])
    """The servers and hosts for which a file says with what headers the site is to be served."""

    security_sources = PolicySources(default={})
    """What pages may load from elsewhere, by directive of the Content-Security-Policy."""

    cache = c.Type(bool, default=True)
    """Whether what was made is kept beside mkdocs.yml, so that a build makes only what changed."""

    checks = ChecksSettings(default={})
    """What the rules of `postmortems check` look for, and how much it weighs."""
