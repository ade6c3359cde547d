"""A prepared session on the head map: what every mark says, and which views are drawn."""

from __future__ import annotations

from dataclasses import replace

from heads import marks_drawn, with_class
from procerus.criteria.bounds import Answer
from procerus.injection.head_map import Mark, map_words
from procerus.injection.on_the_map import drawn, marks
from procerus.injection.plan import Choices
from procerus.injection.prepared import Prepared, Terms, prepare
from toxin import ON, asked_no, person, preempt

EXTRA = {("trapezius", "left"): 1}
LEFT = replace(person(), today=asked_no(infection_at_site=Answer.YES))


def prepared(*infected: str, **choices: object) -> Prepared:
    """A session by PREEMPT, of somebody with an infection at these sites, if any."""
    whom = LEFT if infected else person()
    return prepare(preempt(Choices(**choices)), Terms(infected=infected), "made-up-ada", whom, ON)


def test_a_mark_has_the_number_dose_muscle_and_place_of_its_site() -> None:
    first, *_, last = marks(prepared(extra=EXTRA))
    assert first == Mark("corrugator-1-right", 1, "5 U", "corrugator", False, "front", first.x, first.y)
    assert (last.id, last.number, last.units, last.extra) == ("trapezius-extra-1-left", 32, "5 U", True)
    assert (last.omitted, last.alarm) == (False, False)


def test_a_site_that_is_left_out_comes_last_and_has_no_dose() -> None:
    *_, given, out = marks(prepared(omit={"procerus": "scar"}))
    assert (given.id, given.number, given.omitted) == ("trapezius-3-left", 30, False)
    assert (out.id, out.number, out.units, out.omitted) == ("procerus-1-midline", 31, "", True)


def test_only_the_sites_that_a_stop_touches_stand_out() -> None:
    assert [one.id for one in marks(prepared("frontalis:left")) if one.alarm] == [
        "frontalis-1-left",
        "frontalis-2-left",
    ]
    assert not any(one.alarm for one in marks(prepared("frontalis:left", omit={"frontalis:left": "wait"})))
    assert not any(one.alarm for one in marks(prepared()))


def test_a_site_that_the_protocol_does_not_draw_has_no_mark_and_keeps_its_number() -> None:
    one = prepared()
    first, second, *rest = one.plan.sites
    plan = replace(one.plan, sites=(first, replace(second, spot=None), *rest))
    assert [mark.number for mark in marks(replace(one, plan=plan))][:3] == [1, 3, 4]


def test_the_map_is_in_english_and_not_in_a_mirror_unless_somebody_asks() -> None:
    one = prepared()
    shown = drawn(one)
    assert marks_drawn(shown)["corrugator-1-right"][1] < 0.5
    titles = [map_words().views[view] for view in ("front", "right", "left", "back")]
    assert [title.text for title in with_class(shown, "view-title")] == titles
    assert marks_drawn(drawn(one, mirrored=True))["corrugator-1-right"][1] > 0.5


def test_the_map_is_in_german_where_that_is_asked_for() -> None:
    one = prepared()
    german = [map_words("de").views[view] for view in ("front", "right", "left", "back")]
    assert [title.text for title in with_class(drawn(one, "de"), "view-title")] == german
    assert marks(one, "de")[0].label == "M. corrugator supercilii"
    assert "1. M. corrugator supercilii, 5 U, rechts (Patient)" in drawn(one, "de")


def test_only_the_views_with_a_site_are_drawn() -> None:
    behind = dict.fromkeys(("occipitalis", "cervical-paraspinal", "trapezius", "temporalis"), "wish")
    one = prepared(omit=behind)
    front = replace(one, plan=replace(one.plan, omitted=()))
    assert {view for view, _, _ in marks_drawn(drawn(front)).values()} == {"front"}
    assert len(with_class(drawn(front), "view-title")) == 1
