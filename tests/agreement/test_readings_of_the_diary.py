"""An alternative reading of the diary itself changes what is counted, in both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from people import ada
from procerus.criteria import blocks
from procerus.criteria.bounds import Answer
from procerus.diary.read import read_days
from procerus.packs.load import find_policy
from procerus.pathway.asking import Case
from procerus.pathway.cohort import Cohort, decide_cohort
from procerus.pathway.decision import decide

AS_OF = date(2026, 11, 1)


def test_days_written_down_weeks_later_decide_only_where_recalled_days_count() -> None:
    days = [AS_OF - timedelta(days=back) for back in range(1, 121)]
    rows = [{"date": str(day), "headache": "yes", "entered": f"{day + timedelta(days=30)}T12:00",
             "worst": "severe", "unilateral": "yes", "nausea": "yes"} for day in days]  # fmt: skip
    person, policy = replace(ada(), diary=read_days(rows, "recalled")), find_policy("nice-ta260")
    decision = decide(policy, "start", person, AS_OF)
    alone = {(one.reading, one.alternative): one.answer for one in decision.readings}
    assert decision.answer is Answer.YES
    assert alone["recalled days", "gaps"] is Answer.UNKNOWN
    cohort = Cohort.of([Case.of(person, policy, AS_OF)], policy, "start")
    together = decide_cohort(policy, "start", cohort).readings
    assert {key: blocks.answers(*pair)[0] for key, pair in together.items()} == alone
