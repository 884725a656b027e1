"""Addresses of pages as a build without MkDocs knows them."""

from urllib.parse import quote

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.addressbook import AddressBook
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.exports.records import AddressOf
from mkdocs_postmortems.project import Project


def addresses_in(project: Project, catalog: Catalog) -> AddressOf:
    """Answers with the address of each published postmortem's page.

    It is whole where mkdocs.yml has a `site_url`, else relative to the site's root.
    """
    published = catalog.published
    book = AddressBook.of(published, project.blog, (), {each.id for each in published})
    base = f"{project.site_url.rstrip('/')}/" if project.site_url else ""

    def address_of(postmortem: Postmortem) -> str:
        page = book.pages.get(postmortem.id)
        if page is None:
            return ""
        is_folder = page != f"{project.blog}/{postmortem.id}" and postmortem.id not in book.own
        end = "/" if project.directory_urls else "/index.html" if is_folder else ".html"
        return f"{base}{quote(page, errors='replace')}{end}"

    return address_of
