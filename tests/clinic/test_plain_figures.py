"""What forms take for a number and for a day: plain figures, and no day or time that nobody means."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.forms import ValidationError
from django.utils import translation

from clinics import a_clinic, a_patient, about, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.look.fields import DayField, FigureField, WholeField, plain_whole
from procerus.clinic.stock.expiries import as_kept
from procerus.clinic.stock.models import Vial

CLINIC = Path(__file__).parents[2] / "src" / "procerus" / "clinic"
ODD = ["1_000", "٣", "1e3", "0x10", "１２", "1 000", "12.0.1", "½", "NaN", "Infinity", "--1"]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("field", [WholeField(), FigureField()])
def test_only_plain_figures_are_a_number(field: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(text)
    assert plain_whole(text) is None


def test_a_number_in_plain_figures_is_that_number() -> None:
    assert (WholeField().clean(" 12 "), plain_whole("007"), FigureField().clean("1.5")) == (
        12,
        7,
        Decimal("1.5"),
    )


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("de", "1,5", "1.5"),
        ("de", "1.5", "1.5"),
        ("de", "1.000", ""),
        ("en", "1,5", ""),
        ("en", "1.000", "1"),
    ],
)
def test_a_comma_is_a_decimal_sign_in_german_alone(language: str, text: str, says: str) -> None:
    with translation.override(language):
        if says:
            assert FigureField(localize=True).clean(text) == Decimal(says)
        else:
            with pytest.raises(ValidationError):
                FigureField(localize=True).clean(text)


def test_no_form_takes_numbers_or_days_otherwise() -> None:
    others = re.compile(r"\bforms\.(IntegerField|DecimalField|FloatField|DateField)\(|\.isdecimal\(\)")
    found = [str(one) for one in CLINIC.rglob("*.py") if others.search(one.read_text(encoding="utf-8"))]
    assert not found, "use look.fields"


@pytest.mark.parametrize("kind", ["appointment", "review", "authorisation", "expiry"])
def test_no_day_of_the_next_millennium_is_meant(kind: str) -> None:
    field = DayField(kind)
    assert field.clean((date.today() + timedelta(days=300)).isoformat())
    for text in ("2999-01-01", "٢٠٢٦-٠١-٠١", "0026-01-01"):
        with pytest.raises(ValidationError):
            field.clean(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "time", "status"),
    [
        ("2026-12-01", "09:00", 302), ("2999-01-01", "09:00", 422), ("2020-01-01", "09:00", 422),
        ("2026-12-01", "03:00", 422), ("2026-10-20", "09:00", 302),
    ],
)  # fmt: skip
def test_an_appointment_is_on_a_day_and_at_a_time_that_somebody_may_mean(
    day: str, time: str, status: int
) -> None:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        patient = a_patient()
        sent = {"day": day, "time": time, "purpose": "injection", **about(patient)}
        answer = signed_in(staff("nurse")).post(page("appointment_make", patient), sent)
        assert (answer.status_code, Appointment.objects.count()) == (status, int(status == 302))
        if time == "03:00":
            assert "Is it really at 03:00?" in answer.content.decode()
            sent["really"] = "on"
            assert signed_in(staff("nurse")).post(page("appointment_make", patient), sent).status_code == 302


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("11/2027", "2027-11"), ("3.2028", "2028-03"), ("2028/03", "2028-03"), ("2028-03", "2028-03"),
        ("31.03.2028", "2028-03-31"), ("2028-03-31", "2028-03-31"), ("03/04/2028", "03/04/2028"),
    ],
)  # fmt: skip
def test_an_expiry_is_read_as_it_is_printed_unless_it_can_be_read_in_two_ways(text: str, kept: str) -> None:
    assert as_kept(text) == kept


def received(expiry: str, **more: str) -> int:
    sent = {"vial": "botox:200", "lot": "C8841", "expiry": expiry, "number": "1", "owner": "clinic", **more}
    with time_machine.travel("2026-11-01T12:00:00Z"):
        return signed_in(staff("nurse")).post(page("stock-receive"), sent).status_code


@pytest.mark.django_db
def test_one_lot_with_two_expiry_dates_is_taken_in_only_when_somebody_looked_again() -> None:
    a_clinic()
    assert (received("11/2027"), received("2027-11-30"), received("2999-01")) == (302, 302, 422)
    assert received("12/2027") == 422
    assert received("12/2027", lot="c 8841") == 422, "the same lot, typed otherwise"
    assert received("12/2027", vial="botox:100", really="on") == 302
    assert sorted(Vial.objects.values_list("expiry", flat=True)) == ["2027-11", "2027-11-30", "2027-12"]
