"""What keeps a pack from being used, and what the person who has to mend it is told.

Each pack here is a built-in one with a few words changed. The message names the file, the line of the
changed words, the path and, where one can be guessed, the remedy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from packs.edited import changed, faults_of, line_of, text_of, written

TA260, ICHD3 = "nice-ta260", "ichd-3"
AGED_44 = "given = { age = 44,"
LONG = "k" * 61
BASELINE_84 = "windows = { baseline.months = 3 }"


@dataclass(frozen=True)
class Refused:
    """A pack that is refused: what is changed, on which line the message points, and what it says."""

    because: str
    old: str
    new: str
    at: str  # words of the changed text that stand on the line named
    path: str
    says: str
    pack: str = TA260


REFUSED = [
    # What stands where
    Refused("a key is misspelt", "standing  =", "standng =", "[pack]", "pack",
            "has no 'standing'. Add standing = one of current, superseded, retired, article, local."),
    Refused("a key has no meaning", "standing  =", 'standng = "current"\nstanding  =', "standng",
            "pack.standng", "'standng' has no meaning here. Did you mean 'standing'?"),
    Refused("a table has no meaning", "[questions.start]", "[question.start]\na = 1\n[questions.start]",
            "[question.start]", "question", "'question' has no meaning here. Did you mean 'questions'?"),
    Refused("a key deep in it is longer than a name", "[numbers]", f"[numbers]\n{LONG} = {{ is = 1 }}",
            "[numbers]", "numbers", "a name has at most 60 printable characters."),
    Refused("a key in a list is longer than a name", AGED_44, f"given = {{ {LONG} = 1, age = 44,", "given =",
             "cases.1.given", "a name has at most 60 printable characters."),
    Refused("no source is named", 'source    = "https', '# source = "https', "[pack]", "pack",
            "has no 'source'. Add source = text in quotes."),
    Refused("no version is named", 'version   = "TA260', '# version = "TA260', "[pack]", "pack",
            "has no 'version'. Add version = text in quotes."),
    Refused("nobody says whether the source was read", 'status    = "read"', "", "[pack]", "pack",
            "has no 'status'. Add status = one of read, unverified."),
    Refused("a status is no status", 'status    = "read"', 'status    = "red"', 'status    = "red"',
            "pack.status", "'red' is not one of read, unverified. Did you mean 'read'?"),
    Refused("a text is empty", 'place     = "England and Wales"', 'place     = " "', "place     =",
            "pack.place", "is empty. Write it."),
    Refused("a day has an hour", "read_on   = 2026-11-22", "read_on   = 2026-11-22T10:00:00", "read_on",
            "pack.read_on", "'2026-11-22 10:00:00' is not a date such as 2026-11-22."),
    Refused("it ends before it begins", "standing  =",
            "valid_from = 2020-01-02\nvalid_until = 2020-01-01\nstanding  =", "valid_until",
            "pack.valid_until", "'2020-01-01' is before valid_from."),
    Refused("its id is not the file's name", 'id        = "nice-ta260"', 'id        = "nice-ta262"',
            "nice-ta262", "pack.id", "'nice-ta262' is not the file's name. Write \"nice-ta260\"."),
    Refused("its id is in capitals", 'id        = "nice-ta260"', 'id        = "NICE-TA260"', "NICE-TA260",
            "pack.id", "'NICE-TA260' is not an id. Ids are in lower case with hyphens, such as my-clinic."),
    Refused("a list stands where a text should", "notes = [\n", "notes = [\n  [1],\n", "notes = [",
            "pack.notes", "'a list' is not a word this list may hold."),
    Refused("a table stands where a truth should", "counts_accepted = true", "counts_accepted = {}",
            "counts_accepted", "pack.counts_accepted", "'a table' is not true or false."),
    # Numbers
    Refused("a number is not whole", "is = 18,", "is = 18.0,", "is = 18.0", "numbers.adult_age.is",
            "'18.0' is not a whole number."),
    Refused("a number is a truth", "is = 18,", "is = true,", "is = true", "numbers.adult_age.is",
            "'true' is not a whole number."),
    Refused("a number is below nought", "is = 18,", "is = -18,", "is = -18", "numbers.adult_age.is",
            "'-18' is below nought. Write 0 or more."),
    Refused("a number is larger than rules may use", "is = 18,", f"is = 0x{'F' * 5000},", "is = 0x",
            "numbers.adult_age.is",
            "'a very large number' is larger than 1073741823, the largest number rules may use."),
    Refused("a number is one larger than rules may use", "is = 18,", "is = 1073741824,", "is = 107",
            "numbers.adult_age.is", "'a very large number' is larger than 1073741823"),
    Refused("a number has no place in the source", 'at = "1.1, adults", ', "", "adult_age  ",
            "numbers.adult_age", "has no 'at'. Add at = text in quotes."),
    Refused("no rule uses a number", "[windows]",
            '[numbers.spare]\nis = 1\nunit = "days"\nat = "1.1"\nstatus = "read"\n[windows]',
            "[numbers.spare]", "numbers.spare", "no rule uses 'spare'. Use it, or take it out."),
    Refused("a number hides in what is asked", "Is the person an adult ({adult_age} or older)?",
            "Is the person 18 or older?", "Is the person 18", "criteria.adult.asks",
            "a number stands in the text. Write its name in braces, such as {adult_age}."),
    Refused("a number hides in what a question asks", "May treatment be started?", "May all 3 be started?",
            "May all 3", "questions.start.asks",
            "a number stands in the text. Write its name in braces, such as {adult_age}."),
    Refused("a number hides in the words of a rule", "what a fall of {min_reduction_percent} percent",
            "what a fall of 30 percent", "what a fall of 30", "criteria.stop_no_response.in_words",
            "a number stands in the text."),
    Refused("what is asked names no number", "({adult_age} or older)", "({adult_aeg} or older)", "adult_aeg",
            "criteria.adult.asks", "no number is called 'adult_aeg'. Did you mean 'adult_age'?"),
    Refused("a number hides in a rule", '"age >= adult_age"', '"age >= adult_age and age >= 18"', "age >= 18",
            "criteria.adult.yes_when", "the number 18 stands in the rule. Give it a name in [numbers]."),
    Refused("a number hides in a question", "adult and often_headache and",
            "count(adult, often_headache) >= 2 and", "count(adult", "questions.start.yes_when",
            "the number 2 stands in the rule."),
    Refused("a number hides in an alternative", '"three.headache_days.least >= min_headache_days"',
            '"three.headache_days.least >= 15"', "least >= 15",
            "readings.1.alternatives.1.criteria.often_headache", "the number 15 stands in the rule."),
    # Windows
    Refused("a window hangs on nothing", 'before = "first_injection", few', "few", "baseline  =",
            "windows.baseline", "needs either 'before' or 'after'. A window lies on one side of its anchor."),
    Refused("a window lies on both sides", 'before = "first_injection", few',
            'before = "first_injection", after = "as_of", few', "baseline  =", "windows.baseline",
            "needs either 'before' or 'after'."),
    Refused("a window has no month", "months = 1, month", "months = 0, month", "baseline  =",
            "windows.baseline.months", "'0' is no length of a window. Write 1 to 120 months."),
    Refused("a window is longer than anybody looks", "months = 1, month", "months = 1000000000, month",
            "baseline  =", "windows.baseline.months", "'1000000000' is no length of a window. Write 1 to"),
    Refused("a window begins years after its anchor", 'after = "second_injection" }\n\n',
            'after = "second_injection", first_day = 9999 }\n\n', "after_two =",
            "windows.after_two.first_day", "'9999' is later than day 3660."),
    Refused("a window before its anchor says on which day it begins", "fewest_answered = 20",
            "fewest_answered = 20, first_day = 3", "baseline  =", "windows.baseline.first_day",
            "has no meaning for a window before its anchor."),
    Refused("no question rests on a window", "[windows]",
            '[windows]\nspare = { noun = "s", months = 1, month = "28-day", before = "as_of" }', "spare",
            "windows.spare", "no question uses 'spare'. Use it, or take it out."),
    Refused("a month is of no known kind", 'month = "28-day", before', 'month = "29-day", before',
            "baseline  =", "windows.baseline.month", "'29-day' is not one of 30-day, 28-day, calendar."),
    # Tallies
    Refused("a trial that was too short counts as tried", '"unsuitable"]', '"too_short"]', "too_short",
            "tallies.preventives_exhausted.outcomes",
            "'too_short' is not a word this list may hold. It may be ineffective, not_tolerated, "
            "contraindicated, unsuitable."),
    Refused("a tally counts nothing", '["ineffective", "not_tolerated", "contraindicated", "unsuitable"]',
            "[]", "outcomes = []", "tallies.preventives_exhausted.outcomes",
            "is empty. Write at least one word."),
    Refused("no rule uses a tally", "[tallies.pre",
            '[tallies.spare]\nnoun = "s"\noutcomes = ["unsuitable"]\ndistinct = "drug"\n[tallies.pre',
            "[tallies.spare]", "tallies.spare", "no rule uses 'spare'. Use it, or take it out."),
    # Criteria
    Refused("a criterion asks nothing", 'asks     = "Is the person an adult ({adult_age} or older)?"', "",
            "[criteria.adult]", "criteria.adult", "has no 'asks'. Add asks = text in quotes."),
    Refused("a criterion stands nowhere in the source", 'at       = "1.2"\n', "", "[criteria.treated]",
            "criteria.treated", "has no 'at'. Add at = text in quotes."),
    Refused("a rule misspells a number", '"age >= adult_age"', '"age >= adult_aeg"', "adult_aeg",
            "criteria.adult.yes_when, column 8 of the rule",
            "'age >= adult_aeg' no fact, number or criterion is called 'adult_aeg'. Did you mean "
            "'adult_age'?"),
    Refused("a rule misspells a counted day", 'four.headache_days.least >= min_headache_days"',
            'four.headache_dys.least >= min_headache_days"', "four.headache_dys",
            "criteria.often_headache.yes_when, column 96 of the rule",
            "Did you mean 'four.headache_days.least'?"),
    Refused("a rule divides", '"age >= adult_age"', '"age / 1 >= adult_age"', "age / 1",
            "criteria.adult.yes_when, column 1 of the rule",
            "division is not in the language. Multiply both sides instead, so that the rule stays exact."),
    Refused("a fact stands twice in one comparison", '"age >= adult_age"', '"age + age >= adult_age"',
            "age + age", "criteria.adult.yes_when",
            "'age' stands twice in one comparison. Bring it to one side."),
    Refused("a fact stands twice in a comparison of an alternative",
            '"three.headache_days.least >= min_headache_days"',
            '"three.headache_days.least >= min_headache_days - three.headache_days.least"', "days - three",
            "readings.1.alternatives.1.criteria.often_headache",
            "'three.headache_days.least' stands twice in one comparison."),
    Refused("no question rests on a criterion", "[criteria.treated]",
            '[criteria.spare]\nasks = "S?"\nyes_when = "on_treatment"\nat = "1"\n[criteria.treated]',
            "[criteria.spare]", "criteria.spare", "no question uses 'spare'. Use it, or take it out."),
    Refused("criteria rest on one another", 'yes_when = "on_treatment"',
            'yes_when = "on_treatment and treated"', "[criteria.treated]", "criteria.treated",
            "circle: treated -> treated. Take one of these names out of the other's rule."),
    Refused("a criterion waits for a number nobody gave", 'days = "cycle_days"', 'days = "cycle_dys"',
            "cycle_dys", "criteria.stop_no_response.not_before.days",
            "no number is called 'cycle_dys'. Did you mean 'cycle_days'?"),
    Refused("a criterion waits for more than ten years", "cycle_days            = { is = 84",
            "cycle_days            = { is = 3661", 'days = "cycle_days"',
            "criteria.stop_no_response.not_before.days", "'cycle_days' waits for more than 3660 days."),
    Refused("a criterion waits for a day nobody knows", 'after = "second_injection", days',
            'after = "ninth_injection", days', "ninth_injection",
            "criteria.stop_no_response.not_before.after",
            "'ninth_injection' is not one of as_of, first_injection"),
    # Names
    Refused("a criterion has a name of the headache pack", "[criteria.adult]",
            '[criteria.chronic_pattern]\nasks = "A?"\nyes_when = "on_treatment"\nat = "1"\n[criteria.adult]',
            "[criteria.chronic_pattern]", "criteria.chronic_pattern",
            "'chronic_pattern' stands in ichd-3.toml already. Choose another name."),
    Refused("a number has the name of a criterion of the headache pack", "adult_age  ",
            'medication_overuse = { is = 1, unit = "u", at = "1", status = "read" }\nadult_age  ',
            "medication_overuse =", "numbers.medication_overuse",
            "'medication_overuse' stands in ichd-3.toml already."),
    Refused("a tally has the name of a recorded fact", "[tallies.pre",
            '[tallies.age]\nnoun = "s"\noutcomes = ["unsuitable"]\ndistinct = "drug"\n[tallies.pre',
            "[tallies.age]", "tallies.age", "'age' is a recorded fact already."),
    Refused("a criterion has the name of a number", "[criteria.adult]",
            '[criteria.cycle_days]\nasks = "A?"\nyes_when = "on_treatment"\nat = "1"\n[criteria.adult]',
            "[criteria.cycle_days]", "criteria.cycle_days", "'cycle_days' stands in [numbers] already."),
    Refused("a window has the name of a day treatment hangs on", "[windows]",
            '[windows]\nas_of = { noun = "s", months = 1, month = "28-day", before = "as_of" }',
            "as_of = { noun", "windows.as_of", "'as_of' names a day treatment hangs on already."),
    # Readings
    Refused("a reading has no alternative", "stated_only = true", "", '[[readings]]\nid      = "adults"',
            "readings.4", "has no alternative. Add [[readings.alternatives]], or stated_only = true."),
    Refused("an alternative patches nothing", BASELINE_84, "", '[[readings.alternatives]]\nname = "84 days"',
            "readings.2.alternatives.1",
            "changes nothing. Patch windows, numbers, criteria, definitions or diary."),
    Refused("an alternative is what is done anyway", BASELINE_84, "windows = { baseline.months = 1 }",
            '[[readings.alternatives]]\nname = "84 days"', "readings.2.alternatives.1", "changes nothing."),
    Refused("an alternative for the diary is what is done anyway", BASELINE_84,
            'diary = { recalled_days = "count" }', '[[readings.alternatives]]\nname = "84 days"',
            "readings.2.alternatives.1", "changes nothing."),
    Refused("an alternative patches a window that is not there", BASELINE_84,
            "windows = { basline.months = 3 }", "basline", "readings.2.alternatives.1.windows.basline",
            "'basline' has no meaning here. Did you mean 'baseline'?"),
    Refused("an alternative patches a number that is not there", BASELINE_84, "numbers = { adult_aeg = 3 }",
            "adult_aeg", "readings.2.alternatives.1.numbers.adult_aeg",
            "'adult_aeg' has no meaning here. Did you mean 'adult_age'?"),
    Refused("an alternative renames a window", BASELINE_84, 'windows = { baseline.noun = "months" }',
            "baseline.noun", "readings.2.alternatives.1.windows.baseline.noun",
            "'noun' has no meaning here."),
    Refused("an alternative puts a window on both sides", BASELINE_84,
            'windows = { baseline.after = "as_of" }', "baseline.after",
            "readings.2.alternatives.1.windows.baseline", "needs either 'before' or 'after'."),
    Refused("an alternative takes the months out of a window", BASELINE_84,
            "windows = { baseline.months = 0 }", "baseline.months = 0",
            "readings.2.alternatives.1.windows.baseline.months", "'0' is no length of a window."),
    Refused("an alternative waits for more than ten years", BASELINE_84, "numbers = { cycle_days = 9999 }",
            'days = "cycle_days"', "criteria.stop_no_response.not_before.days",
            "'cycle_days' waits for more than 3660 days."),
    Refused("an alternative asks for a definition that does not exist", BASELINE_84,
            'definitions = { migraine_days = "ichd2" }', "ichd2",
            "readings.2.alternatives.1.definitions.migraine_days", "'ichd2' is not one of ichd3, preempt"),
    Refused("an alternative misspells a fact", "three.headache_days.least", "three.headache_dys.least",
            "three.headache_dys", "readings.1.alternatives.1.criteria.often_headache, column 1 of the rule",
            "Did you mean 'three.headache_days.least'?"),
    Refused("an alternative closes a circle", "three.headache_days.least >= min_headache_days",
            "often_headache", '= "often_headache"', "readings.1.alternatives.1.criteria.often_headache",
            "criteria rest on one another in a circle: often_headache -> often_headache."),
    Refused("two alternatives have one name", 'name = "weeks 5 to 8"', 'name = "weeks 9 to 12"\n',
            'name = "weeks 9 to 12"\n\n', "readings.3.alternatives.2.name",
            "'weeks 9 to 12' stands here twice. Choose another name."),
    Refused("two readings have one id", 'id      = "baseline"', 'id      = "adults"',
            'id      = "adults"\nsays    = "adults"', "readings.4.id", "'adults' stands here twice."),
    # Questions and worked cases
    Refused("a question asks a fact by itself", '"adult and often_headache',
            '"overuse_plan and often_headache', "overuse_plan and of", "questions.start.yes_when",
            "'overuse_plan' is no criterion of this file."),
    Refused("a question asks a criterion of the classification", '"adult and often_headache',
            '"chronic_pattern and often_headache', "chronic_pattern and often", "questions.start.yes_when",
            "'chronic_pattern' is no criterion of this file. Ask it in a criterion"),
    Refused("a question has the name of a criterion", "[questions.start]",
            '[questions.adult]\nasks = "B?"\nyes_when = "adult"\n[questions.start]', "[questions.adult]",
            "questions.adult", "'adult' names something else already. Choose another name."),
    Refused("a question has a name nobody can type", "[questions.start]",
            '[questions."May I?"]\nasks = "B?"\nyes_when = "adult"\n[questions.start]', "[questions.\"May I?",
            "questions.May I?", "'May I?' cannot name a question. Use small letters, such as start."),
    Refused("another wording has no file", '["nice-ta260-2012"]', '["nice-ta260-2011"]', "wordings",
            "pack.wordings", "'nice-ta260-2011' has no file beside this one."),
    Refused("two wordings hold on one day", "counts_accepted", "valid_from = 2012-06-27\ncounts_accepted",
            "valid_from", "pack.valid_from", "holds on 2012-06-27, as nice-ta260-2012 does"),
    Refused("a tally's limit is no number", 'distinct = "drug"', 'distinct = "drug"\nmin_days = "weeks"',
            "min_days", "tallies.preventives_exhausted.min_days", "no number is called 'weeks'"),
    Refused("a tally counts every cycle", "[tallies.preventives_exhausted]",
            '[tallies.cycles]\nnoun = "c"\nof = "cycles"\n[tallies.preventives_exhausted]',
            "[tallies.cycles]", "tallies.cycles", "counts every cycle. Add min_days or max_days."),
    Refused("no case of a question says unknown", 'continue = "unknown"', "", "[questions.continue]",
            "questions.continue",
            "no worked case of 'continue' answers unknown. Add one with continue = \"unknown\"."),
    Refused("a case comes out otherwise", 'start = "yes"', 'start = "no"', 'start = "no"', "cases.1.start",
            "the case 'A full diary month, a long history and three medicines tried' says no, the "
            "rules say yes. Mend the case or the rules."),
    Refused("a case gives a fact that does not exist", AGED_44, 'given = { age = 44, overuse_paln = "no",',
            "overuse_paln", "cases.1.given.overuse_paln",
            "no fact is called 'overuse_paln'. Did you mean 'overuse_plan'?"),
    Refused("a case changes a number of the policy", AGED_44, "given = { age = 44, adult_age = 40,",
            "adult_age = 40", "cases.1.given.adult_age", "no fact is called 'adult_age'."),
    Refused("a case gives a truth for a number", AGED_44, 'given = { age = "yes",', 'age = "yes"',
            "cases.1.given.age", "'yes' is not a number or a pair of numbers."),
    Refused("a case gives a number for a truth", 'medication_overuse = "no"', "medication_overuse = 0",
            "medication_overuse = 0", "cases.1.given.medication_overuse", "'0' is not yes, no or unknown."),
    Refused("a case gives a pair from high to low", AGED_44, "given = { age = [44, 18],", "[44, 18]",
            "cases.1.given.age", "'a list' is neither a number, a pair, yes, no nor unknown."),
    Refused("tables stand deeper than anything in a pack", AGED_44, f"given = {{ {'a.' * 20_000}b = 1,",
            "[[cases]]", "cases", "is nested more than 16 deep. Nothing in a pack is."),
    Refused("a case gives a fact deeper than any fact is", AGED_44, "given = { age.of.the.person = 44,",
            "age.of", "cases.1.given.age.of.the", "no fact is called 'age.of.the'."),
    Refused("a case expects nothing", 'preventives_exhausted = 3, medication_overuse = "no" }\nstart = "yes"',
            'preventives_exhausted = 3, medication_overuse = "no" }', "[[cases]]", "cases.1",
            "expects no answer. Add start, continue or restart with yes, no or unknown."),
    Refused("a case expects something of a criterion that does not exist", 'stop_no_response = "no"',
            'stop_no_respnse = "no"', "stop_no_respnse", "cases.14.stop_no_respnse",
            "'stop_no_respnse' has no meaning here. Did you mean 'stop_no_response'?"),
    Refused("a case expects maybe", 'start = "yes"', 'start = "maybe"', "maybe", "cases.1.start",
            "'maybe' is not one of yes, no, unknown."),
    Refused("a case is left open by something else", 'unsettled = ["overuse_plan"]',
            'unsettled = ["overuse_withdrawn"]', '["overuse_withdrawn"]', "cases.13.unsettled",
            "the case 'Overuse, and nobody asked about a plan' is left open by: overuse_plan."),
    Refused("a case says that nothing is open where something is", 'unsettled = ["overuse_plan"]',
            "unsettled = []", "unsettled = []", "cases.13.unsettled", "is left open by: overuse_plan."),
    Refused("a case says that something is open where nothing is", 'start = "yes"',
            'start = "yes"\nunsettled = ["age"]', 'unsettled = ["age"]', "cases.1.unsettled",
            "is left open by: nothing."),
    Refused("two cases have one name", 'name  = "Exactly at every threshold"',
            'name  = "One headache day too few in the latest month"\n', 'latest month"\ngiven',
            "cases.3.name", "'One headache day too few in the latest month' stands here twice."),
    Refused("a policy has claims, which have a file of their own", "[pack]", "claims = []\n[pack]",
            "claims = []", "claims", "'claims' has no meaning here."),
    # Headache packs
    Refused("its headache pack's file has another name", 'id        = "ichd-3"', 'id        = "ichd-4"',
            "ichd-4", "pack.id", "'ichd-4' is not the file's name. Write \"ichd-3\".", ICHD3),
    Refused("a bit has a grade where there are none", 'nausea           = { column = "nausea" }',
            'nausea           = { column = "nausea", at_least = 2 }', "nausea           =",
            "bits.nausea.at_least", "has no meaning for nausea. Only minutes and worst have grades.", ICHD3),
    Refused("a grade says not how much", "at_least = 30, at", "at", "half_hour", "bits.half_hour",
            "has no 'at_least'. Add at_least = a whole number.", ICHD3),
    Refused("no rule uses a bit", "[bits]", '[bits]\nspare = { column = "aura" }', "spare", "bits.spare",
            "no rule uses 'spare'. Use it, or take it out.", ICHD3),
    Refused("no rule uses a sign", "[signs.pain",
            '[signs.spare]\nsays = "s"\nwhen = "aura"\nat = "1"\nstatus = "read"\n[signs.pain',
            "[signs.spare]", "signs.spare", "no rule uses 'spare'. Use it, or take it out.", ICHD3),
    Refused("a sign has the name of a bit", "[signs.pain",
            '[signs.aura]\nsays = "s"\nwhen = "nausea"\nat = "1"\nstatus = "read"\n[signs.pain',
            "[signs.aura]", "signs.aura", "'aura' stands in [bits] already. Choose another name.", ICHD3),
    Refused("a sign uses a bit that is not there", 'when   = "nausea or vomiting',
            'when   = "nasea or vomiting', "nasea", "signs.associated_symptoms.when, column 1 of the rule",
            "Did you mean 'nausea'?", ICHD3),
    Refused("a definition compares a bit", 'when   = "headache and four_hours"',
            'when   = "headache and four_hours > 0"', "four_hours > 0",
            "days.headache_days.definitions.four-hours.when, column 14 of the rule",
            "is a yes or no. Here a number is needed.", ICHD3),
    Refused("the definition used is not there", 'definition = "ichd3"', 'definition = "ichd2"', "ichd2",
            "days.migraine_days.definition", "'ichd2' is not one of ichd3, preempt", ICHD3),
    Refused("a code stands for no criterion", '"8.2.1" = "ergot_overuse"', '"8.2.1" = "ergots_overuse"',
            "ergots_overuse", "codes.8.2.1",
            "no criterion is called 'ergots_overuse'. Did you mean 'ergot_overuse'?", ICHD3),
    Refused("a headache pack's number is unused", "[numbers]",
            '[numbers]\nspare = { is = 1, unit = "u", at = "1", status = "read" }', "spare", "numbers.spare",
            "no rule uses 'spare'. Use it, or take it out.", ICHD3),
    Refused("a headache pack's criterion hides a number", "lifetime_migraine_attacks >= lifetime_attacks",
            "lifetime_migraine_attacks >= lifetime_attacks - 2", "attacks - 2",
            "criteria.enough_attacks.yes_when", "the number 2 stands in the rule.", ICHD3),
    Refused("a headache pack's criterion has the name of a fact", "[criteria.no_other_cause]",
            "[criteria.overuse_plan]", "[criteria.overuse_plan]", "criteria.overuse_plan",
            "'overuse_plan' is a recorded fact already.", ICHD3),
]  # fmt: skip


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.because)
def test_a_pack_is_refused_with_the_place_and_the_remedy_where(one: Refused, tmp_path: Path) -> None:
    text = changed(one.pack, (one.old, one.new))
    faults = faults_of(written(tmp_path, one.pack, text))
    line = f", line {line_of(text, one.at)}, {one.path}: " if one.path else ": "
    said = [str(fault) for fault in faults]
    assert any(fault.startswith(f"{one.pack}.toml{line}") and fault.count(one.says) for fault in said), (
        "\n".join(said)
    )


def test_every_fault_is_told_at_once_and_none_of_them_twice(tmp_path: Path) -> None:
    text = changed(
        TA260,
        ("is = 18", "is = -18"),
        ('"ineffective", ', '"innefective", '),
        ('"on_treatment"', '"on_treatmnt"'),
    )
    faults = [str(fault) for fault in faults_of(written(tmp_path, TA260, text))]
    assert [fault.split(", ")[2].split(":")[0] for fault in faults] == [
        "numbers.adult_age.is", "tallies.preventives_exhausted.outcomes", "criteria.treated.yes_when",
    ]  # fmt: skip


def test_an_alternative_that_cannot_be_read_is_not_also_called_one_that_changes_nothing(
    tmp_path: Path,
) -> None:
    text = changed(TA260, (BASELINE_84, "windows = { basline.months = 3 }"))
    assert len(faults_of(written(tmp_path, TA260, text))) == 1


def test_one_misspelt_number_is_one_fault_and_not_one_for_every_rule_and_case(tmp_path: Path) -> None:
    text = changed(TA260, ("adult_age             = { is = 18,", 'adult_age             = { is = "18",'))
    assert len(faults_of(written(tmp_path, TA260, text))) == 1


@pytest.mark.parametrize("questions", ["", "[questions]\n"])
def test_a_policy_that_answers_no_question_is_refused(questions: str, tmp_path: Path) -> None:
    text = text_of(TA260)
    without = text[: text.index("[questions.start]")] + questions + text[text.index("[[readings]]") :]
    says = ("questions: is empty", "has no 'questions'")
    assert any(one in str(fault) for fault in faults_of(written(tmp_path, TA260, without)) for one in says)


def test_a_pack_that_uses_every_name_it_gives_is_read(tmp_path: Path) -> None:
    """The unchanged text is read from the same kind of file, so that each fault above is its change's."""
    for pack in (TA260, ICHD3, "botox-for-migraines"):
        with pytest.raises(pytest.fail.Exception):
            faults_of(written(tmp_path, pack, text_of(pack)))
