"""Seeded posts about experiments, the same text for every site generator.

    python -m tests.benchmarks.build.posts 3

Post number i depends on the seed and on i only, so that a larger corpus contains the smaller one.
The sentences are those of the search benchmark's grammar; its corpus has neither links nor code.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..search import corpus  # noqa: TID252 - importable as `benchmarks` and as `tests.benchmarks`

DECISIONS, Failure, Writer = corpus.DECISIONS, corpus.Failure, corpus.Writer
filler, grammar, paragraphs, words = corpus.filler, corpus.grammar, corpus.paragraphs, corpus.words

SHARED_TAG = "review board"
"""The tag that up to a hundred posts of a corpus share; the benchmark renames it."""
SHARING = 100
NEWEST = "2025-12-01"
"""A day after those of all posts."""
_FIRST_DAY = dt.date(2016, 1, 1)
_DAYS = 3600
_LINK = re.compile(r"\]\(@([\w-]+)\)")
_AREAS_OF_TAGS = ("evaluation", "production", "pilot", "data quality", "monitoring", "labelling")
_SPLITS = ("validation", "test", "out_of_time", "online")


class Post(NamedTuple):
    """One post.

    Attributes:
        number: Its place in the corpus, from 0.
        slug: The name of its file, without suffix.
        criteria: Maps as in the front matter of a postmortem, as are `results`.
        body: Markdown. A link to another post has `@` and its slug for an address.
    """

    number: int
    slug: str
    title: str
    date: str
    author: str
    team: str
    summary: str
    tags: tuple[str, ...]
    outcome: str
    stage: str
    decision: str
    causes: tuple[str, ...]
    criteria: tuple[dict, ...]
    results: tuple[dict, ...]
    lessons: tuple[str, ...]
    body: str

    def with_links(self, form: str) -> str:
        """The body with links as the format string `form` has them, which holds `{slug}`."""
        return _LINK.sub(lambda found: f"]({form.format(slug=found[1])})", self.body)


def generate(size: int, seed: int = 1) -> Iterator[Post]:
    """A corpus of `size` posts, from number 0."""
    return (post(number, size, seed) for number in range(size))


def post(number: int, size: int, seed: int = 1) -> Post:
    """The post of that number. What depends on `size` is who has the tag that is shared."""
    w = Writer(f"build/{seed}/{number}", ["model"], "cases")
    area = w.pick(grammar()[1])
    w.names, w.object = area.names, w.pick(area.objects)
    failure = w.pick(grammar()[2])
    tags = [w.names[0], *w.some(_AREAS_OF_TAGS, 1 + w.below(2))]
    title = w.fill(w.pick(failure.texts["title"]))
    metric = w.metric
    return Post(
        number,
        slug(number, seed),
        title[0].upper() + title[1:],
        day(number),
        w.pick(writers()),
        w.team,
        w.fill(w.pick(failure.texts["summary"])),
        (*tags, SHARED_TAG) if has_shared_tag(number, size) else tuple(tags),
        failure.outcome,
        w.pick(words("stages")),
        w.pick(DECISIONS[failure.outcome]),
        (failure.cause,) if failure.cause else (),
        ({"metric": metric, "split": "test", "op": ">=", "target": 0.75},),
        tuple(_result(w, metric, split) for split in w.some(_SPLITS, 2)),
        tuple(w.fill(text) for text in w.some(failure.texts["lesson"], 2)),
        _body(w, failure, number, seed),
    )


def day(number: int) -> str:
    """When a post was written, in no order of the numbers."""
    return (_FIRST_DAY + dt.timedelta(days=number * 3571 % _DAYS)).isoformat()


def slug(number: int, seed: int) -> str:
    """The name of a post's file, without making the post."""
    w = Writer(f"slug/{seed}/{number}", ["model"], "cases")
    return re.sub(r"\W+", "-", f"{number:05} {w.pick(grammar()[1]).names[0]}".lower())


def has_shared_tag(number: int, size: int) -> bool:
    """Whether it is one of the hundred, which are spread over the corpus."""
    apart = max(size // SHARING, 1)
    return number % apart == 0 and number < apart * SHARING


@cache
def writers() -> list[str]:
    """Forty persons who write."""
    first, last = words("first"), words("last")
    return [f"{first[i % len(first)]} {last[i * 7 % len(last)]}" for i in range(40)]


def _result(w: Writer, metric: str, split: str) -> dict:
    value = round(0.55 + w.draw() * 0.4, 3)
    return {
        "metric": metric,
        "split": split,
        "value": value,
        "baseline": round(value - 0.05 + w.draw() * 0.1, 3),
        "ci": [round(value - 0.03, 3), round(value + 0.03, 3)],
        "n": 200 + w.below(9000),
    }


def _body(w: Writer, failure: Failure, number: int, seed: int) -> str:
    """About 600 words under six headings, with lists, a table, code and two or three links."""
    links = [number - 1 - w.below(40) for _ in range(2 + w.below(2))]
    known = [each for each in links if each >= 0]
    see = " ".join(f"See also [an earlier attempt](@{slug(each, seed)})." for each in known)
    remarks = filler(w, "remarks", 7)
    steps = "\n".join(f"{i}. {text}" for i, text in enumerate(filler(w, "tried", 4), 1))
    lucky = "\n".join(f"- {text}" for text in filler(w, "happened", 4))
    parts = (
        ("The question", paragraphs(w, [*filler(w, "use", 4), see])),
        ("What was tried", f"{paragraphs(w, filler(w, 'tried', 4))}\n\n{steps}\n\n{_code(w)}"),
        ("What happened", f"{paragraphs(w, filler(w, 'happened', 5))}\n\n{_table(w)}"),
        ("Why, as far as known", paragraphs(w, [*map(w.fill, failure.texts["why"]), *remarks[2:]])),
        ("What else was seen", f"{lucky}\n\n**Mind** that *none* of it was planned."),
        ("What would have to change", paragraphs(w, filler(w, "change", 4))),
    )
    text = "\n\n".join(f"## {head}\n\n{part.strip()}" for head, part in parts)
    return f"{paragraphs(w, remarks[:2])}\n\n{text}\n"


def _table(w: Writer) -> str:
    rows = "\n".join(f"| {w.fill('{method} | {dec} | {dec} | {n}')} |" for _ in range(4))
    return f"| method | {w.metric} | later | cases |\n| --- | ---: | ---: | ---: |\n{rows}"


def _code(w: Writer) -> str:
    column, seed = w.pick(words("columns")), w.below(1000)
    return (
        "```python\n"
        f'rows = load("{column}", seed={seed})\n'
        f'train, test = split(rows, by="{column}_date", share=0.{1 + w.below(4)})\n'
        f"model = fit(train, depth={2 + w.below(9)}, rounds={100 * (1 + w.below(9))})\n"
        f"for name, part in ((\"train\", train), ('test', test)):\n"
        "    print(name, score(model, part))  # kept beside the run\n"
        "```"
    )


def main() -> None:
    for each in generate(int(sys.argv[1])):
        sys.stdout.write(f"# {each.title}\n\n{each}\n\n{each.with_links('{slug}.md')}\n")


if __name__ == "__main__":
    main()
