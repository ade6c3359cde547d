"""A clinic in which every page has something to show, and the list of its pages for each role.

The list is made from the addresses: a new page is in it by itself, or `a_whole_clinic` says what it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from typing import Any

from django.test import Client

from clinics import (
    a_clinic,
    a_patient,
    about,
    author,
    number_of,
    own_account,
    page,
    session_cookie,
    signed_in,
    staff,
)
from procerus.clinic.people.models import Account, Clinic, Patient
from whole_roles import THE_APP
from worlds import STAFF, addresses

_DAY = datetime.now(UTC).date()
FORBIDDEN = 403
PASSWORD = "four quiet teapots singing"
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "decide": ("?policy=nice-ta260&question=start", "?policy=nice-ta260&question=continue"),
    "decision_compare": ("?question=start",),
    "decision_baseline": ("?policy=nice-ta260&question=continue",),
    "diary_days": (
        f"?from={(_DAY - timedelta(days=30)).isoformat()}&to={_DAY.isoformat()}&fact=headache_days",
    ),
    "stock-recall": ("?lot=C8841",),
    "people": ("?q=example",),
}
"""What a page is asked beside its address."""
AT_AN_EMPTY_CLINIC = "doctor at an empty clinic"
Values = dict[str, tuple[Any, ...]]


def examples_at(clinic: Clinic) -> dict[str, Patient]:
    """The made-up people of examples/, each with a diary that ends yesterday."""
    from procerus.clinic.demo.people import EXAMPLES, everybody
    from procerus.clinic.diaries.models import Source
    from procerus.clinic.record.from_file import enter_file
    from procerus.clinic.record.writing import Author
    from procerus.simulation.examples import folder

    made = {}
    for one in islice(everybody(datetime.now(UTC).date(), folder()), len(EXAMPLES)):
        made[one.given.lower()] = patient = a_patient(clinic, one.given, "Example", one.born, one.sex)
        enter_file(patient, one.file, Author(None, "", clinic), Source.IMPORT)
    return made


def _treated(patient: Patient, doctor: Account) -> None:
    """A session today, recorded through the screen, with an extra site and a note."""
    from sessions_at import asked_of_everything, filled, recorded
    from stocked import vials

    asked_of_everything(patient, doctor)
    vials(number=3)
    vials(lot="OLD77", expiry="2026-12", number=1)
    client = signed_in(doctor)
    answer = recorded(client, patient, filled(client, patient, **{"extra.temporalis:left": "1"}))
    assert answer.status_code == 302, answer.content.decode()


def _decided(patient: Patient, doctor: Account) -> None:
    from deciding import decided

    today = datetime.now(UTC).date()
    decided(
        patient, {"policy": "nice-ta260", "question": "start", "as_of": today.isoformat()}, doctor,
        choice="wait", reason="Diary first.", review_on=(today + timedelta(days=60)).isoformat(),
    )  # fmt: skip


def _posted(client: Client, name: str, patient: Patient, sent: Mapping[str, Any], **kwargs: Any) -> None:
    answer = client.post(page(name, patient, **kwargs), about(patient) | dict(sent))
    assert answer.status_code in (200, 302), f"{name}: {answer.status_code} {answer.content.decode()}"


def _booked(patient: Patient, client: Client) -> None:
    today = datetime.now(UTC).date()
    for days, purpose in ((0, "injection"), (84, "injection")):
        _posted(client, "appointment_make", patient, {
            "day": (today + timedelta(days=days)).isoformat(), "time": "23:30", "purpose": purpose,
            "really": "on",
        })  # fmt: skip


def _authorised(patient: Patient, by: Account) -> None:
    from procerus.clinic.authorisations import changing
    from procerus.clinic.authorisations.models import Status

    said = {"payer": "Example Health Plan", "member": "M1", "units": 200, "visits": 4, "product": "botox"}
    today = datetime.now(UTC).date()
    one = changing.make(patient, said, author(by))
    changing.change(one, {"status": Status.SENT}, "", one.changes.count(), author(by), today)
    approved = {"status": Status.APPROVED, "valid_from": today, "valid_to": today + timedelta(days=40)}
    changing.change(one, approved, "", one.changes.count(), author(by), today)
    changing.make(patient, said | {"payer": "Second Plan"}, author(by))


def _recorded(patient: Patient, client: Client) -> None:
    """Entries of the record by hand, a questionnaire that raises an alert, a reaction."""
    from procerus.clinic.record.models import Kind
    from procerus.clinic.record.writing import enter

    today = datetime.now(UTC).date().isoformat()
    tried = {"drug": "Topamax", "mg_per_day": "50", "outcome": "not_tolerated", "from": "2024-01"}
    _posted(client, "records_add", patient, tried | {"to": "2024-04-20"}, section="preventives")
    answers = {f"item-{number}": "1" for number in range(1, 10)} | {"date": today, "with_staff": "on"}
    _posted(client, "records_questionnaire", patient, answers, instrument="phq-9")
    nurse = Account.objects.get(pk=client.session["_auth_user_id"])
    enter(patient, Kind.NOTE, {"text": "Prefers mornings."}, author(nurse))


def _written(patient: Patient, client: Client) -> None:
    _posted(client, "letter_write", patient, {"language": "en", "to": "Dr Example", "words": "As agreed."},
            kind="gp")  # fmt: skip


def _uploaded(patient: Patient, client: Client) -> None:
    """Days taken in from a file, with its preview."""
    from re import findall

    rows = "date,headache,hours,medicines,entered\n2026-01-01,yes,4,sumatriptan 50 mg,2026-01-01T20:00\n"
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("diary.csv", rows.encode()), "source": "import", "order": ""}
    answer = client.post(page("diary_upload", patient), about(patient) | sent)
    fields = dict(findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()))
    _posted(client, "diary_take_in", patient, fields)


def _typed_in(patient: Patient, client: Client) -> None:
    """A day of a paper diary."""
    day = _DAY - timedelta(days=40)
    sent = {"from": day.isoformat(), "days": "28", f"headache.{day.isoformat()}": "yes"}
    _posted(client, "diary_paper", patient, sent)


def _typed_in_at_home(patient: Patient, by: Account, role: str) -> None:
    from procerus.clinic.diaries.models import Source
    from procerus.clinic.diaries.writing import state

    state(patient, [(_DAY - timedelta(days=39), {"note": role})], Source.PAPER, by, role=role)


def _merged_and_invited(ada: Patient, twin: Patient, doctor: Account, clinic: Clinic) -> None:
    from procerus.clinic.people.inviting import invite
    from procerus.clinic.people.merging import merge
    from procerus.clinic.people.models import Care

    merge(ada, twin, clinic, "registered twice", doctor, "doctor")
    carer = Account.objects.create_user("carer@home.example", "Carla Example", PASSWORD)
    Care.objects.create(carer=carer, patient=ada)
    invite(ada, "carer", clinic, doctor)


def a_whole_clinic() -> dict[str, Any]:
    """Fill it. Returns the cookie of each role, and the pages that each may open."""
    clinic = a_clinic("north", timezone="UTC", policy="nice-ta260")
    people = {role: staff(role, clinic) for role in STAFF}
    for one in people.values():
        one.set_password(PASSWORD)
        one.save()
    doctor = people["doctor"]
    client = signed_in(doctor)
    people_here = examples_at(clinic)
    eve, ada = people_here["eve"], people_here["ada"]
    twin = a_patient(clinic, "Ada", "Example", "1984-05-02")
    _treated(ada, doctor)
    _decided(ada, doctor)
    _booked(ada, client)
    _booked(eve, client)
    _authorised(ada, people["coordinator"])
    _recorded(ada, client)
    _written(ada, client)
    _uploaded(ada, client)
    _typed_in(ada, client)
    _merged_and_invited(ada, twin, doctor, clinic)
    people["patient"] = own_account(ada)
    people["carer"] = Account.objects.get(email="carer@home.example")
    for role in ("patient", "carer"):
        _typed_in_at_home(ada, people[role], role)
    _joined(ada, people["patient"])
    _invite_staff(people["administrator"])
    values = _values(ada, twin, eve)
    empty = a_clinic("south", timezone="UTC")
    people[AT_AN_EMPTY_CLINIC] = staff("doctor", empty)
    unknown = {"clinic": ("south",), "patient": (a_patient(empty, "Nobody", "Known", "").pk,)}
    pages = [
        {"role": role, "name": name, "url": url, "size": size, "first": first}
        for role in (*people, "anonymous")
        for name, url, size, first in _open_to(
            people.get(role), values | unknown if role == AT_AN_EMPTY_CLINIC else values
        )
    ]
    cookies = {role: session_cookie(one) for role, one in people.items()}
    return {
        "cookies": cookies, "pages": pages,
        "ada": str(ada.pk), "eve": str(eve.pk), "number": number_of(ada),
        "missing": sorted(_names() - {one["name"] for one in pages}),
    }  # fmt: skip


def _joined(ada: Patient, account: Account) -> None:
    """A phone that told something, something that cannot be read, and a wish to have it erased."""
    from procerus.clinic.phones.erasing import ask
    from procerus.clinic.phones.joining import join, offer
    from procerus.clinic.phones.told import park, take
    from procerus.sync.phone import Now, Phone, say

    phone, _token = join(offer(ada, account)[1], "Chrome, Android", [])
    now = Now(f"{_DAY}T08:00:00.000+00:00", "UTC", 1, "1")
    name = "00000000-0000-4000-8000-00000000000"
    take(phone, [say(Phone(name + "1"), name + "2", _DAY.isoformat(), {"headache": "yes"}, now)], 0)
    park(phone, {"id": "nothing"}, "unreadable")
    ask(ada, "I move to another town.", account)


def _invite_staff(administrator: Account) -> None:
    client = signed_in(administrator)
    client.post(page("invite_staff"), {"name": "New Nurse", "email": "new@clinic.example", "role": "nurse"})


def _values(ada: Patient, twin: Patient, eve: Patient) -> Values:
    """What stands in the places of the addresses."""
    from procerus.clinic.appointments.models import Appointment
    from procerus.clinic.audit.counted import PARTS
    from procerus.clinic.audit.definitions import measures
    from procerus.clinic.authorisations.models import Authorisation
    from procerus.clinic.decisions.models import Decision
    from procerus.clinic.diaries.models import Batch, Statement
    from procerus.clinic.injections.models import Session
    from procerus.clinic.letters.kinds import DESCRIBED
    from procerus.clinic.letters.models import Letter
    from procerus.clinic.people.models import Care, Invitation, Membership, Merge
    from procerus.clinic.phones.models import Erasure, Phone
    from procerus.clinic.record.models import Entry
    from procerus.clinic.records.questionnaires import open_alerts_of
    from procerus.clinic.records.sections import SECTIONS
    from procerus.clinic.stock.models import Vial

    def keys(model: Any) -> tuple[Any, ...]:
        return tuple(model.objects.values_list("pk", flat=True))

    entries = {one.kind: one.pk for one in Entry.objects.filter(patient=ada)}
    return {
        "statement": tuple(Statement.objects.exclude(role="").values_list("pk", flat=True)),
        "clinic": ("north",), "patient": (ada.pk,), "other": (twin.pk, eve.pk), "session": keys(Session),
        "decision": keys(Decision), "letter": keys(Letter), "vial": keys(Vial)[:1],
        "authorisation": keys(Authorisation), "batch": keys(Batch),
        "appointment": (Appointment.objects.latest("at").pk,),
        "entry": tuple(entries.values()), "alert": tuple(one.id for one in open_alerts_of(ada.pk)),
        "invitation": keys(Invitation),
        "phone": keys(Phone), "erasure": keys(Erasure),
        "care": keys(Care), "event": keys(Merge), "member": keys(Membership)[:1],
        "section": tuple(one.slug for one in SECTIONS), "instrument": ("phq-9", "hit-6", "midas"),
        "kind": tuple(DESCRIBED), "role": ("patient", "carer"), "day": (_DAY.isoformat(),),
        "measure": tuple(measures()), "part": tuple(PARTS),
    }  # fmt: skip


def _names() -> set[str]:
    return {str(one) for one in addresses()}


def _open_to(account: Account | None, values: Values) -> Iterator[tuple[str, str, int, bool]]:
    """Pages that answer with HTML: name, address, length, and whether it is looked at every time.

    Of the addresses that differ only in what stands in their places, the first that answers is; the others
    are not even asked for here, and are of length 0.
    """
    client = Client() if account is None else signed_in(account)
    for one in addresses():
        if str(one) in THE_APP:
            continue
        answered = False
        for chosen in product(*(values.get(place, ()) for place in one.places)):
            url = one.filled(**dict(zip(one.places, chosen, strict=True)))
            if answered:
                yield str(one), url, 0, False
                continue
            status, size = _asked(client, url)
            if status == FORBIDDEN:
                break
            for question in QUESTIONS.get(str(one), ()):
                if (more := _asked(client, url + question))[1]:
                    yield str(one), url + question, more[1], True
            if size:
                answered = True
                yield str(one), url, size, True


def _asked(client: Client, url: str) -> tuple[int, int]:
    """The status, and the length of a page of HTML."""
    answer = client.get(url)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return answer.status_code, len(answer.content) if is_page else 0
