"""Where `postmortems` starts."""

import gc

_OBJECTS = 100_000


def run() -> None:
    """Run the command line.

    What a command loads stays until it ends. To look for garbage among it every few hundred
    objects, and in all of it at the end, as Python does, takes a fifth of the time of a search.
    """
    gc.set_threshold(_OBJECTS)
    from mkdocs_postmortems.cli import main  # noqa: PLC0415 - loaded after that, not before

    try:
        main()
    finally:
        gc.freeze()
