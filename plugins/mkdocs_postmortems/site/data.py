"""What a build writes for programs beside its pages: records, their schema, Markdown."""

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.exports.records import SCHEMA_NAME, records_json, schema_json
from mkdocs_postmortems.kept.fingerprint import plain
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.texts import Texts

RECORDS_NAME = "postmortems.json"


class _Data:
    """Adds the files of one build."""

    def __init__(
        self,
        content: Content,
        pages: Mapping[str, File],
        files: Files,
        config: MkDocsConfig,
        memory: Memory,
    ) -> None:
        self._content = content
        self._pages = pages
        self._files = files
        self._config = config
        self._memory = memory
        self._taken = {file.dest_uri for file in files}

    def records(self) -> Iterator[tuple[str, str]]:
        """The records and their schema, by their paths."""
        catalog, blog = self._content.catalog, self._content.plan.blog
        told = tuple((each.digest, self._address(each)) for each in catalog.published)
        key = self._memory.key("records", told, plain(catalog.vocabularies))
        records = self._memory.recall(key, lambda: records_json(catalog, self._address))
        yield posixpath.join(blog, RECORDS_NAME), records
        yield posixpath.join(blog, SCHEMA_NAME), schema_json(catalog.vocabularies)

    def _address(self, postmortem: Postmortem) -> str:
        file = self._pages.get(postmortem.id)
        return urljoin(self._config.site_url or "", file.url) if file else ""

    def add(self, path: str, text: str) -> Problem | None:
        """Add one file, unless the site has one of its own."""
        if path in self._taken:
            message = "this file stays as it is, and stands in the place of one that is made"
            return Problem(path=path, message=message, severity=Severity.NOTE)
        # What ends with `.md` would become a page.
        made = File.generated(
            self._config, f"{path}.made", content=text, inclusion=InclusionLevel.INCLUDED
        )
        made.dest_uri = path
        self._files.append(made)
        return None


def add_data(
    content: Content,
    pages: Mapping[str, File],
    texts: Texts,
    files: Files,
    config: MkDocsConfig,
) -> list[Problem]:
    """Add what programs read; `pages` are those of postmortems, by id."""
    data = _Data(content, pages, files, config, texts.memory)
    made: list[tuple[str, str]] = []
    if content.plan.records:
        made += data.records()
    if content.plan.llms:
        made += texts.files()
    return [problem for path, text in made if (problem := data.add(path, text))]
