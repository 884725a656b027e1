"""Templates compiled once, and not again by every build.

Compiled templates are code. So they are not kept with the rest, which may come from another's
machine, but where Jinja keeps them: in a folder of the system's that belongs to this user alone.
"""

import contextlib

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from mkdocs_postmortems.kept.fingerprint import fingerprint
from mkdocs_postmortems.kept.versions import versions


def compile_once(env: Environment) -> None:
    """Let `env` find its templates compiled, as those of the same source and versions were."""
    pattern = f"mkdocs-postmortems-{fingerprint(versions()).hex()}-%s.cache"
    with contextlib.suppress(OSError, RuntimeError):  # there is no folder of this user's alone
        env.bytecode_cache = _Compiled(pattern=pattern)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in files; where none can be written, they are compiled again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
