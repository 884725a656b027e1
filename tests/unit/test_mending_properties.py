"""Whatever the front matter, mending it once is enough, and changes spellings only."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.domain.vocabulary import CAUSES, OUTCOMES, SPLITS, STAGES
from mkdocs_postmortems.slugs import slugify
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.source.dates import read_moment
from mkdocs_postmortems.writing.mending import fix_folder
from mkdocs_postmortems.writing.mending.keys import is_one_slip
from mkdocs_postmortems.writing.mending.values import iso_form
from unit.manuscripts import blocks, comments_of, files
from unit.test_editing_properties import parts_of
from unit.test_properties import MOMENTS, WORDS

KEYS = (
    "Success-Criteria", "succes_criteria", "Outcome", "outcome", "cause", "tags", "Tags", "stage",
    "lessons_learned", "date", "lastmod", "titel", "corrections", "results",
)  # fmt: skip


def respelt(codes: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(codes), st.sampled_from("_ -")).map(
        lambda drawn: drawn[0].replace("_", drawn[1]).title()
    )


LISTS = st.lists(st.sampled_from(["nlp", "NLP", "data quality", "Data-Quality", "c++"]), max_size=3)
FIELDS = st.one_of(
    respelt(OUTCOMES.codes).map(lambda text: f"Outcome: {text}  # one\n"),
    respelt(STAGES.codes).map(lambda text: f"stage: '{text}'\n"),
    st.lists(respelt(CAUSES.codes), max_size=2).map(lambda each: f"cause: [{', '.join(each)}]\n"),
    respelt(SPLITS.codes).map(
        lambda text: f"results:\n  - {{metric: a, split: {text}}} # within\n"
    ),
    LISTS.map(lambda each: f"tags: [{', '.join(each)}]\n"),
    LISTS.map(lambda each: f"keywords: {', '.join(each)}\n"),
    st.sampled_from(["3 May 2021", "2021/5/3", "20210503", "May 3, 2021 # note", "03.05.2021"]).map(
        lambda text: f"Date: {text}\n"
    ),
    st.sampled_from(["succes_criteria: auc 0.8\n", "lesson: Try less.\n", "# a comment\n"]),
)
POSTS = st.one_of(
    files(*KEYS),
    st.tuples(st.lists(FIELDS, max_size=5, unique_by=lambda text: text[:4]), blocks()).map(
        lambda drawn: f"---\n{''.join(drawn[0])}{drawn[1]}---\n\nBody.\n".encode()
    ),
)


def fixed(posts: dict[str, bytes]) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        for path, data in posts.items():
            (Path(folder) / path).write_bytes(data)
        found = fix_folder(Path(folder), list(posts), set(posts), Settings())
    return {each.path: each.after for each in found if each.before}


@settings(max_examples=200)
@given(st.lists(POSTS, min_size=1, max_size=3))
@example([b"---\ntags: [NLP, nlp]\n---\nx", b"---\ntags: nlp\n---\nx", b"---\ntagss: NLP\n---\nx"])
@example([b"---\nkeywords: 'a, A ,A'\n---\nx", b"---\ntags: [A]\n---\nx"])
def test_a_second_time_there_is_nothing_to_mend(drawn: list[bytes]):
    posts = {f"{number}.md": data for number, data in enumerate(drawn)}
    once = fixed(posts)
    assert fixed(once) == once
    for path, data in once.items():
        before, after = parts_of(posts[path]), parts_of(data)
        assert after.body == before.body
        assert comments_of(after.block) == comments_of(before.block)
        assert after.block.count("\n") == before.block.count("\n")


@settings(max_examples=200)
@given(st.lists(POSTS, min_size=1, max_size=3))
def test_what_a_postmortem_says_stays_but_for_names_and_tags(drawn: list[bytes]):
    posts = {f"{number}.md": data for number, data in enumerate(drawn)}
    for path, data in fixed(posts).items():
        before, after = read(posts[path], path).postmortem, read(data, path).postmortem
        assert before is None or after is not None
        if before and after and before.extra == after.extra:
            said = after.model_dump(exclude={"tags"})
            assert said == before.model_dump(exclude={"tags"})
            assert [*map(slugify, after.tags)] == [*map(slugify, before.tags)]


@given(MOMENTS, st.sampled_from(["%d %B %Y", "%Y/%m/%d", "%b %d, %Y", "%Y%m%d", "%Y/%m/%d %H:%M"]))
def test_a_date_means_the_same_in_its_usual_form(moment, form: str):
    text = moment.strftime(form)
    if moment.year < 1000:
        return
    iso = iso_form(text)
    assert read_moment(iso) == read_moment(text)
    assert iso_form(iso) == ""


@given(WORDS, st.data())
def test_one_slip_is_one_letter(word: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(WORDS)[:1]
    slips = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    }
    assert all(is_one_slip(word, slip) for slip in slips - {word})
    assert not any(is_one_slip(f"{word}xyz", slip) for slip in [word, f"{word}x"])
