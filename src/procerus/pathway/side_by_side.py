"""How a comparison is said, alike on a terminal and on a page: the count, the order, what stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from procerus.pathway.comparison import SILENT, Compared, Comparison

SAID = {"yes": "met", "no": "not met", "unknown": "cannot be told yet", SILENT: "silent"}
"""The answer to a question, in words, in the order in which policies are listed."""
MADE_UP = ("made-up-", "synthetic-")
"""How the ids of people begin who do not exist."""


def made_up(patient: str) -> bool:
    """Whether a person is marked as one who does not exist, as examples and simulated diaries are."""
    return patient.startswith(MADE_UP)


def summary(one: Comparison) -> str:
    """How many policies give which answer, and under how many it depends on how they are read."""
    counted = [(said, sum(each.answer == said for each in one.policies)) for said in SAID]
    first, *others = [(SAID[said], number) for said, number in counted if number]
    under = f"{first[0].capitalize()} under {first[1]} of {counted_policies(len(one.policies))}"
    sentence = ", ".join([under, *(f"{said} under {number}" for said, number in others)])
    hanging = sum(hangs(each) for each in one.policies)
    return f"{sentence}." + (f" Under {hanging} it depends on how the guidance is read." if hanging else "")


def counted_policies(number: int) -> str:
    """`1 policy`, `17 policies`."""
    return f"{number} {'policy' if number == 1 else 'policies'}"


def hangs(each: Compared) -> bool:
    """Whether another reading of the guidance gives another answer."""
    return each.decision is not None and not each.decision.same_under_all_readings


def ordered(one: Comparison) -> tuple[Compared, ...]:
    """The same answers together, those that hang on no reading first; what is silent last."""
    order = list(SAID)
    return tuple(sorted(one.policies, key=lambda each: (order.index(each.answer), hangs(each))))


def otherwise(each: Compared) -> str:
    """Which answers other readings give, such as `not met`; empty where they give the same."""
    readings = () if each.decision is None else each.decision.readings
    others = {str(one.answer) for one in readings} - {each.answer}
    return " or ".join(said for answer, said in SAID.items() if answer in others)


def standing(each: Compared, day: date) -> Iterator[str]:
    """What a reader must know of a wording that is not simply in force."""
    if each.policy.pack.standing not in ("current", "local"):
        yield each.policy.pack.standing
    if not each.holds(day):
        yield "not valid on that day"
    unverified = each.policy.pack.about.status == "unverified" and each.policy.pack.standing != "article"
    if each.decision is not None and unverified:
        yield "wording unverified"


def called(criterion: str) -> str:
    """A criterion's name; of a rule for stopping it says which answer is the bad one."""
    name = criterion.replace("_", " ")
    return f"{name} (yes speaks against going on)" if name.startswith("stop ") else name


def to_bear_in_mind(one: Comparison) -> Iterator[tuple[str, str]]:
    """What policies want said with every answer to the question: the policy and its words."""
    for each in ordered(one):
        if each.decision is not None:
            warning = each.policy.rules.questions[one.question].warning
            if warning:
                yield each.id, warning


def changes(one: Comparison) -> dict[str, tuple[str, ...]]:
    """What would change an answer, each sentence once, with the policies of which it is true."""
    found: dict[str, tuple[str, ...]] = {}
    for each in ordered(one):
        if said := each.change():
            found[said] = (*found.get(said, ()), each.id)
    return found
