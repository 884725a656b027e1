"""What each figure of the dashboard is called, how it is made, and how it misleads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one figure.

    Attributes:
        title: What it is called.
        formula: How it is made.
        pitfall: How it misleads who does not think twice.
        low: Lower end of the published reference, as a share; None where there is none.
        high: Its upper end.
        source: Where the reference is from.
        url: Its address.
    """

    title: str
    formula: str
    pitfall: str
    low: float | None = None
    high: float | None = None
    source: str = ""
    url: str = ""


WORDS = {
    "learning": Words(
        "Learning rate",
        "(succeeded + failed + mixed + inconclusive for another reason than too little data) "
        "÷ concluded",
        "It counts answers, not their worth. Ten answers to questions that nobody had are ten.",
    ),
    "success": Words(
        "Success share",
        "succeeded ÷ concluded",
        "A high share is no praise: it may mean that only safe things are tried, or that failures "
        "are not told.",
        low=0.08,
        high=0.33,
        source="8 % (Airbnb Search) to 33 % (Microsoft) of online experiments, in Kohavi, Deng "
        "and Vermeer, A/B Testing Intuition Busters, KDD 2022",
        url="https://doi.org/10.1145/3534678.3539160",
    ),
    "overdue": Words(
        "File drawer",
        "pending experiments past their day ÷ pending experiments",
        "Only what was registered can be overdue. What was begun without a page is not here.",
    ),
    "old_drafts": Words(
        "Forgotten drafts",
        "drafts dated more than 90 days ago",
        "A draft may have been given up for a good reason. Its last line could say so.",
    ),
    "by_period": Words(
        "Outcomes over time",
        "experiments by the date of their postmortem",
        "A wave of postmortems may be a wave of writing, not of experiments.",
    ),
    "by_stage": Words(
        "Where experiments end",
        "concluded experiments by stage",
        "To end early is cheap. Many ends in production are dearer than many ideas given up.",
    ),
    "causes": Words(
        "Causes",
        "concluded experiments that name the cause; several may be named",
        "Causes are named by the authors. What nobody suspects is not named.",
    ),
    "with_cause": Words(
        "Causes known",
        "unsuccessful experiments that name a cause ÷ unsuccessful experiments",
        "A cause that is named is not yet one that is shown.",
    ),
    "days_to_stop": Words(
        "Days to an answer",
        "median and middle half of end minus start, by outcome",
        "Who gave no dates is not here. Quick failures are a strength; quick successes may be "
        "unexamined.",
    ),
    "days_to_publish": Words(
        "Days to publication",
        "median and middle half of the postmortem's date minus the end, by outcome",
        "If failures take longer to be told than successes, ask what holds them back.",
    ),
    "gap": Words(
        "Generalisation gap",
        "median share of its figure on validation data that an experiment's worst metric loses on "
        "data kept apart",
        "It is asked about, not judged: data shift, and a gap that was expected is no fault.",
    ),
    "large_gaps": Words(
        "Large gaps",
        "experiments that lose more than a tenth on data kept apart ÷ experiments with both "
        "figures",
        "Experiments without a figure on data kept apart are not here, and are the larger worry.",
    ),
    "registered": Words(
        "Criteria written down before the result",
        "concluded experiments whose criteria are those of the last commit before their result "
        "÷ concluded experiments of which git can tell",
        "Git knows when a text was committed, not when data were first looked at.",
    ),
    "repeats": Words(
        "Failures that may repeat an earlier one",
        "failed or invalid, sharing a cause and a tag with an earlier one; neither links to the "
        "other, and no series has both",
        "Alike is not the same. Read the two side by side before you say so.",
    ),
    "reuse": Words(
        "Lessons taken up",
        "postmortems with a lesson that another one builds on, replicates or links to "
        "÷ postmortems with a lesson",
        "A young postmortem had no time to be taken up, and what was read and heeded leaves no "
        "trace.",
    ),
    "late_promises": Words(
        "Promises past their day",
        "actions past their day and not done ÷ actions with a day",
        "An action may be done and not ticked.",
    ),
    "reversals": Words(
        "Verdicts corrected in the open",
        "concluded experiments whose outcome was corrected ÷ concluded experiments",
        "This is honesty, not error: none at all over years is the stranger figure.",
    ),
}
"""The figures in the order in which the data file has them."""
