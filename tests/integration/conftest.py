"""The fixture `site`: a project in a folder of its own, built in this process."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, FileSystemBytecodeCache

from integration.harness import NOW, Build, Built, Content, run, settings, write

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once(tmp_path_factory):
    """What most of the time of a small build goes to is kept from test to test, by its source."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    begin = Environment.__init__

    def begin_with_it(self: Environment, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        self.bytecode_cache = kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", begin_with_it)
        yield


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch, tmp_path):
    """One moment for every build, no repository around it, no notice of Material's."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture
def site(tmp_path) -> Build:
    """Write a project and build it.

    `posts`, `assets` and `docs` are files by their paths, `files` those of the whole project.
    `options` are the plugin's, `plugins` stand before it and those of `after` behind it. Any other
    keyword is a setting of mkdocs.yml. A second call builds another project, unless it names the
    same `folder`.
    """
    count = 0

    def make(
        posts: Mapping[str, Content] | None = None,
        *,
        docs: Mapping[str, Content] | None = None,
        assets: Mapping[str, Content] | None = None,
        files: Mapping[str, Content] | None = None,
        options: Mapping[str, Any] | None = None,
        theme: str | dict[str, Any] = "mkdocs",
        plugins: tuple[Any, ...] = ("search",),
        after: tuple[Any, ...] = (),
        serving: bool = False,
        strict: bool = False,
        dirty: bool = False,
        folder: str = "",
        **overrides: Any,
    ) -> Built:
        nonlocal count
        count += 1
        root = tmp_path / (folder or f"project{count}")
        if posts is not None:
            write(root / "postmortems", {**posts, **(assets or {})})
        write(root / "docs", {"index.md": "# Home\n", **(docs or {})})
        write(root, files or {})
        said = settings(options, theme, plugins, overrides)
        said["plugins"] += after
        write(root, {"mkdocs.yml": yaml.safe_dump(said, sort_keys=False, allow_unicode=True)})
        return run(root, serving=serving, strict=strict, dirty=dirty)

    return make


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus: the project's founding post, real write-ups by others, hostile cases."""
    folder = Path(os.environ.get("POSTMORTEMS_CORPUS") or CORPUS)
    if not folder.is_dir():
        message = f"there is no corpus at {folder}; name one in POSTMORTEMS_CORPUS"
        if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
