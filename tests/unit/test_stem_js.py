"""The browser's stemmer: the same stems as those that the index is made with."""

import os
import random
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
import snowballstemmer

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "plugins/mkdocs_postmortems/assets/search/stem.js"
STEMS = ROOT / "tests/data/stems.txt"
ENDINGS = """
s es ed eds ing ings ly edly eedly ingly er ers or ators ation ations ational ization ness fulness
ousness iveness ful fully ity ality ivity bility icity ize ized izer izing ise alize alism ment
ments ement able ably ible al ally ical icate ous ously ive ively ative ate less lessly ance ancy
ence ency ant ent ently ist ism ic ion ogy ogist ology ologies y ies ied e eed tionally tionalism
bled bbed dding ffed gging mmed nning pped rring tted sses yed
"""

# As the browser has it: a part of one function, in a classic script.
PROGRAM = """(() => {
%s
const words = require("fs").readFileSync(0, "utf8").split("\\n");
process.stdout.write(words.map((word) => stem(word)).join("\\n"));
})();
"""


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        message = "there is no node to run the browser's stemmer with"
        if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def many_words() -> list[str]:
    """Stems with every ending, the shortest words, and random letters; always the same."""
    endings = ["", *ENDINGS.split()]
    chance = random.Random(20240229)
    stems = STEMS.read_text(encoding="utf-8").split()
    words = {stem + ending for stem, ending in product(stems, endings)}
    letters = "abcdefghijklmnopqrstuvwxyz"
    words.update(first + second for first, second in product(letters, repeat=2))
    words.update(letters)
    # Few letters, so that regions, doubled letters and a "y" after a vowel meet in every way.
    for alphabet, count in ((letters, 3000), ("aeybdglnrstiz", 4000), ("aeyst", 3000)):
        for _ in range(count):
            start = "".join(chance.choices(alphabet, k=chance.randint(1, 9)))
            words.add(start + "".join(chance.choices(endings, k=chance.randint(0, 3))))
    return sorted(words)


def test_browser_and_index_agree_on_the_stems_of_many_words(node: str):
    words = many_words()

    run = subprocess.run(
        [
            node,
            "--disallow-code-generation-from-strings",  # as a strict content security policy does
            "--eval",
            PROGRAM % SCRIPT.read_text(encoding="utf-8"),
        ],
        input="\n".join(words),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert run.returncode == 0, run.stderr

    expected = snowballstemmer.stemmer("english").stemWords(words)
    pairs = zip(words, expected, run.stdout.split("\n"), strict=True)
    wrong = [pair for pair in pairs if pair[1] != pair[2]]
    assert not wrong, f"{len(wrong)} of {len(words)} differ (word, index, browser): {wrong[:20]}"
    assert len(words) >= 100_000
