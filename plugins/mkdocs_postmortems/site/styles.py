"""Our styles as a file of the site."""

import hashlib
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

_STYLES = Path(__file__).parent.parent / "assets" / "postmortems.css"


def styles_uri() -> str:
    """Where the styles are in the site; the name follows the content, for the sake of caches."""
    digest = hashlib.sha256(_STYLES.read_bytes()).hexdigest()[:8]
    return f"assets/postmortems/postmortems.{digest}.css"


def styles_file(config: MkDocsConfig) -> File:
    """The styles as a file of the site."""
    return File.generated(
        config, styles_uri(), content=_STYLES.read_bytes(), inclusion=InclusionLevel.INCLUDED
    )
