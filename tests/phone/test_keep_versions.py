"""A new version takes no old one away from under a page, and no phone is left behind with half of one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from phone.keeping import FOLDER, PIN, Clinic, days, diary
from phone.switched import ready, until

pytestmark = pytest.mark.ci

UPDATE = """() => navigator.serviceWorker.getRegistration()
  .then((one) => one.update()).then(() => '', (why) => String(why))"""
CACHES = "async () => (await caches.keys()).sort()"


def controlled(page: Page) -> None:
    """The service worker is at work."""
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")


def shows(page: Page, kind: str) -> None:
    """The page runs this version."""
    page.wait_for_function("(kind) => window.kept?.kind === kind && window.version !== undefined", arg=kind)


def waits(page: Page) -> None:
    """A version is here that waits."""
    found = "() => navigator.serviceWorker.getRegistration().then((one) => Boolean(one.waiting))"
    until(lambda: page.evaluate(found), 20)


def another_tab(page: Page, clinic: Clinic) -> Page:
    """The diary is open twice."""
    other = page.context.new_page()
    other.goto(clinic.address + "/phone/")
    ready(other)
    return other


def test_after_the_first_visit_it_opens_without_a_server(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        page.evaluate("() => journal.say('2026-11-23', { headache: 'yes' })")
        clinic.down = True
        page.goto(clinic.address + "/phone/?from=icon#today")
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert list(days(page)) == ["2026-11-23"]


def test_what_the_api_says_is_kept_in_no_cache(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        controlled(page)
        page.evaluate(
            "async () => { await journal.say('2026-11-23', { headache: 'yes' }); await journal.sync() }"
        )
        kept = page.evaluate(
            """async () => {
              const of = async (name) => (await (await caches.open(name)).keys()).map((one) => one.url);
              return (await Promise.all((await caches.keys()).map(of))).flat();
            }"""
        )
        assert any(one.endswith("keep/journal.js") for one in kept)
        assert not [one for one in kept if "/api/" in one or "sw.js" in one]


def test_a_new_version_waits_while_somebody_writes_and_comes_with_the_next_start(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        page.evaluate("() => { window.mayReload = false; window.mark = 'here' }")
        clinic.version = "2"
        assert page.evaluate(UPDATE) == ""
        waits(page)
        assert page.evaluate("() => [window.mark, kept.kind]") == ["here", "1"], (
            "not taken away from under the page"
        )
        assert page.evaluate(CACHES) == ["procerus-phone 1", "procerus-phone 2"], (
            "both are whole while both are used"
        )
        page.reload()
        shows(page, "2")
        until(lambda: page.evaluate(CACHES) == ["procerus-phone 2"], 10)


def test_a_new_version_takes_over_by_itself_where_nothing_is_written(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        clinic.version = "2"
        page.evaluate(f"() => {{ ({UPDATE})() }}")
        shows(page, "2")


def test_an_update_in_the_middle_of_a_sync_loses_nothing(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        controlled(page)
        clinic.slow, clinic.version = 0.3, "2"
        page.evaluate("() => says({ headache: 'yes' }, 1, 2, 3)")
        page.evaluate(
            "() => { journal.sync(); navigator.serviceWorker.getRegistration().then((one) => one.update()) }"
        )
        shows(page, "2")
        clinic.slow = 0
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        page.evaluate("() => journal.sync()")
        assert len(days(page)) == 3 == len(clinic.log) and page.evaluate("() => journal.onlyHere()") == 0


@pytest.mark.parametrize("broken", ["keep/journal.js", "index.html", "sw.js"])
def test_an_update_that_breaks_off_leaves_the_old_version_whole_and_is_tried_again(
    browser: Browser, clinic: Clinic, broken: str
) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        clinic.version, clinic.fails = "2", {broken}
        page.evaluate(UPDATE)
        until(
            lambda: page.evaluate(
                "() => navigator.serviceWorker.getRegistration().then((one) => !one.installing)"
            ),
            10,
        )
        assert page.evaluate(CACHES) == ["procerus-phone 1"]
        page.reload()
        shows(page, "1")
        clinic.down = True
        page.reload()
        shows(page, "1")
        clinic.down, clinic.fails = False, set()
        page.evaluate(f"() => {{ ({UPDATE})() }}")
        shows(page, "2")


def test_files_of_two_versions_are_never_mixed(browser: Browser, clinic: Clinic) -> None:
    """The server is renewed between the list of files and one of the files."""
    with diary(browser, clinic) as page:
        controlled(page)
        clinic.version = "2"
        worker = clinic.worker()
        clinic.worker = lambda: worker  # type: ignore[method-assign]  # the list stays behind
        clinic.files["keep/pause.js"] = b""
        clinic.files["keep/carrier.js"] = (FOLDER / "keep/carrier.js").read_bytes() + b"\n// newer\n"
        page.evaluate(UPDATE)
        until(
            lambda: page.evaluate(
                "() => navigator.serviceWorker.getRegistration().then((one) => !one.installing)"
            ),
            10,
        )
        assert page.evaluate(CACHES) == ["procerus-phone 1"]
        page.reload()
        shows(page, "1")


def test_another_tab_that_still_reads_the_old_version_is_waited_for(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        other = another_tab(page, clinic)
        clinic.version = "2"
        page.evaluate(UPDATE)
        waits(page)
        assert [one.evaluate("() => kept.kind") for one in (page, other)] == ["1", "1"]
        other.evaluate("() => { window.mayReload = false; window.mark = 'typing' }")
        page.evaluate("() => window.version.takeOver()")  # asked for by hand
        shows(page, "2")
        page.wait_for_timeout(500)
        assert other.evaluate("() => window.mark") == "typing", "not taken away from under the other page"
        other.evaluate("() => { window.mayReload = true }")
        shows(other, "2")


def test_a_new_version_comes_by_itself_when_the_other_tab_is_closed(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        other = another_tab(page, clinic)
        clinic.version = "2"
        page.evaluate(UPDATE)
        waits(page)
        page.wait_for_timeout(300)
        other.close()
        shows(page, "2")


def test_a_new_version_that_was_asked_for_before_it_had_come_is_taken_when_it_comes(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        another_tab(page, clinic)
        clinic.version = "2"
        page.evaluate(f"() => {{ window.version.takeOver(); ({UPDATE})() }}")
        shows(page, "2")


def test_requests_that_never_cease_do_not_keep_a_new_version_from_taking_over(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic, joined=True) as page:
        controlled(page)
        clinic.version = "2"
        page.evaluate("() => { setInterval(() => fetch('/api/v1/diary/about').catch(() => {}), 4) }")
        page.evaluate(f"() => {{ ({UPDATE})() }}")
        shows(page, "2")


def test_a_new_version_waits_for_what_is_on_its_way_to_the_disk(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        page.evaluate("""() => {
          window.mark = "here";
          navigator.locks.request("procerus-diary", () => new Promise((done) => { window.goOn = done; }));
          window.saying = says({ headache: "yes" }, 23);
        }""")
        clinic.version = "2"
        page.evaluate(UPDATE)
        waits(page)
        page.wait_for_timeout(1_000)
        assert page.evaluate("() => [window.mark, journal.busy]") == ["here", True]
        page.evaluate("async () => { goOn(); await saying }")
        page.reload()
        shows(page, "2")
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert list(days(page)) == ["2026-11-23"]


def test_two_versions_in_a_row_are_both_taken_though_a_page_does_not_spin(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        controlled(page)
        for kind in ("2", "3"):
            clinic.version = kind
            page.evaluate(f"() => {{ ({UPDATE})() }}")
            shows(page, kind)


def test_a_page_that_lacks_a_file_loads_itself_anew_once(browser: Browser, clinic: Clinic) -> None:
    asked = []
    with diary(browser, clinic, begun=False) as page:
        page.context.on("request", lambda one: asked.append(one.url) if one.is_navigation_request() else None)
        controlled(page)
        page.evaluate(
            """async () => {
              const lost = new URL('probe.js', location.href).href;
              for (const name of await caches.keys()) await (await caches.open(name)).delete(lost);
            }"""
        )
        clinic.fails = {"probe.js"}
        page.reload()
        page.wait_for_timeout(1500)
        assert len(asked) == 2, "once by hand, once by itself, and not for ever"
        clinic.fails = set()
        page.reload()
        shows(page, "1")
