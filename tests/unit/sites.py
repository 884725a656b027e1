"""Three made-up sites, each with an index of its own, and one index of all that they have."""

import random
from collections.abc import Sequence
from pathlib import Path

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import build_index
from unit.in_node import written
from unit.searching import index_of, post

CONCEPTS = [["churn", "attrition", "customers leaving"], ["holdout", "out of sample"]]
GLOSSARY = Glossary.of(CONCEPTS)
VOCABULARY = [
    *("leakage", "leaks", "civil", "war", "churn", "attrition", "customers leaving", "sepsis"),
    *("数据泄漏", "café", "the", "out of sample", "holdout", "quantisation", "civil war"),
]


def documents(seed: int, size: int) -> Sequence[Document]:
    draw = random.Random(seed)

    def text(most: int) -> str:
        return " ".join(draw.choices(VOCABULARY, k=draw.randrange(1, most)))

    posts = [
        post(
            f"site{seed}/p{each:02}",
            f"{text(30)}\n\n## {text(4)}\n\n{text(60)}",
            [text(8)],
            title=text(5),
            date=draw.choice([None, *(f"2024-{month:02}-01" for month in range(1, 6))]),
            outcome=draw.choice(["failed", "mixed", None]),
            tags=tuple(draw.sample(["nlp", "Data Quality", "c++"], draw.randrange(3))),
            causes=({"code": draw.choice(["shift", "selection"])},),
            team=draw.choice(["Flow", "Zoë's", ""]),
        )
        for each in range(size)
    ]
    return index_of(posts, *CONCEPTS).documents


OWN, OTHER, THIRD = documents(1, 40), documents(2, 25), documents(3, 9)
ALL = [*OWN, *OTHER, *THIRD]
WHOLE = build_index(ALL, GLOSSARY)
BY_ID = {each.id: each for each in ALL}


def written_sites(root: Path) -> list[Path]:
    """The folders of the three indexes, under `root`."""
    parts = {"own": OWN, "other": OTHER, "third": THIRD}
    return [written(build_index(each, GLOSSARY), root / name) for name, each in parts.items()]
