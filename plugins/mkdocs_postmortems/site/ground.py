"""What is known of a build before anything is made of it, for all that is made only once."""

from dataclasses import dataclass

from mkdocs.structure.pages import Page

from mkdocs_postmortems.kept.fingerprint import digest
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.stands import Stands
from mkdocs_postmortems.site.views import PostView


@dataclass(frozen=True, slots=True)
class Ground:
    """What things are made on.

    Attributes:
        memory: What was made before.
        key: The digest of what every page depends on.
        stands: How the postmortems stand.
    """

    memory: Memory
    key: bytes
    stands: Stands

    def text(self, view: PostView, page: Page) -> bytes:
        """The key of what is made of a postmortem and of its `page`, as HTML; empty for none."""
        return self.memory.key(
            self.key, self.stands.text(view), content_digest(page), page.canonical_url
        )


def content_digest(page: Page) -> bytes:
    """The digest of a page's text as HTML."""
    content = (page.content or "").encode("utf-8", "surrogatepass")
    return digest(content)
