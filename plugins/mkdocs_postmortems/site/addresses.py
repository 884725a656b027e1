"""Addresses as templates want them: relative to the site, for the filter `url`."""

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Postmortem


@dataclass(frozen=True, slots=True)
class Mention:
    """A name with the address it leads to; the address may be empty."""

    label: str
    url: str = ""


class Addresses:
    """Answers with addresses relative to the site, as the template filter `url` wants them."""

    def __init__(
        self,
        of_post: Callable[[Postmortem], str],
        of_facet: Callable[[str, str], str],
        of_asset: Callable[[Postmortem, str], str],
        run_links: dict[str, str],
    ) -> None:
        """Take the functions that know: of a post, of a facet's value, of a file beside a post."""
        self.of_post = of_post
        self.of_facet = of_facet
        self.of_asset = of_asset
        self._run_links = run_links

    def of_run(self, run: str) -> str:
        """The address of a run: its own, or by the site's patterns; empty where none is known."""
        if run.startswith(("https://", "http://")):
            return run
        prefix, colon, identity = run.partition(":")
        pattern = self._run_links.get(prefix) if colon else None
        return pattern.replace("{id}", identity.strip()) if pattern else ""
