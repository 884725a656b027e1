"""A seeded corpus of made-up postmortems, 100 to 100,000, as a stream of (path, Markdown).

    python -m tests.benchmarks.search.corpus 1000 FOLDER

The background is drawn from `grammar.txt`; the judged subjects are planted from `planted.toml` and
are the same to the byte at every size and seed. Background post number i depends on the seed and
on i only, so that a larger corpus contains the smaller one. Only `random()` of the standard
generator is used, as its sequence alone is promised to be the same in every Python.
"""

import argparse
import hashlib
import json
import random
import re
import tomllib
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")


class Area(NamedTuple):
    key: str
    names: list[str]
    objects: list[str]


class Failure(NamedTuple):
    key: str
    cause: str
    outcome: str
    texts: dict[str, list[str]]


class Choice(NamedTuple):
    """What a background post is about."""

    area: str
    failure: str
    names: list[str]
    object: str


@cache
def grammar() -> tuple[dict[str, list[str]], list[Area], list[Failure]]:
    lists: dict[str, list[str]] = {}
    failures: dict[str, dict[str, list[str]]] = {}
    current: dict[str, list[str]] | list[str] = []
    for line in (HERE / "grammar.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            kind, _, key = line.strip("[]").partition(" ")
            current = failures.setdefault(key, {}) if key else lists.setdefault(kind, [])
        elif isinstance(current, list):
            current.append(line)
        else:
            field, _, text = line.partition(":")
            current.setdefault(field, []).append(text.strip())
    areas = [
        Area(key, names.split("; "), objects.split("; "))
        for key, names, objects in (line.split(" | ") for line in lists.pop("areas"))
    ]
    return (
        lists,
        areas,
        [
            Failure(key, texts["cause"][0], texts["outcome"][0], texts)
            for key, texts in failures.items()
        ],
    )


@cache
def words(name: str) -> list[str]:
    return " ".join(grammar()[0][name]).split()


@cache
def planted() -> dict:
    return tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))


def planted_ids() -> list[str]:
    return [post["id"] for kind in ("post", "mention") for post in planted()[kind]]


# Coined words are a tail that grows with the corpus, as in any real one.
SIZES = 60_000
ZIPF = list(accumulate(1 / rank for rank in range(1, 4_001)))

OTHER_LANGUAGES = json.loads((HERE / "languages.json").read_text(encoding="utf-8"))
HEADINGS = (
    ("Use case", "The question", "Background", "Why we did it"),
    ("What was tried", "Method", "What we did", "Set-up"),
    ("What happened", "Results", "Evidence", "Outcome"),
    ("Why, as far as known", "Reasons", "Analysis", "What we think happened"),
    ("Lessons learnt", "Lessons", "Lessons learned", "What we learned"),
    ("What would have to change to try again", "Next time", "What could be done differently"),
)
DECISIONS = {
    "succeeded": ["ship", "ship", "iterate"],
    "failed": ["stop", "roll_back", "iterate"],
    "mixed": ["iterate", "ship", "revisit"],
    "inconclusive": ["rerun", "stop"],
    "invalid": ["rerun", "stop"],
    "abandoned": ["stop", "revisit"],
}


def digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class Writer:
    """Fills templates for one post. Everything drawn comes from one generator."""

    def __init__(self, seed: str, names: list[str], object_: str) -> None:
        self.draw = random.Random(digest(seed)).random
        self.lists, _, _ = grammar()
        self.names, self.object, self.heads = names, object_, ["another project"]
        self.borrowed = 0.0
        self.method = self.pick(self.lists["methods"])
        self.data = self.pick(self.lists["data"])
        self.metric = self.pick(self.lists["metrics"])
        self.team = self.pick(self.lists["teams"])
        self.site = self.some(self.lists["places"], 2)
        self.product = self.name()
        self.year = 2014 + self.below(12)

    def below(self, n: int) -> int:
        return int(self.draw() * n)

    def pick(self, items):
        return items[int(self.draw() * len(items))]

    def some(self, items, n: int) -> list:
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]

    def chance(self, share: float) -> bool:
        return self.draw() < share

    def coined(self, rank: int, endings: list[str]) -> str:
        """The word of this rank: the same one in every post."""
        number, syllables = (rank * 2654435761) % 2**32, words("syllables")
        parts = (1, 64, 4096) if rank > 400 else (1, 64)
        word = "".join(syllables[number // part % len(syllables)] for part in parts)
        return word + endings[number // 262144 % len(endings)]

    def rank(self) -> int:
        if self.chance(0.7):
            return bisect(ZIPF, self.draw() * ZIPF[-1])
        return 4_000 + self.below(SIZES)

    def rare(self) -> str:
        """A coined word, or one word of a judged subject, where it means nothing."""
        if self.chance(self.borrowed):
            return self.pick(planted_words())
        return self.coined(self.rank(), words("endings"))

    def name(self) -> str:
        return self.coined(7 * self.rank() + 3, ["", "a", "ix", "on", "io", "ly"]).capitalize()

    def ident(self) -> str:
        column = f"{self.pick(words('columns'))}_{self.pick(words('suffixes'))}"
        return f"`{self.pick(words('columns'))}s.{column}`" if self.chance(0.3) else f"`{column}`"

    def fill(self, template: str) -> str:
        pieces = []
        for place, piece in enumerate(split(template)):
            if not place % 2:
                pieces.append(piece)
            elif piece in SIMPLE:
                pieces.append(SIMPLE[piece](self))
            else:
                word = SIMPLE[piece.lower()](self)
                pieces.append(word[0].upper() + word[1:])
        return "".join(pieces)


@cache
def split(template: str) -> list[str]:
    return SLOT.split(template)


def from_list(name: str) -> Callable[[Writer], str]:
    return lambda w: w.pick(w.lists[name])


SIMPLE: dict[str, Callable[[Writer], str]] = {
    "area": lambda w: w.pick(w.names),
    "object": lambda w: w.object,
    "method": lambda w: w.method if w.chance(0.6) else w.pick(w.lists["methods"]),
    "data": lambda w: w.data if w.chance(0.6) else w.pick(w.lists["data"]),
    "metric": lambda w: w.metric if w.chance(0.7) else w.pick(w.lists["metrics"]),
    "team": lambda w: w.team,
    "role": from_list("roles"),
    "tool": from_list("tools"),
    "place": lambda w: w.pick(w.site) if w.chance(0.6) else w.pick(w.lists["places"]),
    "cadence": from_list("cadence"),
    "month": from_list("months"),
    "baseline": lambda w: w.fill(w.pick(w.lists["baselines"])),
    "product": lambda w: w.product if w.chance(0.5) else w.name(),
    "rare": Writer.rare,
    "ident": Writer.ident,
    "head": lambda w: w.pick(w.heads),
    "p": lambda w: f"{w.draw() ** 2 * 60 + 0.2:.1f}",
    "dec": lambda w: f"0.{w.below(900) + 100}",
    "k": lambda w: w.pick(words("numbers")),
    "n": lambda w: str(w.below(90) + 11),
    "bign": lambda w: f"{w.below(900) + 1},{w.below(10)}00",
    "year": lambda w: str(w.year - w.below(3)),
    "version": lambda w: f"{w.below(6)}.{w.below(20)}.{w.below(9)}",
    "run": lambda w: f"`{w.below(2**24):06x}`",
    "ticket": lambda w: f"{w.pick(['DS', 'ML', 'DATA', 'EXP'])}-{w.below(9000) + 100}",
}


def background(seed: int, number: int) -> tuple[str, str]:
    """Post number `number` of the background."""
    writer = Writer(f"{seed}/{number}", ["model"], "cases")
    if writer.chance(0.03):
        return in_another_language(writer, number)
    choice = choose(writer)
    writer.names, writer.object = choice.names, choice.object
    writer.borrowed = 0.4
    extra = []
    for share in (0.6, 0.2, 0.1):
        if writer.chance(share):
            # Some posts come back to the subject that they only mention.
            writer.heads = [writer.pick(passing_names())]
            count = 1 + int(writer.draw() ** 2 * 4)
            extra += [writer.fill(text) for text in writer.some(writer.lists["passing"], count)]
    return english(writer, choice, number, extra)


def choose(writer: Writer) -> Choice:
    areas = grammar()[1]
    # A few areas are everybody's, most are somebody's.
    area = areas[int(writer.draw() ** 1.6 * len(areas))]
    failure = writer.pick(allowed(area.key))
    return Choice(area.key, failure.key, area.names, writer.pick(area.objects))


@cache
def reserved() -> frozenset[tuple[str, str]]:
    return frozenset(tuple(post["reserve"]) for post in planted()["post"] if "reserve" in post)


@cache
def allowed(area: str) -> list[Failure]:
    return [failure for failure in grammar()[2] if (area, failure.key) not in reserved()]


@cache
def planted_words() -> list[str]:
    """The words of the judged subjects, each by itself."""
    posts = [post for post in planted()["post"] if post.get("lang", "en") == "en"]
    texts = (text for post in posts for text in (post["title"], *post["lessons"]))
    return sorted({word for text in texts for word in re.findall(r"[a-z]{4,}", text)})


@cache
def passing_names() -> list[str]:
    return [post["passing"] for post in planted()["post"] if post.get("lang", "en") == "en"]


def english(w: Writer, choice: Choice, number: int, extra: list[str]) -> tuple[str, str]:
    failure = next(f for f in grammar()[2] if f.key == choice.failure)
    title = w.fill(w.pick(failure.texts["title"]))
    title = title[0].upper() + title[1:]
    in_front = w.chance(0.5)
    lessons = [w.fill(text) for text in w.some(failure.texts["lesson"], 2 + w.below(2))]
    if w.chance(0.4):
        other = w.pick(allowed(choice.area))
        lessons.append(w.fill(w.pick(other.texts["lesson"])))
    reasons = [w.fill(text) for text in failure.texts["why"]]
    causes = [failure.cause] if failure.cause else []
    if w.chance(0.3):
        more = w.pick(allowed(choice.area)).cause
        causes += [more] if more and more not in causes else []
    date = f"{w.year}-{w.below(12) + 1:02}-{w.below(28) + 1:02}"
    slug = re.sub(r"\W+", "-", f"{w.pick(w.names)} {w.object}".lower())
    summary = w.fill(w.pick(failure.texts["summary"]))
    tags = [w.names[0], *w.some(["evaluation", "production", "pilot", "data quality"], 1)]
    if extra and w.borrowed:
        # Careless summaries and tags, as people write them.
        if w.chance(0.2):
            summary += " " + extra[0]
        if w.chance(0.15):
            tags.append(w.heads[0].removeprefix("the "))
    front = front_matter(
        w,
        title=title,
        date=date,
        summary=summary,
        outcome=failure.outcome if w.chance(0.9) else w.pick(list(DECISIONS)),
        causes=causes,
        tags=tags,
        lessons=lessons if in_front else [],
    )
    body = sections(w, reasons=reasons, lessons=[] if in_front else lessons, extra=extra)
    return f"{w.year}/{date}-{slug}-{number}", front + body


def front_matter(w: Writer, *, title, date, summary, outcome, causes, tags, lessons) -> str:
    quoted = "\n".join(f"  - {json.dumps(text, ensure_ascii=False)}" for text in lessons)
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"date: {date}",
        f"authors: [{w.pick(words('first'))} {w.pick(words('last'))}]",
        f"team: {w.team}",
        f"summary: {json.dumps(summary, ensure_ascii=False)}",
        f"tags: {json.dumps(tags, ensure_ascii=False)}",
        f"outcome: {outcome}",
        f"stage: {w.pick(words('stages'))}",
        f"decision: {w.pick(DECISIONS[outcome])}",
        f"confidence: {w.pick(['low', 'medium', 'high'])}",
        *([f"causes: [{', '.join(causes)}]"] if causes else []),
        *([f"lessons:\n{quoted}"] if lessons else []),
        "---",
    ]
    return "\n".join(lines) + "\n\n"


def paragraphs(w: Writer, texts: list[str]) -> str:
    parts, start = [], 0
    while start < len(texts):
        end = start + 2 + w.below(3)
        parts.append(" ".join(texts[start:end]))
        start = end
    return "\n\n".join(parts)


def filler(w: Writer, name: str, count: int, avoid: tuple[str, ...] = ()) -> list[str]:
    """Sentences of a list of the grammar, without those that hold a word of `avoid`."""
    texts = (w.fill(template) for template in w.some(w.lists[name], count))
    return [text for text in texts if not any(word in text.lower() for word in avoid)]


def sections(w: Writer, *, reasons, lessons, extra=(), facts=(), avoid=()) -> str:
    """The body. `facts` are spread over the sections, `extra` goes among the remarks."""
    use, tried, happened, why, learnt, change = (w.pick(names) for names in HEADINGS)
    facts = [*facts, "", "", ""]
    length = 0.55 + w.draw() ** 2 * 0.9
    some = lambda name, n: filler(w, name, max(1, round(n * length)), avoid)  # noqa: E731
    remarks = some("remarks", 8)
    for text in extra:
        remarks.insert(w.below(len(remarks) + 1), text)
    cut = len(remarks) // 2
    parts = [
        (use, paragraphs(w, [facts[0], *some("use", 4)])),
        (tried, paragraphs(w, [*some("tried", 9), *remarks[:cut]])),
        (happened, paragraphs(w, [facts[1], *some("happened", 8), facts[2]]) + table(w)),
        (why, paragraphs(w, [*reasons, *remarks[cut:], *filter(None, facts[3:])])),
        *([(learnt, "\n".join(f"- {text}" for text in lessons))] if lessons else []),
        (change, paragraphs(w, [*some("change", 3), *some("luck", 1)])),
    ]
    return "\n\n".join(f"## {head}\n\n{text.strip()}" for head, text in parts) + "\n"


def table(w: Writer) -> str:
    if w.chance(0.5):
        return ""
    rows = [
        f"| {w.fill('{method}')} | {w.fill('{dec}')} | {w.fill('{dec}')} |"
        for _ in range(2 + w.below(3))
    ]
    head = f"| method | {w.metric} | later {w.metric} |\n| --- | --- | --- |\n"
    return f"\n\n{head}" + "\n".join(rows)


def in_another_language(w: Writer, number: int) -> tuple[str, str]:
    lang = w.pick(list(OTHER_LANGUAGES))
    texts = OTHER_LANGUAGES[lang]
    object_ = w.pick(texts["objects"])
    spaced = "" if lang in {"zh", "ja"} else " "

    def fill(template: str) -> str:
        text = template.replace("{object}", object_).replace("{n}", w.fill("{n}"))
        return text.replace("{rare}", w.rare()).replace("{tool}", w.pick(w.lists["tools"]))

    date = f"{w.year}-{w.below(12) + 1:02}-{w.below(28) + 1:02}"
    front = front_matter(
        w,
        title=fill(w.pick(texts["titles"])),
        date=date,
        summary=fill(w.pick(texts["summaries"])),
        outcome=w.pick(list(DECISIONS)),
        causes=[],
        tags=[object_],
        lessons=[fill(text) for text in w.some(texts["lessons"], 2)],
    )
    heads = texts["headings"]
    body = "\n\n".join(
        f"## {head}\n\n" + spaced.join(fill(text) for text in w.some(texts["sentences"], 5))
        for head in heads
    )
    return f"{w.year}/{date}-{lang}-{number}", f"{front}{body}\n"


@cache
def planted_texts() -> tuple[tuple[str, str], ...]:
    posts = [(post["id"], subject(post)) for post in planted()["post"]]
    return tuple(posts + [(post["id"], mention(post)) for post in planted()["mention"]])


def subject(post: dict) -> str:
    """A planted post: its own facts, with filler of the grammar around them."""
    w = Writer(post["id"], [post["area"]], post["object"])
    lang, avoid = post.get("lang", "en"), tuple(post.get("avoid", ()))
    while any(word in f"{w.method} {w.data} {w.metric} {w.team}".lower() for word in avoid):
        w = Writer(f"{post['id']}/{w.below(10**6)}", [post["area"]], post["object"])
    w.year = int(post["id"][:4])
    in_front = w.chance(0.5)
    front = front_matter(
        w,
        title=post["title"],
        date=post["id"][5:15],
        summary=post["summary"],
        outcome=post["outcome"],
        causes=post["causes"],
        tags=post["tags"],
        lessons=post["lessons"] if in_front else [],
    )
    lessons = [] if in_front else post["lessons"]
    if lang == "en":
        return front + sections(
            w, reasons=[post["summary"]], lessons=lessons, facts=post["facts"], avoid=avoid
        )
    texts = OTHER_LANGUAGES[lang]
    glue = "" if lang in {"zh", "ja"} else " "
    parts = []
    for head, fact in zip(texts["headings"], [*post["facts"], "", ""], strict=False):
        more = [
            text.replace("{object}", post["object"]).replace("{n}", w.fill("{n}"))
            for text in w.some([t for t in texts["sentences"] if "{rare}" not in t], 4)
        ]
        more = [text.replace("{tool}", w.pick(w.lists["tools"])) for text in more]
        parts.append(f"## {head}\n\n{glue.join([fact, *more]).strip()}")
    if lessons:
        parts.append(f"## {texts['learnt']}\n\n" + "\n".join(f"- {text}" for text in lessons))
    return front + "\n\n".join(parts) + "\n"


def mention(post: dict) -> str:
    """A post about something else that says a few words about judged subjects."""
    w = Writer(post["id"], ["model"], "cases")
    choice = choose(w)
    w.names, w.object, w.borrowed = choice.names, choice.object, 0.0
    w.year = int(post["id"][:4])
    text = english(w, choice, 0, post["say"])[1]
    return re.sub(r"(?m)^date: .*$", f"date: {post['id'][5:15]}", text, count=1)


def generate(size: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """`size` postmortems: path below `postmortems/` and text. The planted ones lie among them."""
    if size < len(planted_ids()):
        raise ValueError(f"At least {len(planted_ids())} postmortems, since so many are planted")
    # Spread over the corpus, wherever the hash of the id puts them.
    posts = sorted(planted_texts(), key=lambda post: digest(f"{seed}/{post[0]}"))
    places = {place * size // len(posts): post for place, post in enumerate(posts)}
    number = 0
    for place in range(size):
        if place in places:
            post, text = places[place]
        else:
            post, text = background(seed, number)
            number += 1
        yield f"{post}.md", text


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a corpus to a folder.")
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for path, text in generate(asked.size, asked.seed):
        target = asked.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
