"""What the templates show: records with their addresses, judged and worded."""

from functools import cached_property

from mkdocs_postmortems.catalog import Link, Visibility
from mkdocs_postmortems.domain import (
    NOT_READABLE,
    Author,
    Correction,
    Judgement,
    Lesson,
    Postmortem,
    Result,
    Term,
    day_of,
    judge,
)
from mkdocs_postmortems.site.addresses import Mention
from mkdocs_postmortems.site.around import Around
from mkdocs_postmortems.site.registered import Registered, registered
from mkdocs_postmortems.site.relations import Relation
from mkdocs_postmortems.site.strips import Strip, strips_of
from mkdocs_postmortems.site.wording import RELATION_WORDS, reading_minutes


class PostView:
    """One postmortem as cards and its own page show it."""

    def __init__(self, postmortem: Postmortem, around: Around) -> None:
        """Look at `postmortem` as it stands in what is `around` it."""
        self.record = postmortem
        self._around = around
        self._catalog = around.catalog
        self._addresses = around.addresses

    @property
    def url(self) -> str:
        """Its page's address."""
        return self._addresses.of_post(self.record)

    @property
    def visibility(self) -> Visibility:
        """What it is to readers; only the preview shows anything but published and unlisted."""
        return self._catalog.visibility(self.record)

    @cached_property
    def outcome(self) -> Term | None:
        """The outcome's term; None for an essay."""
        code = self.record.outcome
        return self._catalog.vocabularies.outcome.term(code) if code else None

    @property
    def has_unread_outcome(self) -> bool:
        """Whether its file says an outcome that is none of the codes."""
        return self.record.outcome == NOT_READABLE.code

    @property
    def minutes(self) -> int:
        """Minutes it takes to read."""
        return reading_minutes(self.record.words)

    def term(self, name: str, code: str = "") -> Mention | None:
        """The label of `code`, else of the record's code of that name, with its listing."""
        code = code or getattr(self.record, name, "")
        if not code:
            return None
        label = getattr(self._catalog.vocabularies, name).term(code).label
        return Mention(label, self._facet(name, code))

    def split(self, code: str) -> str:
        """The label of a split."""
        return self._catalog.vocabularies.split.term(code).label if code else ""

    @cached_property
    def causes(self) -> tuple[tuple[Mention, str, str], ...]:
        """Each cause with its listing, its certainty and its evidence."""
        vocabulary = self._catalog.vocabularies.cause
        return tuple(
            (
                Mention(vocabulary.term(cause.code).label, self._facet("cause", cause.code)),
                cause.certainty or "",
                cause.evidence,
            )
            for cause in self.record.causes
        )

    @cached_property
    def authors(self) -> tuple[tuple[Author, str], ...]:
        """Each author with the address of the listing."""
        return tuple((each, self._facet("author", each.name)) for each in self.record.authors)

    @cached_property
    def tags(self) -> tuple[Mention, ...]:
        """Each tag with its listing."""
        return tuple(Mention(tag, self._facet("tag", tag)) for tag in self.record.tags)

    @cached_property
    def series(self) -> tuple[Mention, ...]:
        """Each series with its listing."""
        return tuple(Mention(name, self._facet("series", name)) for name in self.record.series)

    @property
    def team(self) -> Mention | None:
        """The team with its listing."""
        name = self.record.team
        return Mention(name, self._facet("team", name)) if name else None

    @property
    def audience(self) -> tuple[str, ...]:
        """The labels of those who may see it; without any, everybody may."""
        term = self._catalog.vocabularies.audience.term
        return tuple(term(code).label for code in self.record.audience)

    @property
    def runs(self) -> tuple[Mention, ...]:
        """Each run with its address, where the site knows one."""
        return tuple(Mention(run, self._addresses.of_run(run)) for run in self.record.runs)

    @property
    def parts_above(self) -> tuple[tuple[str, str], ...]:
        """The parts that its page shows above the body, as anchor and title."""
        p = self.record
        parts = (
            ("pm-lessons", "Lessons learnt", self.stated_lessons),
            ("pm-hypothesis", "Hypothesis", p.hypothesis),
            ("pm-criteria", "Criteria for success", p.success_criteria or self.registered),
            ("pm-results", "Results", p.results),
        )
        return tuple((anchor, title) for anchor, title, content in parts if content)

    @property
    def parts_below(self) -> tuple[tuple[str, str], ...]:
        """The parts that its page shows below the body, as anchor and title."""
        p = self.record
        parts = (
            ("pm-concerns", "Concerns raised", p.concerns),
            ("pm-actions", "Actions", p.actions),
            ("pm-lineage", "Before and after", self.relations),
        )
        return tuple((anchor, title) for anchor, title, content in parts if content)

    @property
    def first_lesson(self) -> Lesson | None:
        """What its card tells."""
        return self.record.lessons[0] if self.record.lessons else None

    @property
    def stated_lessons(self) -> tuple[Lesson, ...]:
        """The lessons of the front matter, which the body does not show."""
        return tuple(lesson for lesson in self.record.lessons if not lesson.in_body)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Each criterion beside the result that decides it."""
        criteria = self.record.success_criteria
        return tuple(judge(criterion, self.record.results) for criterion in criteria)

    @cached_property
    def registered(self) -> Registered | None:
        """Whether the criteria were there before the result; None where that is not known."""
        return registered(self._around.registration_of(self.record), self.split)

    @property
    def has_baselines(self) -> bool:
        """Whether a result tells the baseline's figure."""
        return any(result.baseline is not None for result in self.record.results)

    @property
    def has_intervals(self) -> bool:
        """Whether a result tells its interval."""
        return any(result.ci is not None for result in self.record.results)

    @property
    def has_counts(self) -> bool:
        """Whether a result tells its number of cases."""
        return any(result.n is not None for result in self.record.results)

    @cached_property
    def pictured(self) -> tuple[tuple[Result, Strip | None], ...]:
        """Each result with its picture, where there is something to compare."""
        results = self.record.results
        return tuple(zip(results, strips_of(results), strict=True))

    @property
    def has_pictures(self) -> bool:
        """Whether any result has a picture."""
        return any(strip for _, strip in self.pictured)

    def is_better(self, result: Result) -> bool | None:
        """Whether a result is better than its baseline; None where that cannot be told."""
        if result.value is None or result.baseline is None or result.higher_is_better is None:
            return None
        if result.value == result.baseline:
            return None
        return (result.value > result.baseline) is result.higher_is_better

    @cached_property
    def corrections(self) -> tuple[tuple[Correction, str, str], ...]:
        """Each correction with the outcomes before and after, as labels."""
        term = self._catalog.vocabularies.outcome.term
        return tuple(
            (
                each,
                term(each.was).label if each.was else "",
                term(each.now).label if each.now else "",
            )
            for each in self.record.corrections
        )

    @property
    def has_facts(self) -> bool:
        """Whether there is anything to say at a glance."""
        p = self.record
        coded = p.stage or p.decision or p.confidence or p.causes or p.baseline or p.data or p.runs
        timed = p.started or p.ended or p.due or p.revisit or p.revisit_when
        return bool(p.audience or coded or timed or p.cost or p.reviewed_by or p.reviewed)

    @property
    def states_summary(self) -> bool:
        """Whether the summary was written; one taken from the body would be read twice."""
        return bool(self.record.line_of("summary"))

    @property
    def was_updated(self) -> bool:
        """Whether it changed after the day of its date."""
        record = self.record
        return bool(record.updated and record.date and day_of(record.updated) > day_of(record.date))

    @property
    def is_expired(self) -> bool:
        """Whether its author's date of expiry has passed."""
        return self._catalog.is_expired(self.record)

    @cached_property
    def superseded_by(self) -> tuple["PostView", ...]:
        """What takes its place."""
        return tuple(self._view(each) for each in self._catalog.superseded_by(self.record))

    @cached_property
    def contradicted_by(self) -> tuple["PostView", ...]:
        """What found otherwise since."""
        return tuple(self._view(each) for each in self._catalog.contradicted_by(self.record))

    @cached_property
    def relations(self) -> tuple["Relation[PostView]", ...]:
        """What it refers to and what refers to it, by relation."""
        groups: dict[tuple[str, bool], list[Link]] = {}
        for link in self._catalog.links(self.record) + self._catalog.mentions(self.record):
            groups.setdefault((link.relation, link.is_inbound), []).append(link)
        return tuple(
            Relation(RELATION_WORDS[key], tuple(self._view(link.other) for link in links))
            for key, links in groups.items()
        )

    @cached_property
    def related(self) -> tuple["PostView", ...]:
        """What is like it, and has no stated relation to it."""
        return tuple(self._view(each) for each in self._around.like(self.record))

    @property
    def newer(self) -> "PostView | None":
        """What was published next."""
        newer = self._catalog.neighbours(self.record).newer
        return self._view(newer) if newer else None

    @property
    def older(self) -> "PostView | None":
        """What was published before."""
        older = self._catalog.neighbours(self.record).older
        return self._view(older) if older else None

    @cached_property
    def cover(self) -> str:
        """The address of its first image; empty where it has none that is there."""
        return next((url for each in self.record.images if (url := self._asset(each))), "")

    @property
    def lead_image(self) -> str:
        """The cover, unless the body shows it anyway."""
        first = self.record.images[0] if self.record.images else ""
        return "" if first and first.rpartition("/")[2] in self.record.body else self.cover

    @property
    def players(self) -> tuple[tuple[str, str], ...]:
        """Local audio and video as kind and address."""
        found = [("audio", self._asset(each)) for each in self.record.audio]
        found += [("video", self._asset(each)) for each in self.record.videos]
        return tuple((kind, url) for kind, url in found if url)

    def _asset(self, target: str) -> str:
        return self._addresses.of_asset(self.record, target)

    def _facet(self, name: str, text: str) -> str:
        return self._addresses.of_facet(name, text)

    def _view(self, postmortem: Postmortem) -> "PostView":
        return PostView(postmortem, self._around)
