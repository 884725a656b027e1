"""Which postmortem has which page: every address in one place, each given once."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_postmortems.catalog.addresses import Claims, address_of
from mkdocs_postmortems.domain import Postmortem, Problem


@dataclass(slots=True)
class AddressBook:
    """The page of each postmortem that has one.

    Attributes:
        pages: Path under the site without suffix, by the postmortem's id.
        own: Ids of those whose address `slug` or `url` set.
        problems: Addresses that cannot be, or that two want.
    """

    pages: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        postmortems: Sequence[Postmortem],
        mount: str,
        taken: Iterable[tuple[str, str]],
        published: Container[str],
    ) -> "AddressBook":
        """Give each of `postmortems` its page; `taken` are pages with the names of their owners.

        Where two want one page, one whose id is `published` keeps it before one that is hidden, one
        that lives there by its path before one with a `slug`, and then the first by path. The other
        has no page, and a problem that names both.
        """
        book, claims = cls(), Claims()
        for page, owner in taken:
            claims.reserve([page], owner)
        wishes: list[tuple[bool, bool, str, Postmortem, str]] = []
        for postmortem in postmortems:
            address, problems = address_of(postmortem, mount)
            book.problems += problems
            is_hidden = postmortem.id not in published
            wishes.append((is_hidden, address.is_own, postmortem.source, postmortem, address.page))
        for _, is_own, _, postmortem, page in sorted(wishes, key=lambda wish: wish[:3]):
            field_name = ("url" if postmortem.url else "slug") if is_own else ""
            problem = claims.claim(page, postmortem, field_name)
            if problem:
                book.problems.append(problem)
                continue
            book.pages[postmortem.id] = page
            if is_own:
                book.own.add(postmortem.id)
        return book
