"""The printed record of a session: one sheet, the same bytes, and every word that was written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from commands import sheet_text
from letters import printed
from procerus.criteria.bounds import Answer
from procerus.exchange.letters.session_sheet import Sheet, as_pdf, as_pictures, sheet_of
from procerus.injection.prepared import Terms
from procerus.packs.anatomy import Language
from sessions import (
    AMINOGLYCOSIDE,
    LEFT_FRONTALIS,
    Json,
    ada_session,
    added,
    alone,
    asked,
    filled,
    otherwise,
    plan_of,
    record_of,
    six_weeks_after,
    somebody,
)

NAME = "2026-11-01-made-up-ada-0123456789abcdef.json"


def sheet(shape: Json, name: str | None = NAME, language: Language = "en") -> Sheet:
    record = record_of(shape)
    return sheet_of(record.session, record.to_json(), name, language)


def words(shape: Json, **more: str) -> str:
    return printed(as_pdf(sheet(shape, **more)))  # type: ignore[arg-type]  # a language is one of two words


def test_the_same_session_makes_the_same_bytes_and_another_makes_others():
    first = as_pdf(sheet(ada_session()))
    assert as_pdf(sheet(ada_session())) == first
    assert as_pdf(sheet(ada_session() | {"note": "calm"})) != first


def test_the_sheet_is_tagged_and_dated_by_its_session():
    pdf = as_pdf(sheet(ada_session()))
    assert b"/StructTreeRoot" in pdf and b"pdfuaid" in pdf and b"D:20261101" in pdf


def test_the_largest_session_fits_on_one_sheet_of_paper():
    extra = {("temporalis", "left"): 1, ("temporalis", "right"): 1, ("occipitalis", "left"): 1,
             ("occipitalis", "right"): 1, ("trapezius", "left"): 2, ("trapezius", "right"): 2}  # fmt: skip
    shape = plan_of(somebody(medicines=(AMINOGLYCOSIDE,)), extra=extra)
    assert len(shape["sites"]) == 39
    session = otherwise(filled(shape, ticks=["aminoglycoside"], note="calm"), LEFT_FRONTALIS)
    assert len(PdfReader(BytesIO(as_pdf(sheet(session)))).pages) == 1
    assert len(as_pictures(sheet(session))) == 1


@pytest.mark.parametrize(
    "says",
    [
        "made-up-ada, born 1984", "1 Nov 2026, 09:30 (UTC)", "N. Example, nurse", "PGD: PGD 7",
        "yes, 1 Nov 2026, signed form", "Botox (onabotulinumtoxinA)", "155 U of Botox in 31 sites",
        "frontalis 1, patient's left", "procerus 1, midline", "Nothing: given as planned.", "C8841",
        "03/2028",
        "155 U given + 45 U discarded = 200 U opened", "J0585 155 U; J0585 JW 45 U",
        "Asked; no complication.",
        "Next session: not before 24 Jan 2027.", NAME, "Made-up person", "The clinician decides.",
    ],
)  # fmt: skip
def test_the_sheet_says_who_when_where_from_what_and_what_next(says: str):
    assert says in words(ada_session())


def test_what_was_given_otherwise_stands_apart_with_its_reason():
    session = added(
        otherwise(otherwise(ada_session(), LEFT_FRONTALIS), "procerus-1-midline", 4), "trapezius-extra-1-left"
    )
    said = words(session)
    assert "frontalis 1, patient's left: omitted, 5 U planned. Why: as asked" in said
    assert "procerus 1, midline: planned 5 U, given 4 U. Why: as asked" in said
    assert "trapezius extra 1, patient's left: added, 5 U. Why: pain there" in said
    assert "(other units)" in said and "(added)" in said


def test_findings_say_who_saw_them_and_who_set_them_aside():
    session = alone(six_weeks_after())
    assert "awaits countersignature by 2 Nov 2026" in words(session)
    shape = plan_of(somebody(medicines=(AMINOGLYCOSIDE,)), extra={("trapezius", "left"): 1})
    said = words(filled(shape, ticks=["aminoglycoside"]))
    assert "Seen by N. Example." in said and "For information" in said


def test_the_sheet_says_what_was_asked_on_the_day_and_what_was_answered():
    clear = ("Asked on the day: allergy no; infection at site no; swallowing or breathing trouble no;"
             " pregnant no; breast feeding no; toxin elsewhere no.")  # fmt: skip
    assert sheet(ada_session()).asked == clear
    assert clear in words(ada_session())
    assert f"{clear} No findings." in " ".join(sheet_text(sheet(ada_session())).split())
    assert "No findings." in words(ada_session())
    today = asked(breast_feeding=Answer.YES, inr=Decimal("2.5"))  # type: ignore[arg-type]  # not an answer
    session = filled(plan_of(somebody(today=today)), ticks=["breast-feeding"])
    assert "pregnant no; breast feeding yes; toxin elsewhere no; INR 2.5." in words(session)


def test_a_record_that_holds_no_checks_prints_none():
    record = record_of(ada_session())
    old = replace(record.session, plan=replace(record.session.plan, checks={}))
    made = sheet_of(old, record.to_json(), NAME)
    assert made.asked == "" and "Asked on the day" not in printed(as_pdf(made)) + sheet_text(made)


def test_what_is_optional_is_printed_where_somebody_wrote_it():
    session = ada_session() | {
        "supervisor": {"name": "C. Example", "role": "neurologist"}, "needle": "30 gauge", "note": "calm",
        "complications": ["bled at the brow"], "authority": {"kind": "prescriber"},
        "replaces": {"record": "x.json", "why": "lot mistyped"},
    }  # fmt: skip
    said = words(session)
    for says in (
        "C. Example, neurologist",
        "30 gauge",
        "calm",
        "bled at the brow",
        "Corrects x.json: lot mistyped",
    ):
        assert says in said


def test_the_time_is_printed_with_its_zone():
    session = ada_session() | {"at": "2026-11-01T09:30+05:45"}
    session["vials"][0]["opened"] = "2026-11-01T09:00+05:45"
    assert "09:30 (UTC+05:45)" in words(session)


def test_a_sheet_of_what_is_not_recorded_says_so():
    assert "Not recorded yet" in words(ada_session(), name=None)  # type: ignore[arg-type]  # no name on purpose
    assert "Not recorded yet" not in words(ada_session())


def test_the_sites_are_named_in_german_where_that_is_asked_for():
    said = words(ada_session(), language="de")
    assert "M. frontalis 1, links (Patient)" in said and "M. procerus 1, Mittellinie" in said


def test_where_the_eu_label_is_followed_no_us_claim_is_printed():

    assert "J0585" not in words(filled(plan_of(terms=Terms(label="eu"))))


@pytest.mark.parametrize("name", ["#let x = panic()", "<script>", "}]) #panic()", "*b* _c_ @ref"])
def test_what_a_person_wrote_is_printed_as_it_was_written(name: str):
    assert name in words(ada_session() | {"note": name})


def test_a_person_who_is_not_made_up_has_no_mark_across_the_sheet():
    assert sheet(filled(plan_of(patient="1042"))).watermark is None


def test_an_expiry_to_the_day_and_a_product_no_longer_known_are_printed_as_they_are():
    session = ada_session()
    session["vials"][0]["expiry"] = "2028-03-31"
    assert "31 Mar 2028" in words(session)
    record = record_of(ada_session())

    old = replace(record.session, plan=replace(record.session.plan, product="oldtox"))
    assert sheet_of(old, record.to_json(), NAME).about["Product"] == "oldtox (onabotulinumtoxinA)"


def test_a_claim_in_billing_units_of_several_units_says_both():
    record = record_of(ada_session())
    line = {"code": "J0586", "modifier": "JZ", "units": 300, "billing_units": 60}
    made = sheet_of(record.session, record.to_json() | {"billing": [line]}, NAME)
    assert made.billing == ("J0586 JZ 60 billing units (300 U)",)


def test_a_plan_that_rests_on_read_numbers_only_says_nothing_of_others():
    record = record_of(ada_session())
    read = replace(record.session.plan, text={**record.session.plan.text, "unverified": []})
    made = sheet_of(replace(record.session, plan=read), record.to_json(), NAME)
    assert "Nobody here has read in its source" in sheet(ada_session()).foot[2]
    assert len(made.foot) == 3


def test_a_site_that_the_plan_left_out_stands_on_the_sheet_with_its_reason() -> None:
    shape = filled(plan_of(omit={"frontalis-2-left": "the brow drooped last time"}))
    said = "frontalis 2, patient's left: the brow drooped last time"
    assert sheet(shape).left_out == (said,)
    assert said in words(shape) and "Left out of the protocol, as planned" in words(shape)
    assert said in " ".join(sheet_text(sheet(shape)).split())
    assert "Left out" not in words(ada_session()) + sheet_text(sheet(ada_session()))
