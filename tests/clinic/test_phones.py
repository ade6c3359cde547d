"""What a phone tells the clinic: taken once, in order, sealed, and counted with everything else."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from clinics import a_clinic, a_patient, about, own_account, page, signed_in, staff
from procerus.clinic.people.models import Account, Care, Patient
from procerus.clinic.phones.joining import offer
from procerus.clinic.phones.models import JoinCode, Parked, Phone, Told
from procerus.clinic.phones.shown import shown
from procerus.clinic.record.assembled import document
from procerus.clinic.trail.models import Event, Kind
from procerus.sync import phone as sync
from procerus.sync.shelf import Verdict
from procerus.sync.statement import Statement, read

pytestmark = pytest.mark.django_db
NOW = sync.Now("2026-11-03T21:00:00.000+01:00", "Europe/Berlin", 1_793_736_000_000, "test")


class Handset:
    """A phone that is joined, with the same state as the app keeps, and the requests it makes."""

    def __init__(self, patient: Patient, account: Account | None = None) -> None:
        self.account = account or patient.account or own_account(patient)
        _offered, code = offer(patient, self.account)
        answer = sent("join", {"code": code, "phone": "Test"})
        assert answer.status_code == 200, answer.content
        self.joined = answer.json()
        self.kept = sync.Phone(str(uuid4()))

    def says(self, day: str, **said: str) -> Statement:
        return sync.say(self.kept, str(uuid4()), day, said, NOW)

    def asks(self, what: str, said: Any = None, **query: Any) -> Any:
        return sent(what, said, self.joined["token"], **query)

    def pushes(self) -> dict[str, Any]:
        answer = self.asks(
            "push", {"statements": [one.wire() for one in sync.unsent(self.kept)], "now": NOW.at}
        )
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        refused = tuple((one, Verdict(why)) for one, why in found["refused"])
        pushed = sync.Pushed(found["epoch"], tuple(found["taken"]), refused)
        sync.pushed(self.kept, pushed, lambda: str(uuid4()))
        return found

    def pulls(self) -> dict[str, Any]:
        found: dict[str, Any] = self.asks("pull", after=self.kept.cursor).json()
        statements = tuple(read(one) for one in found["statements"])
        sync.pulled(self.kept, sync.Pulled(found["epoch"], found["after"], statements))
        return found

    def settles(self) -> None:
        """Push and pull until nothing more happens: also after it met another life of the server."""
        for _ in range(6):
            self.pushes()
            self.pulls()


def sent(what: str, said: Any = None, token: str = "", **query: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = reverse(f"diary_{what}")
    if said is None and what in ("pull", "about"):
        return Client().get(address, query, headers=headers)
    body = said if isinstance(said, (str, bytes)) else json.dumps(said or {})
    return Client().post(address, body, content_type="application/json", headers=headers)


def test_a_day_told_by_the_phone_counts_in_the_record() -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes", hours="5", medicines="sumatriptan 50 mg")
    handset.settles()
    said = {"headache": "yes", "hours": "5", "medicines": "sumatriptan 50 mg", "entered": "2026-11-03T21:00"}
    assert document(ada)["diary"] == [{"date": "2026-11-02", **said}]
    assert not sync.unsent(handset.kept)


def test_what_is_sent_twice_is_kept_once_and_acknowledged_twice() -> None:
    handset = Handset(a_patient())
    one = handset.says("2026-11-02", headache="no")
    body = {"statements": [one.wire(), one.wire()], "now": NOW.at}
    assert [handset.asks("push", body).json()["taken"] for _ in range(2)] == [[one.id], [one.id]]
    assert Told.objects.count() == 1


def test_two_phones_that_differ_about_a_day_leave_it_unknown_until_somebody_who_knew_both_answers() -> None:
    ada = a_patient()
    mine = Handset(ada)
    tablet = Handset(ada, mine.account)
    mine.says("2026-11-02", headache="no")
    tablet.says("2026-11-02", headache="yes")
    for one in (mine, tablet):
        one.settles()
    assert sorted(row["headache"] for row in document(ada)["diary"]) == ["no", "yes"]
    mine.pulls()
    mine.says("2026-11-02", headache="yes")
    mine.settles()
    assert [row["headache"] for row in document(ada)["diary"]] == ["yes"]


def test_a_phone_that_was_put_back_to_a_backup_tells_again_what_lost_its_place() -> None:
    ada = a_patient()
    handset = Handset(ada)
    backup = handset.kept.copy()
    handset.says("2026-11-01", headache="yes")
    handset.settles()
    handset.kept = backup
    handset.says("2026-11-02", headache="no")
    handset.settles()
    told = {row["date"]: row["headache"] for row in document(ada)["diary"]}
    assert told == {"2026-11-01": "yes", "2026-11-02": "no"}


def test_an_empty_phone_gets_the_whole_diary_in_order() -> None:
    ada = a_patient()
    first = Handset(ada)
    said = [first.says(f"2026-10-{day:02}", headache="no").id for day in range(1, 31)]
    first.settles()
    second = Handset(ada, first.account)
    found = second.asks("pull", after=0, most=20).json()
    assert ([one["id"] for one in found["statements"]], found["more"]) == (said[:20], True)
    second.settles()
    assert set(second.kept.held) == set(said)


def test_other_words_under_a_known_name_are_kept_apart_and_change_nothing() -> None:
    ada = a_patient()
    handset = Handset(ada)
    one = handset.says("2026-11-02", headache="no")
    handset.settles()
    forged = one.wire() | {"said": {"headache": "yes"}}
    answer = handset.asks("push", {"statements": [forged], "now": NOW.at}).json()
    assert answer["refused"] == [[one.id, "other-words"]]
    assert [row["headache"] for row in document(ada)["diary"]] == ["no"]
    assert Parked.objects.get().why == "other-words"
    shown = signed_in(staff("nurse")).get(page("phones", ada)).content.decode()
    assert "says something else than before" in shown


TOO_MANY = json.dumps({"statements": [[]] * 201})


@pytest.mark.parametrize("body", ["", "{", "[]", '{"statements": 3}', TOO_MANY, "[" * 100_000])
def test_a_push_that_is_no_push_is_refused_in_words(body: str) -> None:
    answer = Handset(a_patient()).asks("push", body)
    assert (answer.status_code, answer.json()["problem"]) == (400, "request")


SPOILED = ({"day": "2026-02-30"}, {"said": {}}, {"seq": 0}, {"id": "x"}, {"clock": 1.5}, {"zone": "\ud800"})


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_cannot_be_read_is_kept_for_staff_and_not_acknowledged(spoiled: dict[str, Any]) -> None:
    handset = Handset(a_patient())
    wire = handset.says("2026-11-02", headache="no").wire() | spoiled
    answer = handset.asks("push", {"statements": [wire], "now": NOW.at}).json()
    assert (answer["taken"], answer["refused"][0][1]) == ([], "unreadable")
    assert (Told.objects.count(), Parked.objects.count()) == (0, 1)


def test_what_a_phone_told_is_not_readable_in_the_database() -> None:
    handset = Handset(a_patient())
    handset.says("2026-11-02", headache="yes", note="canary-of-the-note", medicines="canary-medicine")
    handset.settles()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM phones_told")
        row = [bytes(one) if isinstance(one, memoryview) else one for one in cursor.fetchone()]
    assert b"canary" not in repr(row).encode()
    assert "canary-of-the-note" in json.dumps(handset.pulls()["statements"]) or handset.kept.cursor == 1


def test_what_was_told_is_never_changed_and_never_removed() -> None:
    handset = Handset(a_patient())
    handset.says("2026-11-02", headache="yes")
    handset.settles()
    for statement in ("UPDATE phones_told SET seq = 9", "DELETE FROM phones_told"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_code_joins_one_phone_and_only_for_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = a_patient()
    account = own_account(ada)
    _offered, code = offer(ada, account)
    assert sent("join", {"code": code.lower().replace("-", " "), "phone": "x"}).status_code == 200
    assert sent("join", {"code": code, "phone": "x"}).json()["problem"] == "code"
    late, code = offer(ada, account)
    JoinCode.objects.filter(pk=late.pk).update(until=late.at)
    assert sent("join", {"code": code, "phone": "x"}).status_code == 400


def test_codes_cannot_be_guessed_for_long() -> None:
    answers = [sent("join", {"code": f"{number:016}", "phone": "x"}).status_code for number in range(21)]
    assert answers == [400] * 20 + [429]


@pytest.mark.parametrize("what", ["push", "pull", "about", "leave", "erasure"])
def test_without_a_token_nothing_is_told_and_nothing_is_learnt(what: str) -> None:
    handset = Handset(a_patient())
    for token in ("", "x", handset.joined["token"][:-1], Phone.objects.get().token):
        answer = sent(what, None if what in ("pull", "about") else {"statements": []}, token)
        assert (answer.status_code, answer.json()["problem"]) == (401, "ended")


def test_a_phone_reaches_the_diary_that_it_was_joined_to_and_no_other() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    hers, his = Handset(ada), Handset(ben)
    hers.says("2026-11-02", headache="yes")
    hers.settles()
    assert his.pulls()["statements"] == []
    assert document(ben)["diary"] == []


def test_a_phone_that_was_ended_is_told_so_and_what_it_sent_stays() -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes")
    handset.settles()
    signed_in(handset.account).post(
        reverse("mine_end_phone", kwargs={"patient": ada.pk, "phone": Phone.objects.get().pk}), about(ada)
    )
    handset.says("2026-11-03", headache="no")
    assert handset.asks("push", {"statements": [], "now": NOW.at}).json()["problem"] == "ended"
    assert len(document(ada)["diary"]) == 1


def test_the_phone_of_a_carer_ends_with_the_care() -> None:
    ada = a_patient()
    own_account(ada)
    carer = Account.objects.create_user("carer@home.example", "Cara Example")
    care = Care.objects.create(carer=carer, patient=ada)
    handset = Handset(ada, carer)
    assert handset.asks("pull", after=0).status_code == 200
    Care.objects.filter(pk=care.pk).update(ended=care.since)
    assert handset.asks("pull", after=0).status_code == 401


def test_each_push_and_each_look_is_one_event_in_the_trail() -> None:
    ada = a_patient()
    handset = Handset(ada)
    before = Event.objects.count()
    handset.says("2026-11-02", headache="yes")
    handset.says("2026-11-03", headache="no")
    handset.pushes()
    handset.pulls()
    events = Event.objects.filter(seq__gt=before).order_by("seq")
    assert [(one.kind, one.what, one.patient) for one in events] == [
        (Kind.WRITE, "phones.told", ada.pk), (Kind.READ, "phones.pull", ada.pk),
    ]  # fmt: skip


def test_the_app_is_told_whose_diary_it_is_and_who_read_it() -> None:
    ada = a_patient(a_clinic(name="North"))
    handset = Handset(ada)
    signed_in(staff("nurse")).get(page("sheet", ada))
    said = handset.asks("about").json()
    assert said["person"] == {"name": "Ada Example", "born": "1984-05-02"}
    assert said["clinic"]["name"] == a_clinic().name
    assert any(one["role"] == "nurse" for one in said["readers"])
    assert [(one["name"], one["this"]) for one in said["phones"]] == [("Test", True)]


def test_entries_are_said_to_be_still_on_a_phone_only_where_one_before_them_has_not_come() -> None:
    ada = a_patient()
    mine = Handset(ada)
    mine.says("2026-11-01", headache="yes")
    mine.settles()
    assert [one.missing for one in shown(ada)] == [0]
    tablet = Handset(ada, mine.account)
    tablet.settles()
    mine.says("2026-11-02", headache="no")
    sync.pulled(tablet.kept, sync.Pulled(tablet.kept.epoch, 1, tuple(sync.unsent(mine.kept))))
    tablet.says("2026-11-03", headache="no")  # it heard from the other phone what the clinic has not
    heard = tablet.kept.held[sync.unsent(mine.kept)[0].id]
    del tablet.kept.held[heard.id]
    tablet.kept.cursor = 1
    tablet.settles()
    assert sorted(one.missing for one in shown(ada)) == [0, 1]


def test_a_character_that_no_text_file_can_hold_leaves_the_diary_to_be_read_and_taken_along() -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes", medicines="A\0B", note="x\0y")
    handset.settles()
    assert document(ada)["diary"][0]["medicines"] == "A B"
    file = signed_in(handset.account).get(reverse("mine_diary", kwargs={"patient": ada.pk}))
    assert file.status_code == 200 and b"A B" in file.content


def test_a_record_whose_key_is_missing_says_so_and_does_not_look_like_a_diary_without_days() -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="yes")
    handset.settles()
    key = settings.INSTALLATION.folder / "diary-keys" / f"{ada.pk}.key"
    words = key.read_bytes()
    key.unlink()
    try:
        answer = signed_in(staff("nurse")).get(page("diary", ada))
        assert answer.status_code == 503
        assert "key" in answer.content.decode()
    finally:
        key.write_bytes(words)


def test_behind_a_number_stands_what_the_phone_told_and_what_it_told_before() -> None:
    ada = a_patient()
    handset = Handset(ada)
    handset.says("2026-11-02", headache="no")
    handset.says("2026-11-02", headache="yes", hours="3")
    handset.settles()
    address = page("diary_days", ada) + "?from=2026-11-01&to=2026-11-03&all=1"
    shown = signed_in(staff("nurse")).get(address).content.decode()
    assert "1 earlier answer" in shown
    assert "on the phone, Ada Example" in shown
    assert "1 day later" in shown


def test_a_form_in_place_of_a_program_is_refused_in_words() -> None:
    handset = Handset(a_patient())
    headers = {"Authorization": f"Bearer {handset.joined['token']}"}
    for what in ("join", "push", "erasure"):
        answer = Client().post(reverse(f"diary_{what}"), {"code": "x", "once": "y"}, headers=headers)
        assert (answer.status_code, answer.json()["problem"]) == (400, "request")
