"""What each postmortem of a collection is like, worked out once for as long as it stays true.

Which words tell a postmortem apart depends on it and on how many others have each word; what is
like it depends on who has those words, and how much. So when another text changes, most answers
stay as they were, and are known.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, partial

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.kept.fingerprint import digest, fingerprint
from mkdocs_postmortems.kept.forks import hands, spread
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.likeness import LONGEST_TEXT, alike, words_of
from mkdocs_postmortems.search.tokens import composed, telling_terms

Asked = tuple[Postmortem, int]
"""A postmortem, and how many like it are wanted at most."""


class Kinship:
    """Answers for the postmortems of one index."""

    def __init__(
        self, ids: Sequence[str], index: Callable[[], Index], stamp: bytes, memory: Memory
    ) -> None:
        """Look in what `index` answers, which has the postmortems of `ids` in that order.

        What `memory` knows is not worked out once more; while `stamp`, the digest of the whole
        index, is the same, not even the index is asked for.
        """
        self._made = index
        self._stamp = stamp
        self._memory = memory
        self._order = fingerprint(*ids)
        self._digests: dict[str, bytes] = {}
        self._keys: dict[tuple[str, int], bytes] = {}

    def prepare(self, asked: Sequence[Asked]) -> None:
        """Work out what is not known of those that will be asked for, on all processors."""
        keyed = [(each, self._key(each)) for each in asked if not self._is_known(each)]
        missing = [(each, key) for each, key in keyed if key and not self._memory.has(key)]
        workers = hands(len(missing))
        if workers > 1:
            for found in spread(missing, self._work_out, workers):
                for key, ids in found:
                    self._memory.keep(key, ids)

    def like(self, postmortem: Postmortem, most: int) -> list[str]:
        """The ids of at most `most` postmortems like it, the nearest first."""
        asked = (postmortem, most)
        return self._memory.recall(self._whole_key(asked), partial(self._recalled, asked))

    @cached_property
    def _index(self) -> Index:
        return self._made()

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._index)

    def _is_known(self, asked: Asked) -> bool:
        return self._memory.has(self._whole_key(asked))

    def _whole_key(self, asked: Asked) -> bytes:
        postmortem, most = asked
        return self._memory.key("alike", self._stamp, postmortem.id, most)

    def _recalled(self, asked: Asked) -> list[str]:
        return self._memory.recall(self._key(asked), partial(self._alike, asked))

    def _work_out(self, share: Sequence[tuple[Asked, bytes]]) -> list[tuple[bytes, list[str]]]:
        return [(key, self._alike(asked)) for asked, key in share]

    def _alike(self, asked: Asked) -> list[str]:
        postmortem, most = asked
        found = alike(self._index, words_of(postmortem), most, postmortem.id)
        return [each.id for each in found]

    def _key(self, asked: Asked) -> bytes:
        """The digest of all that the answer depends on; empty where nothing is remembered."""
        postmortem, most = asked
        name = (postmortem.id, most)
        if name not in self._keys:
            self._keys[name] = self._made_key(words_of(postmortem), name)
        return self._keys[name]

    def _made_key(self, text: str, name: tuple[str, int]) -> bytes:
        known = self._memory.key("telling", text)
        if not known:
            return b""
        counts = self._memory.recall(known, lambda: _counts(text))
        chosen = self._engine.most_telling(counts)
        shares = tuple((term, self._digest(term)) for term in chosen)
        return self._memory.key("alike", *name, len(counts), self._order, shares)

    def _digest(self, term: str) -> bytes:
        """The digest of who has `term`, and how much of it."""
        if term not in self._digests:
            found = self._index.postings(term)
            said = found.documents.tobytes() + bytes(found.shares) if found else b""
            self._digests[term] = digest(said)
        return self._digests[term]


def _counts(text: str) -> dict[str, int]:
    return dict(Counter(telling_terms(composed(text[:LONGEST_TEXT]))))
