"""An unchanged repeat takes at most twelve clicks and keys, the birth year's four figures among them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from chromium import entered
from served import served

MOST = 12
WEEKS = 13


def one_patient_thirteen_weeks_after() -> dict[str, Any]:
    """A clinic with a doctor, and a patient who comes today, thirteen weeks after the last session."""
    import time_machine

    from clinics import a_clinic, session_cookie, signed_in
    from procerus.clinic.appointments.models import Appointment, Purpose
    from sessions_at import filled, ready, recorded
    from stocked import vials

    a_clinic("north", timezone="UTC")
    now = datetime.now(UTC)
    with time_machine.travel(now - timedelta(weeks=WEEKS), tick=True):
        client, patient, doctor = ready()
        form = filled(client, patient, **{"extra.temporalis:left": "1", "note": "as always"})
        answer = recorded(client, patient, form)
        assert answer.status_code == 302, answer.content.decode()
    vials(lot="D1204")
    Appointment.objects.create(clinic=a_clinic(), patient=patient, at=now, purpose=Purpose.INJECTION)
    signed_in(doctor)
    return {"cookie": session_cookie(doctor), "patient": str(patient.pk), "born": patient.born[:4]}


class Hand:
    """A hand that counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.did = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.did += 1

    def click(self, name: str, role: str = "button") -> None:
        """One click, and whatever it starts has ended."""
        self.page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]  # roles are words
        self.did += 1
        self.page.locator("form[aria-busy]").wait_for(state="detached")


def test_an_unchanged_repeat_takes_at_most_twelve_clicks_and_keys(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "clinic", one_patient_thirteen_weeks_after) as running:
        page = entered(browser, running, running.said["cookie"]).new_page()
        page.goto("/at/north/today/")
        page.get_by_role("link", name="Example, Ada").first.focus()
        hand = Hand(page)
        hand.press("Enter")
        page.wait_for_url(f"**/patients/{running.said['patient']}/")
        hand.click("Inject", "link")
        for figure in running.said["born"]:
            hand.press(figure)
        hand.click("Repeat its sites")
        hand.click("All asked, none apply", "checkbox")
        hand.click("Opened now")
        hand.click("I prescribe", "radio")
        hand.click("spoken, today", "radio")
        hand.click("Record: asked, nothing happened at once")
        page.wait_for_url("**/sessions/**")
        assert "Recorded." in page.content()
        assert "160 U of Botox in 32 sites" in page.content()
        assert hand.did <= MOST, hand.did
