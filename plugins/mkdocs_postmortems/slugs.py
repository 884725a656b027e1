"""Text to a part of an address."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "%": " percent ", "@": " at "}
_LONGEST = 60
_MOST_BYTES = 180
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))


@lru_cache(maxsize=50_000)
def slugify(text: str) -> str:
    """`text` as a lower-case part of an address: letters and digits of any script, and hyphens.

    `c++` and `c#` become `c-plus-plus` and `c-sharp`. Text without a letter or digit becomes a
    short digest, so that the answer is never empty and never a name such as `..`. A long text is
    cut, with a digest after it, and a name that Windows keeps for itself gets one. A slug is its
    own slug.
    """
    folded, words = _spelt_out(text)
    slug = "-".join(words)
    if is_device(slug):
        return f"{slug}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}"
    if not slug or len(slug) > _LONGEST or len(slug.encode()) > _MOST_BYTES:
        digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
        room = slug[: _LONGEST - 9].encode()[: _MOST_BYTES - 9]
        shortened = room.decode(errors="ignore").rstrip("-")
        slug = f"{shortened}-{digest}" if shortened else digest
    return slug


def file_slug(text: str) -> str:
    """As `slugify`, but a long text ends with a whole word and has no digest: a name for a file.

    Other texts may have the same one, so whoever makes a file of it must look what is there.
    """
    _, words = _spelt_out(text)
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word
        if len(longer) > _LONGEST or len(longer.encode()) > _MOST_BYTES:
            break
        kept = longer
    return slugify(kept) if kept else slugify(text)


def is_device(name: str) -> bool:
    """Whether Windows takes a file called `name` for a device, whatever follows its first dot.

    Source: Microsoft, Naming Files, Paths, and Namespaces.
    """
    return bool(_DEVICE.fullmatch(name))


def is_storable(name: str) -> bool:
    """Whether every system can have a file or folder called `name`, Windows too.

    Source: as of `is_device`.
    """
    return not (_FORBIDDEN.search(name) or name.endswith((".", " ")) or is_device(name))


def _spelt_out(text: str) -> tuple[str, list[str]]:
    """`text` in its plainest form, and the words of it that an address can have."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
    return folded, _words("".join(_SPOKEN.get(char, char) for char in folded))


def _words(text: str) -> list[str]:
    """Runs of letters, digits and marks on them: a vowel of Hindi or Thai is a mark."""
    kept: list[str] = [" "]
    for char in text:
        is_mark = unicodedata.category(char) in {"Mn", "Mc"} and char not in _VARIATIONS
        of_word = char.isalnum() or (is_mark and kept[-1] != " ")
        kept.append(char if of_word else " ")
    return "".join(kept).split()
