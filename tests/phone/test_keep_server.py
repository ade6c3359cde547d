"""What goes to the clinic's server and back: nothing twice or lost, whatever network and server do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from phone.keeping import PIN, Clinic, days, diary, trouble
from phone.switched import ready
from procerus.sync.days import rows

pytestmark = pytest.mark.ci

SAY = """async (days) => {
  for (const day of days) await journal.say(day, { headache: 'yes', note: day });
  return journal.sync();
}"""
THREE = ["2026-11-01", "2026-11-02", "2026-11-03"]


def same(page: Page, clinic: Clinic) -> bool:
    """Whether phone and server show the same days, each said once."""
    notes = [(one.said["note"], one.origin) for one in clinic.log if "note" in one.said]
    assert len({note for note, _ in notes}) == len(set(notes)), "something is there twice"
    return bool(
        page.evaluate("() => journal.days()") == rows(clinic.log)
        and page.evaluate("() => journal.onlyHere()") == 0
    )


def test_what_is_said_comes_to_the_server_by_itself(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        page.evaluate("() => journal.say('2026-11-01', { headache: 'yes' })")
        page.wait_for_function("() => journal.onlyHere() === 0")
        assert len(clinic.log) == 1
        assert page.evaluate("() => journal.connection.person.name") == "Ada"
        assert "token" not in page.evaluate("() => Object.keys(journal.connection)")


def test_a_wrong_code_joins_nothing(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        assert trouble(page, "journal.meet('WRONG')")["code"] == "code"
        assert page.evaluate("() => journal.connection") is None
        assert page.evaluate("() => journal.sync()")["state"] == "alone"


def test_nothing_goes_to_the_clinic_or_comes_from_it_before_somebody_has_agreed(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 20)")
        page.evaluate("() => journal.meet('JOIN-ME')")
        assert page.evaluate("() => journal.offered.person.name") == "Ada"
        assert page.evaluate("() => journal.sync().then((one) => one.state)") == "alone"
        page.reload()
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert page.evaluate("() => journal.sync().then((one) => one.state)") == "alone"
        assert (clinic.log, {"push", "pull", "about"} & set(clinic.asked)) == ([], set())
        page.evaluate("() => journal.agree()")
        assert len(clinic.log) == 1


def test_a_code_of_somebody_else_is_given_back_and_nothing_was_sent(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 20)")
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.decline())")
        assert page.evaluate("() => [journal.offered, journal.connection]") == [None, None]
        assert (clinic.log, clinic.tokens, clinic.asked) == ([], set(), ["join", "leave"])


def test_without_a_network_it_waits_and_goes_on_by_itself(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        clinic.down = True
        assert page.evaluate(SAY, THREE)["state"] == "offline"
        assert page.evaluate("() => journal.onlyHere()") == 3
        clinic.down = False
        page.evaluate("() => dispatchEvent(new Event('online'))")
        page.wait_for_function("() => journal.onlyHere() === 0")
        assert same(page, clinic)


def test_pauses_between_tries_grow_to_a_quarter_of_an_hour(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        clinic.refuses["pull"] = 503
        page.evaluate(
            """async (pin) => {
              window.pauses = [];
              const later = (act, wait) => { if (pauses.push(wait) < 12) setTimeout(act, 0) };
              window.timed = await kept.open({ chance: () => 1, never() {}, later });
              await timed.unlock({ pin });
              await timed.meet('JOIN-ME').then(() => timed.agree());
            }""",
            PIN,
        )
        page.wait_for_function("() => pauses.length >= 12")
        assert page.evaluate("() => pauses.slice(0, 12)") == [min(900_000, 5000 * 2**at) for at in range(12)]


@pytest.mark.parametrize(
    ("status", "state"), [(401, "ended"), (403, "refused"), (429, "offline"), (500, "offline")]
)
def test_a_server_that_refuses_is_named_and_nothing_is_lost(
    browser: Browser, clinic: Clinic, status: int, state: str
) -> None:
    with diary(browser, clinic, joined=True) as page:
        clinic.refuses["push"] = status
        assert page.evaluate(SAY, THREE)["state"] == state
        assert len(days(page)) == 3 and page.evaluate("() => journal.onlyHere()") == 3
        clinic.refuses.clear()
        if state == "ended":
            asked = len(clinic.asked)
            assert page.evaluate("() => journal.sync()")["state"] == "ended"
            assert len(clinic.asked) == asked, "an ended connection is not tried again"
            page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        assert same(page, clinic)


def test_answers_that_are_lost_or_heard_twice_change_nothing(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        clinic.chance.seed(3)
        clinic.loses, clinic.loses_answer, clinic.hears_twice = 0.2, 0.3, 0.3
        for day in range(1, 29):
            page.evaluate(SAY, [f"2026-11-{day:02}"])
        clinic.loses = clinic.loses_answer = 0
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        assert same(page, clinic) and len(clinic.log) == 28


def test_what_the_server_cannot_read_stays_here_and_is_told_and_the_rest_goes_on(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic, joined=True) as page:
        clinic.unreadable = lambda one: one.day == "2026-11-02"
        page.evaluate("() => journal.sync()")
        assert page.evaluate(SAY, THREE)["state"] == "ok"
        assert page.evaluate(SAY, ["2026-11-04"])["state"] == "ok"
        assert list(days(page)) == [*THREE, "2026-11-04"]
        assert [one.day for one in clinic.log] == ["2026-11-01", "2026-11-03", "2026-11-04"]
        assert page.evaluate("() => [journal.onlyHere(), journal.history('2026-11-02')[0].unreadable]") == [
            1,
            True,
        ]
        asked = len(clinic.asked)
        page.evaluate("() => journal.sync()")
        assert clinic.asked[asked:] == ["pull"], "it is not sent again and again"


def test_a_server_that_was_restored_gets_everything_again(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        page.evaluate(SAY, THREE)
        del clinic.log[1:]
        clinic.epoch, clinic.digests = "second", {one.id: one.digest() for one in clinic.log}
        clinic.last = {one.device: (one.seq, one.digest()) for one in clinic.log}
        assert page.evaluate(SAY, ["2026-11-04"])["state"] == "ok"
        assert same(page, clinic) and len(clinic.log) == 4


def test_joining_elsewhere_brings_the_whole_diary_along(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        page.evaluate(SAY, THREE)
        page.evaluate("() => journal.leave()")
        assert page.evaluate("() => journal.connection") is None and clinic.tokens == set()
        clinic.log, clinic.digests, clinic.last = [], {}, {}  # another person's diary in the same database
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        assert same(page, clinic) and len(clinic.log) == 3


def test_a_push_that_is_too_large_is_sent_in_parts(browser: Browser, clinic: Clinic) -> None:
    taken, answer = [], clinic.answer

    def strict(
        method: str, what: str, query: dict[str, list[str]], token: str, body: object
    ) -> tuple[int, object]:
        if what == "push" and isinstance(body, dict) and len(body["statements"]) > 4:
            return 413, {"problem": "large", "text": "Too much."}
        taken.append(what)
        return answer(method, what, query, token, body)

    clinic.answer = strict  # type: ignore[method-assign]  # the server of this test takes little
    with diary(browser, clinic, joined=True) as page:
        clinic.down = True
        page.evaluate(SAY, [f"2026-11-{day:02}" for day in range(1, 21)])
        clinic.down = False
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        assert same(page, clinic) and len(clinic.log) == 20


def test_a_page_that_is_no_answer_changes_nothing(browser: Browser, clinic: Clinic) -> None:
    """The log-in page of a hotel, for instance."""
    with diary(browser, clinic, joined=True) as page:
        page.route(
            "**/api/v1/diary/*",
            lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>"),
        )
        assert page.evaluate(SAY, THREE)["state"] == "offline"
        page.unroute_all()
        page.route(
            "**/api/v1/diary/pull*",
            lambda route: route.fulfill(
                json={"epoch": "first", "after": 0, "statements": [{"id": "x"}], "more": False}
            ),
        )
        assert page.evaluate("() => journal.sync()")["state"] == "offline"
        page.unroute_all()
        assert page.evaluate("() => journal.sync()")["state"] == "ok"
        assert same(page, clinic)


def test_the_server_asked_in_two_tabs_takes_each_once(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        other = page.context.new_page()
        other.goto(clinic.address + "/phone/")
        other.wait_for_function("() => window.version !== undefined")
        other.evaluate("(pin) => journal.unlock({ pin })", PIN)
        clinic.slow = 0.05
        page.evaluate(f"() => {{ window.saying = ({SAY})(['2026-11-01', '2026-11-02']) }}")
        other.evaluate(SAY, ["2026-11-03", "2026-11-04"])
        page.evaluate("() => window.saying")
        other.evaluate("() => journal.sync()")
        page.wait_for_function("() => journal.onlyHere() === 0")
        assert same(page, clinic) and len(clinic.log) == 4
