"""The parts of a record as somebody at a screen meets them: what each is for, and what is asked and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procerus.clinic.record.models import Kind
from procerus.clinic.records import words

Label = str | Promise
PARTIAL = _("2026-03-05, or 2026-03 or 2026 where that is all that is known")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for: its label, what helps to answer, the words it may be, and what is suggested."""

    label: Label
    hint: Label = ""
    words: Mapping[str, Label] = field(default_factory=dict)
    suggestions: str = ""
    spread: bool = False  # every word with its meaning stands on the page, not in a list that opens


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the record. `key` is the list that somebody may call complete; empty where nobody can."""

    slug: str
    kind: str
    title: Label
    says: Label
    add: Label
    asks: Mapping[str, Asked]
    columns: tuple[str, ...]
    key: str = ""
    beside: str = ""  # the column under which more is said of an entry; the first where it is empty


ANY_DAY = Asked(_("Date"), PARTIAL)
FIRST, LAST = Asked(_("From"), PARTIAL), Asked(_("To"), _("empty where it is not over or not known"))

SECTIONS: tuple[Section, ...] = (
    Section(
        "preventives", Kind.PREVENTIVE, _("Preventives"),
        _("Every preventive medicine tried, at any time and by anybody."), _("Add a preventive"),
        {
            "drug": Asked(_("Medicine"), _("generic or brand name"), suggestions="preventives"),
            "from": FIRST,
            "to": LAST,
            "mg_per_day": Asked(_("Highest daily dose in mg")),
            "outcome": Asked(_("What came of it"), "", words.OUTCOME, spread=True),
        },
        ("drug", "from", "to", "mg_per_day", "outcome"), "preventives",
    ),
    Section(
        "medicines", Kind.MEDICINE, _("Other medicines"),
        _("Every other medicine taken now or lately: some change what a toxin does."), _("Add a medicine"),
        {
            "drug": Asked(_("Medicine"), suggestions="medicines"),
            "route": Asked(_("How it is taken"), "", words.ROUTE),
            "from": FIRST,
            "to": LAST,
        },
        ("drug", "route", "from", "to"), "medicines",
    ),
    Section(
        "illnesses", Kind.CONDITION, _("Illnesses"), _("Every other illness."), _("Add an illness"),
        {"name": Asked(_("Illness"), suggestions="illnesses")}, ("name",), "conditions",
    ),
    Section(
        "history", Kind.HISTORY, _("History"),
        _("What was asked about the past. The newest answers hold."), _("Ask about the past"),
        {
            "lifetime_migraine_attacks": Asked(_("Migraine attacks in the whole life")),
            "months_of_this_pattern": Asked(_("For how many months it has been like now")),
            "other_cause_excluded": Asked(_("Another cause of the headaches is excluded"), "", words.ANSWER),
            "diagnosed_by": Asked(_("Who made the diagnosis"), "", words.DIAGNOSER),
            "overuse_plan": Asked(_("There is a plan for medication overuse"), "", words.ANSWER),
            "overuse_withdrawn": Asked(_("The overused medicine was withdrawn"), "", words.ANSWER),
            "months_of_overuse": Asked(_("For how many months there was overuse")),
            "work_related": Asked(_("Part of an accepted claim for an injury or illness at work"), "",
                                  words.ANSWER),
        },
        ("lifetime_migraine_attacks", "months_of_this_pattern", "other_cause_excluded", "diagnosed_by",
         "overuse_plan", "overuse_withdrawn", "months_of_overuse", "work_related"),
    ),
    Section(
        "toxin", Kind.TOXIN, _("Toxin"),
        _("Every injection of botulinum toxin, here and elsewhere, for anything. Sessions recorded here enter"
          " it by themselves."),
        _("Add an injection given elsewhere"),
        {
            "date": ANY_DAY,
            "product": Asked(_("Product"), "", suggestions="products"),
            "indication": Asked(_("What it was for"), "", words.INDICATION),
            "units": Asked(_("Units of that product")),
        },
        ("date", "product", "indication", "units"), "toxin",
    ),
    Section(
        "counts", Kind.COUNT, _("Counts from letters"),
        _("Days counted by somebody who saw a diary that is not here. They are used only where no diary is,"
          " and are labelled."),
        _("Add a count"),
        {
            "from": Asked(_("First day counted"), _("a full date, such as 2026-03-05")),
            "to": Asked(_("Last day counted"), _("included")),
            "headache_days": Asked(_("Headache days"), _("a number, or fewest and most such as 14-16")),
            "migraine_days": Asked(_("Migraine days"), _("a number, or fewest and most such as 8-10")),
            "source": Asked(_("Where the count stands"), _("such as: letter of the GP, March 2026")),
        },
        ("from", "to", "headache_days", "migraine_days", "source"),
    ),
    Section(
        "nerve-blocks", Kind.NERVE_BLOCK, _("Nerve blocks"),
        _("A block within a period that is compared can be why it went better."), _("Add a nerve block"),
        {
            "date": ANY_DAY,
            "nerves": Asked(_("Nerves"), _("such as: greater occipital")),
            "side": Asked(_("Side, the patient's"), "", words.SIDE),
            "drug": Asked(_("What was injected")),
        },
        ("date", "nerves", "side", "drug"), "nerve_blocks",
    ),
    Section(
        "withdrawals", Kind.WITHDRAWAL, _("Withdrawal of acute medicines"),
        _("A withdrawal within a period that is compared can be why it went better or worse."),
        _("Add a withdrawal"),
        {
            "drug": Asked(_("What was withdrawn"), suggestions="medicines"),
            "from": FIRST,
            "to": LAST,
            "how": Asked(_("Where"), "", words.WHERE),
        },
        ("drug", "from", "to", "how"), "withdrawals",
    ),
    Section(
        "scores", Kind.SCORE, _("Scores"), _("Scores of questionnaires, by each one's own rules."),
        _("Add a score"),
        {
            "instrument": Asked(_("Questionnaire"), "", words.SCALES),
            "date": Asked(_("Filled in on"), PARTIAL),
            "score": Asked(_("Score")),
        },
        ("instrument", "score", "date"), beside="score",
    ),
    Section(
        "events", Kind.ADVERSE_EVENT, _("Adverse events"),
        _("What happened after an injection, whether or not the toxin did it."), _("Record an adverse event"),
        {
            "term": Asked(_("What happened"), _("a name from the list, or the patient's own words"),
                          suggestions="events"),
            "onset": Asked(_("Began on"), PARTIAL),
            "ended": Asked(_("Was over on"), _("empty where it is not over or not known")),
            "grade": Asked(_("How bad it was"), "", words.GRADE),
            "seriousness": Asked(
                _("Serious, by these criteria"),
                _("Tick what is met. Nothing ticked means that nobody asked."), words.SERIOUSNESS),
            "outcome": Asked(_("How it ended"), "", words.EVENT_OUTCOME),
            "relatedness": Asked(_("Did the toxin do it? The clinician's view"), "", words.RELATEDNESS),
            "action": Asked(_("What was done about it")),
            "note": Asked(_("Anything else")),
            "reported": Asked(_("The day somebody told the clinic")),
            "onset_before_session": Asked(_("It is meant that it began before the injection"), "",
                                          words.YES_NO),
        },
        ("term", "onset", "grade", "seriousness", "outcome"),
    ),
    Section(
        "notes", Kind.NOTE, _("Notes"), _("Dated and signed by whoever writes them."), _("Add a note"),
        {
            "text": Asked(_("Note")),
            "day": Asked(_("About a diary day"), _("empty where it is about no day in particular")),
        },
        ("day", "text"),
    ),
    Section(
        "questions", Kind.QUESTION, _("Questions"),
        _("What the patient asked the clinic, or the clinic asked itself, until it is answered."),
        _("Add a question"), {"text": Asked(_("Question"))}, ("text",),
    ),
)  # fmt: skip
BY_SLUG: Mapping[str, Section] = {one.slug: one for one in SECTIONS}
BY_KIND: Mapping[str, Section] = {one.kind: one for one in SECTIONS}
