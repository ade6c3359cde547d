"""Two who record at once, on a real server with a real database file: exactly one is accepted."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from threading import Barrier
from typing import Any

import pytest

from databases import counted
from served import Served, served

AT_ONCE = 6


def a_clinic_with_four_patients() -> dict[str, Any]:
    """Two members of staff, four patients, and vials: enough for the first, one for all of the others."""
    from clinics import a_clinic, a_patient, session_cookie, staff
    from procerus.clinic.stock.models import Owner
    from sessions_at import asked_of_everything
    from stocked import vials

    a_clinic("north", timezone="UTC")
    doctors = [staff("doctor"), staff("doctor")]
    patients = [a_patient(given=name) for name in ("Ada", "Ben", "Cleo", "Dan")]
    for one in patients:
        asked_of_everything(one, doctors[0])
    own = vials(lot="ADA", owner=Owner.PATIENT, patient=patients[0])
    (shared,) = vials(lot="LAST")
    return {
        "cookies": [session_cookie(one) for one in doctors],
        "patients": [str(one.pk) for one in patients],
        "vials": [str(one.pk) for one in (*own, shared)],
    }


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The clinic, on a server of its own."""
    with served(tmp_path_factory.mktemp("races") / "clinic", a_clinic_with_four_patients) as one:
        yield one


class Stays(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: a redirect is an answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Somebody logged in, with the screen of one patient open."""

    def __init__(self, running: Served, cookie: str, patient: str, vial: str) -> None:
        self.address = f"{running.address}/at/north/patients/{patient}/inject/"
        self.jar, self.cookie = CookieJar(), cookie
        self.opener = urllib.request.build_opener(Stays, urllib.request.HTTPCookieProcessor(self.jar))
        page = self.asked(None)[1]
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|about|revision)" value="([^"]*)"', page))
        self.form = hidden | {
            "birth_year": "1984", "protocol": "preempt", "product": "botox", "none_apply": "1",
            "vials": vial, f"opened.{vial}": "00:00", "authority": "prescriber", "consent": "spoken",
        }  # fmt: skip
        status, page = self.asked(self.form | {"compute": "1"})
        assert status == 200, page
        found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
        assert found is not None, page
        self.form["seen"] = found[1]

    def asked(self, form: dict[str, str] | None) -> tuple[int, str]:
        """Status and text of an answer."""
        body = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.address, body)
        tokens = "; ".join(f"{one.name}={one.value}" for one in self.jar if one.name != "session")
        request.add_header("Cookie", f"session={self.cookie}; {tokens}")
        try:
            with self.opener.open(request, timeout=60) as said:
                return said.status, said.read().decode()
        except urllib.error.HTTPError as said:
            return said.code, said.read().decode()

    def record(self, together: Barrier) -> tuple[int, str]:
        """Press "record" when everybody does."""
        together.wait()
        return self.asked(self.form | {"record": "nothing-happened"})


def pressed_at_once(browsers: list[Browser]) -> list[tuple[int, str]]:
    """What everybody sees who pressed "record" at the same moment."""
    together = Barrier(len(browsers))
    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(lambda one: one.record(together), browsers))


def key_of(running: Served, key: str) -> str:
    """A key as the database of the server writes it."""
    return key if running.database else key.replace("-", "")


def test_of_two_who_record_one_patient_at_once_exactly_one_is_accepted(running: Served) -> None:
    said = running.said
    ada, own = said["patients"][0], said["vials"][0]
    browsers = [Browser(running, said["cookies"][at % 2], ada, own) for at in range(AT_ONCE)]
    answers = pressed_at_once(browsers)
    assert sorted(status for status, _ in answers) == [302] + [422] * (AT_ONCE - 1)
    assert all("was recorded already at" in text for status, text in answers if status == 422)
    patient = key_of(running, ada)
    for table, where in (
        ("injections_session", ""),
        ("record_entry", " AND kind = 'toxin'"),
        ("record_entry", " AND kind = 'today'"),
    ):
        question = f"SELECT count(*) FROM {table} WHERE patient_id = '{patient}'{where}"
        assert counted(running.database, running.folder, question) == 1, question


def test_of_three_patients_who_would_get_the_same_vial_exactly_one_does(running: Served) -> None:
    said = running.said
    browsers = [
        Browser(running, said["cookies"][0], patient, said["vials"][1]) for patient in said["patients"][1:]
    ]
    answers = pressed_at_once(browsers)
    assert sorted(status for status, _ in answers) == [302, 422, 422]
    vial = key_of(running, said["vials"][1])
    left = f"SELECT sum(quarters) FROM stock_movement WHERE vial_id = '{vial}'"
    assert counted(running.database, running.folder, left) == 0
    given = f"SELECT count(*) FROM stock_movement WHERE vial_id = '{vial}' AND cause = 'given'"
    assert counted(running.database, running.folder, given) == 1
