"""Text to a part of an address."""

import hashlib
import re
import unicodedata

_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "%": " percent ", "@": " at "}
_LONGEST = 60


def slugify(text: str) -> str:
    """`text` as a lower-case part of an address: letters and digits of any script, and hyphens.

    `c++` and `c#` become `c-plus-plus` and `c-sharp`. Text without a letter or digit becomes a
    short digest, so that the answer is never empty and never a name such as `..`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    spoken = "".join(_SPOKEN.get(char, char) for char in folded)
    slug = "-".join(re.findall(r"\w+", spoken.replace("_", "-")))
    if not slug or len(slug.encode()) > _LONGEST * 3 or len(slug) > _LONGEST:
        digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
        shortened = slug[:_LONGEST].rstrip("-")
        slug = f"{shortened}-{digest}" if shortened else digest
    return slug
