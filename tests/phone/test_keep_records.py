"""How what was said lies in the database: sealed, each in its place, and mended where it was damaged."""

from __future__ import annotations

from playwright.sync_api import Browser

from phone.keeping import PIN, Clinic, days, diary
from phone.sheets import COUNT, LENGTHS, RUIN, SWAP
from phone.switched import until

REOPEN = "async (pin) => { journal.lock(); await journal.unlock({ pin }) }"


def test_a_record_is_as_long_whether_it_says_yes_or_no(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'no' }, 21)")
        page.evaluate("() => says({ headache: 'yes', worst: 'severe' }, 22)")
        page.evaluate("() => { journal.lock() }")
        for said in ("no", "yes"):
            page.evaluate("(said) => journal.drop('2026-11-23', { headache: said })", said)
        worker = until(lambda: page.context.service_workers, 10)[0]
        worker.evaluate("() => drop('2026-11-23', { headache: 'yes' })")
        lengths = page.evaluate(LENGTHS, "statements"), page.evaluate(LENGTHS, "inbox")
        assert [len(of) for of in lengths] == [2, 3] and [len(set(of)) for of in lengths] == [1, 1]


def test_a_damaged_record_is_told_and_comes_back_from_the_server(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        page.evaluate(
            "async () => { await says({ headache: 'yes' }, 1, 2, 3); await journal.sync(); journal.lock() }"
        )
        page.evaluate(RUIN)
        clinic.down = True
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert len(days(page)) == 2 and page.evaluate("() => journal.damaged") == 1
        clinic.down = False
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        assert len(days(page)) == 3
        page.evaluate(REOPEN, PIN)
        page.evaluate("async () => { await says({ headache: 'no' }, 4); await journal.sync() }")
        assert len(days(page)) == 4 and len(clinic.log) == 4


def test_a_record_cannot_stand_in_the_place_of_another(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("async () => { await says({ headache: 'yes' }, 1, 2); journal.lock() }")
        page.evaluate(SWAP)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert page.evaluate("() => journal.damaged") == 2


def test_many_small_records_are_put_together(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate(
            """async () => {
              for (let at = 0; at < 420; at += 1) await says({ hours: String(at % 24) }, 1 + at % 28);
            }"""
        )
        before = days(page)
        assert page.evaluate(COUNT, "statements") == 420
        page.evaluate(REOPEN, PIN)
        until(lambda: page.evaluate(COUNT, "statements") == 1, 10)
        page.evaluate("() => says({ headache: 'no' }, 29)")
        page.evaluate(REOPEN, PIN)
        assert days(page) == {**before, "2026-11-29": [{"headache": "no"}]}
        assert page.evaluate("() => journal.onlyHere()") == 421
