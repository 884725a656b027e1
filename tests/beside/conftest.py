"""Tests beside programs that we do not depend on: other generators, other plugins.

`.ci/run` installs them in a place of their own. Elsewhere these tests are not there.
"""

from importlib.util import find_spec

_NEEDED = ("zensical", "properdocs", "mkdocs_rss_plugin", "mkdocs_redirects", "mkdocs_macros")
collect_ignore_glob = [] if all(map(find_spec, _NEEDED)) else ["test_*.py"]
