"""Which postmortem has which page: every address in one place, each given once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_postmortems.catalog import Claims, address_of
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
        cls, postmortems: Sequence[Postmortem], mount: str, taken: Iterable[tuple[str, str]]
    ) -> "AddressBook":
        """Give each of `postmortems` its page; `taken` are pages with the names of their owners.

        Where two want one page, the one that lives there by its path keeps it; else the first by
        path. The other has no page, and a problem that names both.
        """
        book, claims = cls(), Claims()
        for page, owner in taken:
            claims.reserve([page], owner)
        wishes = []
        for postmortem in sorted(postmortems, key=lambda each: each.source):
            address, problems = address_of(postmortem, mount)
            book.problems += problems
            wishes.append((address.is_own, postmortem, address.page))
        for is_own, postmortem, page in sorted(wishes, key=lambda wish: (wish[0], wish[1].source)):
            field_name = ("url" if postmortem.url else "slug") if is_own else ""
            problem = claims.claim(page, postmortem, field_name)
            if problem:
                book.problems.append(problem)
                continue
            book.pages[postmortem.id] = page
            if is_own:
                book.own.add(postmortem.id)
        return book
