"""Who gets in, and who does not: links that open once, passwords, second factors, sessions."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics import a_clinic, a_patient, page, signed_in, staff
from procerus.clinic.login.first import link_for
from procerus.clinic.login.links import administrators, for_first_administrator, for_new_way_in, for_staff
from procerus.clinic.login.staff import end_role
from procerus.clinic.people.models import Account, Clinic, Membership
from procerus.clinic.trail.chain import faults_of_the_chain
from procerus.clinic.trail.models import Event, Kind
from procerus.faults import BadInput

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet teapots singing"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def room_for_counting() -> None:
    """Where guesses are counted; a server makes it when it starts."""
    call_command("createcachetable", verbosity=0)
    cache.clear()


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def come_in(code: str, client: Client | None = None, **said: str) -> Any:
    return (client or Client()).post(
        reverse("enter", kwargs={"code": code}), {"password": PASSWORD, "again": PASSWORD} | said
    )


def with_app(account: Account) -> Account:
    Authenticator.objects.filter(user=account).delete()
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": KEY})
    return account


def digits() -> str:
    return str(format_hotp_value(hotp_value(KEY, int(time.time()) // 30)))


def test_the_first_administrator_makes_the_clinic_by_coming_in() -> None:
    code = for_first_administrator("Ida Example", "Ida@Clinic.example", "")
    assert come_in(code).status_code == 422, "a clinic without a name"
    assert come_in(code, clinic="Lake Clinic")["Location"] == "/account/login/"
    (ida,) = administrators()
    assert (ida.name, ida.memberships.get().clinic.slug) == ("Ida Example", "lake-clinic")
    assert [one.what for one in Event.objects.all()] == ["administrator.promised", "account.entered"]
    assert {one.kind for one in Event.objects.all()} == {Kind.ACCOUNT}
    assert log_in(Client(), "ida@clinic.example").status_code == 302


def test_a_link_for_the_first_administrator_opens_once_within_a_day_and_while_there_is_none() -> None:
    code = for_first_administrator("Ida", "ida@clinic.example", "North")
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        assert come_in(code).status_code == 410
    newer = for_first_administrator("Ida", "ida@clinic.example", "North")
    assert come_in(code).status_code == 410, "a newer link withdraws the older one"
    staff("administrator", a_clinic("south"))
    assert come_in(newer).status_code == 410, "somebody else became administrator in between"
    assert not Clinic.objects.filter(slug="north").exists()


def test_the_command_says_how_to_get_in_where_there_is_an_administrator_already() -> None:
    boss = staff("administrator")
    with pytest.raises(BadInput, match="one already") as said:
        link_for("Eve", "eve@clinic.example", "", again=False, port=8000)
    assert boss.email in str(said.value)
    with pytest.raises(BadInput, match="not the address of an administrator"):
        link_for("Eve", "eve@clinic.example", "", again=True, port=8000)
    link = link_for(boss.name, boss.email, "", again=True, port=8000).splitlines()[-1]
    answer = Client().post(
        link.removeprefix("http://localhost:8000"), {"password": PASSWORD, "again": PASSWORD}
    )
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=boss).exists(), (
        "the lost second factor still lets somebody in"
    )
    assert "administrator.way_in" in Event.objects.values_list("what", flat=True)


def test_a_link_is_kept_as_a_hash_only() -> None:
    from procerus.clinic.login.models import OneTimeLink

    code = for_first_administrator("Ida", "ida@clinic.example", "North")
    (row,) = OneTimeLink.objects.values()
    assert not [value for value in row.values() if code in str(value)]


def test_a_password_of_14_characters_is_too_short() -> None:
    code = for_first_administrator("Ida", "ida@clinic.example", "North")
    short = "fourteen chars"
    assert come_in(code, password=short, again=short).status_code == 422
    assert come_in(code, again=f"{PASSWORD}!").status_code == 422
    assert not Account.objects.exists()


def test_somebody_who_has_an_account_takes_up_a_role_only_when_logged_in_with_it() -> None:
    boss, south = staff("administrator"), a_clinic("south")
    other = staff("nurse", south)
    code, _ = for_staff(a_clinic(), "Ben", other.email.upper(), "doctor", boss)
    assert come_in(code).status_code == 200
    assert come_in(code, signed_in(boss)).status_code == 200
    assert not Membership.objects.filter(account=other, clinic=a_clinic()).exists()
    before = Account.objects.get(pk=other.pk).password
    assert come_in(code, signed_in(other)).status_code == 302
    assert other.memberships.get(clinic=a_clinic()).role == "doctor"
    assert Account.objects.get(pk=other.pk).password == before
    assert come_in(code, signed_in(other)).status_code == 410


def test_a_way_in_of_a_closed_account_does_not_open_it() -> None:
    nurse = staff("nurse")
    code = for_new_way_in(nurse, None)
    Account.objects.filter(pk=nurse.pk).update(is_active=False)
    assert come_in(code).status_code == 410


def test_whoever_is_not_known_gets_the_same_answer_as_with_a_wrong_password() -> None:
    known = with_password(staff("nurse"))
    pages = [
        log_in(Client(), address, "a wrong password for sure").content.decode().replace(address, "")
        for address in (known.email, "nobody@clinic.example")
    ]
    assert "You are not logged in" in pages[0]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page: str) -> str:
    parts = page.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


def test_an_unknown_address_costs_a_password_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    original = Account.set_password
    monkeypatch.setattr(
        Account, "set_password", lambda self, raw: (hashed.append(raw), original(self, raw))[1]
    )
    log_in(Client(), "nobody@clinic.example", "a guess of something")
    assert hashed == ["a guess of something"], "the time of the answer tells whether an account exists"


def test_after_five_wrong_passwords_even_the_right_one_waits_and_a_passkey_does_not() -> None:
    nurse = with_password(staff("nurse"))
    for number in range(5):
        log_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), nurse.email, "not this one either")
    answer = log_in(Client(REMOTE_ADDR="10.0.0.99"), nurse.email)
    assert answer.status_code == 200
    options = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    assert options.status_code == 200, "guessing locked the account out altogether"


def test_forty_wrong_passwords_behind_one_address_keep_nobody_else_out() -> None:
    colleagues, nurse = (
        [with_password(staff("nurse")) for _ in range(10)],
        with_app(with_password(staff("nurse"))),
    )
    for one in colleagues:
        for _ in range(4):
            log_in(Client(), one.email, "not this one either")
    assert log_in(Client(), nurse.email).status_code == 302


def test_whoever_sprays_many_accounts_from_one_address_is_stopped(settings: Any) -> None:
    fewer = settings.ACCOUNT_RATE_LIMITS["login_failed"].replace("100/5m/ip", "10/5m/ip")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": fewer}
    for number in range(10):
        log_in(Client(), f"nobody{number}@clinic.example", "not this one either")
    nurse = with_app(with_password(staff("nurse")))
    assert log_in(Client(), nurse.email).status_code == 200
    assert log_in(Client(REMOTE_ADDR="10.0.0.1"), nurse.email).status_code == 302


def test_too_many_tries_say_what_to_do_in_a_page_like_the_others(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    log_in(Client(), "nobody@clinic.example")
    answer = log_in(Client(), "nobody@clinic.example")
    assert answer.status_code == 429
    assert "wait five minutes" in answer.content.decode() and "look.css" in answer.content.decode()


def test_a_busy_database_is_not_taken_for_too_many_tries() -> None:
    def busy(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith("INSERT") and "procerus_cache" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *more)

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(busy):
        answer = log_in(client, "nobody@clinic.example")
    assert answer.status_code == 503
    assert "Try again in a moment" in answer.content.decode()


def test_no_more_than_twenty_passwords_of_one_account_are_tried_in_a_day() -> None:
    nurse = with_password(staff("nurse"))
    start = timezone.now()
    for number in range(20):
        with time_machine.travel(start + timedelta(minutes=6 * number), tick=False):
            log_in(Client(REMOTE_ADDR=f"10.1.0.{number}"), nurse.email, "not this one either")
    with time_machine.travel(start + timedelta(hours=4), tick=False):
        assert log_in(Client(REMOTE_ADDR="10.2.0.1"), nurse.email).status_code == 200
    with time_machine.travel(start + timedelta(hours=27), tick=False):
        assert log_in(Client(REMOTE_ADDR="10.2.0.1"), nurse.email).status_code == 302


def test_a_code_of_the_app_lets_in_once() -> None:
    nurse = with_app(with_password(staff("nurse")))
    with time_machine.travel(timezone.now(), tick=False):
        answers = []
        for _ in range(2):
            client = Client()
            assert log_in(client, nurse.email)["Location"].startswith("/account/second-factor/authenticate/")
            assert client.get(page("today")).status_code == 302, "the password alone opened a page"
            answers.append(client.post(reverse("mfa_authenticate"), {"code": digits()}).status_code)
    assert answers == [302, 200]


def test_wrong_codes_and_log_ins_are_in_the_trail_and_nothing_that_was_typed() -> None:
    nurse = with_app(with_password(staff("nurse")))
    client = Client()
    log_in(Client(), "nobody@clinic.example", "typed by accident")
    log_in(client, nurse.email)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": digits()})
    client.post("/account/logout/")
    said = [(one.kind, one.what, one.account) for one in Event.objects.order_by("seq")]
    assert said == [
        (Kind.DENIED, "login", None),
        (Kind.DENIED, "login.second_factor", nurse.pk),
        (Kind.ACCOUNT, "login", nurse.pk),
        (Kind.ACCOUNT, "logout", nurse.pk),
    ]
    assert not Event.objects.filter(about__icontains="typed").exists()
    assert Event.objects.get(what="login", kind=Kind.ACCOUNT).about == {"by": ["password", "totp"]}
    assert not list(faults_of_the_chain())


def test_changing_the_password_ends_every_other_session() -> None:
    nurse = with_app(with_password(staff("nurse")))
    here, elsewhere = signed_in(nurse), signed_in(nurse)
    new = "other teapots altogether"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/change/", form).status_code == 302
    assert here.get(page("today")).status_code == 200
    assert elsewhere.get(page("today"))["Location"].startswith("/account/login/")
    assert "account.password" in Event.objects.values_list("what", flat=True)


def test_sessions_elsewhere_can_be_ended() -> None:
    nurse = with_password(staff("nurse", second_factor=False))
    here, elsewhere = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    for one in (here, elsewhere):
        log_in(one, nurse.email)
    with_app(nurse)
    assert "Firefox, Linux" in here.get("/account/").content.decode()
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_ending_a_role_closes_the_clinic_at_once_in_an_open_session() -> None:
    nurse, boss, patient = staff("nurse"), staff("administrator"), a_patient()
    client = signed_in(nurse)
    assert client.get(page("sheet", patient)).status_code == 200
    end_role(nurse.memberships.get(), boss)
    assert client.get(page("sheet", patient)).status_code == 404
    assert client.get("/").status_code == 200


def test_a_closed_account_is_logged_out_at_once_and_cannot_log_in() -> None:
    nurse = with_password(staff("nurse"))
    client = signed_in(nurse)
    Account.objects.filter(pk=nurse.pk).update(is_active=False)
    assert client.get(page("today"))["Location"].startswith("/account/login/")
    assert log_in(Client(), nurse.email)["Location"] == "/account/inactive/"


def test_staff_without_a_second_factor_see_only_the_page_that_asks_for_one() -> None:
    client = signed_in(staff("doctor", second_factor=False))
    for address in ("/", "/account/", page("today")):
        assert client.get(address)["Location"] == "/account/set-up-second-factor/"
    assert client.get("/account/set-up-second-factor/").status_code == 200


def test_a_demonstration_asks_for_no_second_factor(settings: Any) -> None:
    settings.DEMO = True
    assert signed_in(staff("doctor", second_factor=False)).get(page("today")).status_code == 200


def test_an_account_keeps_its_language_in_a_new_browser() -> None:
    nurse = staff("nurse")
    assert signed_in(nurse).post("/account/language/", {"language": "de"}).status_code == 302
    assert '<html lang="de">' in signed_in(nurse).get("/account/").content.decode()
    assert signed_in(nurse).post("/account/language/", {"language": "xx"}).status_code == 302
    assert Account.objects.get(pk=nurse.pk).language == "de"


def test_whoever_works_at_two_clinics_chooses_and_others_go_where_they_work() -> None:
    nurse = staff("nurse")
    assert signed_in(nurse).get("/")["Location"] == page("today")
    assert signed_in(staff("auditor")).get("/")["Location"] == page("clinic_home")
    Membership.objects.create(account=nurse, clinic=a_clinic("south"), role="nurse")
    assert b"South" in signed_in(nurse).get("/").content


def test_the_first_page_after_logging_in_has_no_message_of_the_library() -> None:
    known = with_app(with_password(staff("nurse")))
    client = Client()
    log_in(client, known.email)
    code = format_hotp_value(hotp_value(KEY, int(time.time()) // 30))
    asked = client.post(reverse("mfa_authenticate"), {"code": code}, follow=True)
    assert "_auth_user_id" in client.session
    assert [str(one) for one in asked.context["messages"]] == []
