"""Why a decision says what it says, in one sentence or two: alike on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procerus.criteria.bounds import Answer
from procerus.criteria.language import And, names_in
from procerus.criteria.reference import Fact, answer
from procerus.headache.reason import TOO_EARLY, Reason
from procerus.packs.load import Policy
from procerus.pathway.decision import Decision
from procerus.pathway.sensitivity import MET

SAID = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "cannot be told"}


def why(decision: Decision, policy: Policy) -> Iterator[str]:
    """What the answer under the default reading rests on."""
    if not decision.same_under_all_readings:
        yield f"{MET[decision.answer]} under the default reading."
    if decision.answer is Answer.YES:
        yield _met(decision)
        return
    named = _decisive(decision, policy)
    asks = [f"“{one.asks}” {SAID[one.answer]}" for one in decision.reasons if one.criterion in named]
    stop = all(_stops(one) and one.answer is Answer.YES for one in decision.reasons if one.criterion in named)
    yield f"{'A rule for stopping is met' if stop else 'Because'}: {'; '.join(asks)}."


def _decisive(decision: Decision, policy: Policy) -> set[str]:
    """The criteria of those parts of the question that have the answer of the whole."""
    tree = policy.rules.questions[decision.question].tree
    facts: Mapping[str, Fact] = {one.criterion: one.answer for one in decision.reasons}
    parts = tree.parts if isinstance(tree, And) else (tree,)
    decisive = [part for part in parts if answer(part, facts) is decision.answer]
    return {name for part in decisive for name in names_in(part)}


def _met(decision: Decision) -> str:
    """That nothing stands against it; where rules for stopping are asked, that none of them is met."""
    stops = [one for one in decision.reasons if _stops(one)]
    if not stops:
        return "Every criterion is as this question needs it."
    early = sum(one.remark == TOO_EARLY for one in stops)
    return "No rule for stopping is met." + (
        f" {early} of {len(stops)} {'is' if early == 1 else 'are'} too early to assess." if early else ""
    )


def _stops(reason: Reason) -> bool:
    """Whether a criterion is a rule for stopping (packs name them so)."""
    return reason.criterion.startswith("stop_")
