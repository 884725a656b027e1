"""What several kinds of tests share: the demo site, built in process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[1]

BuildDemo = Callable[..., None]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def build_demo() -> BuildDemo:
    """Builds the repository's own site: `build_demo(folder, features=(...), any_setting=...)`."""

    def run(folder: Path, features: tuple[str, ...] = (), **settings: object) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NO_MKDOCS_2_WARNING", "1")
            config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), **settings)
            config.theme["features"] = [*config.theme["features"], *features]
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()

    return run
