"""Fuzz one target for a while, led by what it covers. Needs atheris.

    PYTHONPATH=tests python -m fuzzing reader --seconds 600

What it fails on is left in `.cache/fuzzing/`; `--again FILE` tries that once more.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

# It is led by the branches of what is imported here, for the first time.
with atheris.instrument_imports(include=["mkdocs_postmortems"]):
    from fuzzing.seeds import dictionary, seeds
    from fuzzing.targets import TARGETS

FOUND = Path(".cache/fuzzing")


def main() -> None:
    asked = _arguments()
    if asked.again:
        TARGETS[asked.target](asked.again.read_bytes())
        return
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.dict"
        words.write_text(dictionary(), "utf-8")
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds(asked.target)):
            (corpus / str(number)).write_bytes(seed)
        options = [
            f"-max_total_time={asked.seconds}",
            f"-timeout={asked.slowest}",
            "-max_len=4096",
            f"-dict={words}",
            f"-artifact_prefix={FOUND}/{asked.target}-",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[asked.target])
        atheris.Fuzz()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=list(TARGETS))
    parser.add_argument("--seconds", type=int, default=600, help="for how long")
    parser.add_argument("--slowest", type=int, default=10, help="seconds that one input may take")
    parser.add_argument("--again", type=Path, help="a file to try, and nothing else")
    return parser.parse_args()


if __name__ == "__main__":
    main()
