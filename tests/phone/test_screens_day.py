"""A day in full, two answers, the month, the open days and the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from phone.somebody import day, said, some_weeks


def settled(one: Any) -> None:
    """Let what was tapped be saved."""
    one.page.clock.run_for(1500)
    one.page.wait_for_function("() => !/Saving/.test(document.getElementById('state-of-day').textContent)")


def test_taps_about_a_day_are_one_statement_and_only_what_was_said(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        for tapped in ("worst-severe", "unilateral-yes", "nausea-no", "aura-yes", "aura-yes"):
            one.tap(tapped)
        settled(one)
        assert one.of(1) == {"headache": "yes", "worst": "severe", "unilateral": "yes", "nausea": "no"}
        assert len(one.calls("say")) == 1


def test_a_feature_tapped_again_is_not_said_any_more(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes", nausea="yes")]}) as one:
        one.to(f"day/{day(1)}")
        one.tap("nausea-yes")
        settled(one)
        assert one.of(1) == {"headache": "yes"}


def test_what_was_tapped_is_saved_when_the_screen_is_left_at_once(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        one.tap("worst-mild")
        one.page.fill("#note", "in the dark")
        one.tap("way-month")
        assert one.of(1) == {"headache": "yes", "worst": "mild", "note": "in the dark"}


def test_changes_of_a_day_are_taken_back_together(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes", worst="mild")]}) as one:
        one.to(f"day/{day(1)}")
        one.tap("worst-severe")
        one.tap("nausea-yes")
        settled(one)
        one.tap("undo")
        assert one.of(1) == {"headache": "yes", "worst": "mild"}


def test_a_day_that_cannot_be_saved_is_not_left_behind(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        one.page.evaluate("() => { journal.say = async () => { throw new Error('full'); }; }")
        one.tap("worst-mild")
        one.tap("way-month")
        assert one.page.url.endswith(f"#/day/{day(1)}")
        assert "Not saved" in one.text()
        assert one.page.get_attribute("#worst-mild", "aria-pressed") == "true"


def test_medicines_are_counted_from_the_own_list_and_none_is_an_answer(somebody_with: Any) -> None:
    seed = {"said": [said(1, headache="yes")], "settings": {"medicines": ["sumatriptan 50 mg", "ibuprofen"]}}
    with somebody_with(seed) as one:
        one.to(f"day/{day(1)}")
        for tapped in ("more-0", "more-0", "more-1"):
            one.tap(tapped)
        settled(one)
        assert one.of(1)["medicines"] == "sumatriptan 50 mg x2; ibuprofen"
        one.tap("medicines-none")
        settled(one)
        assert one.of(1)["medicines"] == "none"
        one.tap("medicines-none")
        settled(one)
        assert "medicines" not in one.of(1)


def test_a_medicine_is_added_with_a_suggestion_of_the_dictionary_and_stays_on_the_list(
    somebody_with: Any,
) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        one.tap("add")
        one.page.locator("#medicine").press_sequentially("maxa")
        assert one.page.inner_text("#suggested-0") == "Maxalt"
        one.tap("suggested-0")
        one.tap("add-this")
        settled(one)
        assert one.of(1)["medicines"] == "Maxalt"
        assert one.page.evaluate("() => journal.settings.medicines") == ["Maxalt"]


def test_a_note_that_is_cut_says_how_much_was_not_taken(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        limit = one.page.locator("#note-limit[role=status]")
        one.page.fill("#note", "x" * 1499)
        assert limit.inner_text() == ""
        one.page.keyboard.press("Control+End")
        one.page.keyboard.type("y")
        assert limit.inner_text() == "A note holds 1500 signs. It is full now."
        one.page.keyboard.type("z")
        assert limit.inner_text() == "A note holds 1500 signs. 1 sign more was not taken."
        for keys in ("Control+A", "Control+C", "Control+End", "Control+V"):
            one.page.keyboard.press(keys)
        assert limit.inner_text() == "A note holds 1500 signs. 1501 signs more were not taken."
        settled(one)
        assert one.of(1)["note"] == "x" * 1499 + "y"
        one.page.keyboard.press("Backspace")
        assert limit.inner_text() == ""


@pytest.mark.parametrize("typed", ["none", "0", "Keine", "no medication", "-"])
def test_a_word_for_none_is_no_medicine_and_the_screen_says_what_to_tap(
    somebody_with: Any, typed: str
) -> None:
    with somebody_with({"said": [said(1, headache="yes")]}) as one:
        one.to(f"day/{day(1)}")
        one.tap("add")
        one.page.fill("#medicine", typed)
        one.tap("add-this")
        assert "If you took none, tap “None taken” above." in one.page.inner_text(
            ".fault[role=alert]:visible"
        )
        assert one.page.input_value("#medicine") == typed
        assert not one.page.evaluate("() => journal.settings.medicines")
        one.page.fill("#medicine", "222 tablets\x07\x00")
        one.tap("add-this")
        settled(one)
        assert one.of(1)["medicines"] == "222 tablets"


def test_relief_is_asked_only_where_a_triptan_or_an_ergot_was_taken(somebody_with: Any) -> None:
    seed = {"said": [said(1, headache="yes")], "settings": {"medicines": ["ibuprofen", "Maxalt"]}}
    with somebody_with(seed) as one:
        one.to(f"day/{day(1)}")
        one.tap("more-0")
        assert one.page.locator("#relieved-yes").count() == 0
        one.tap("more-1")
        assert one.page.locator("#relieved-yes").count() == 1


def test_a_day_that_has_not_come_cannot_be_written(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.to("day/2026-11-24")
        assert "not in the diary yet" in one.text()
        assert one.page.locator("#asked").count() == 0


def test_two_answers_are_both_shown_and_the_one_that_is_chosen_stands_alone(somebody_with: Any) -> None:
    seed = {
        "said": [said(4, headache="yes", hours="5", worst="severe")],
        "elsewhere": [{"day": day(4), "said": {"headache": "no"}, "at": f"{day(4)}T09:00:00.000+01:00"}],
    }
    with somebody_with(seed) as one:
        assert "1 day has two answers" in one.text()
        one.tap("two")
        assert "on this phone" in one.text() and "on another device" in one.text()
        buttons = one.page.locator(".either")
        labels = [text.splitlines()[0] for text in buttons.all_inner_texts()]
        assert sorted(labels) == ["No", "Yes"]
        buttons.nth(labels.index("No")).click()
        one.drawn()
        assert one.of(4) == {"headache": "no"}
        one.to("today")
        assert "two answers" not in one.text()


def test_nothing_is_chosen_beforehand_where_two_answers_stand(somebody_with: Any) -> None:
    seed = {
        "said": [said(4, headache="yes", worst="mild")],
        "elsewhere": [{"day": day(4), "said": {"headache": "yes", "worst": "severe"}}],
    }
    with somebody_with(seed) as one:
        one.to(f"day/{day(4)}")
        assert (
            one.page.locator("#worst-mild[aria-pressed=true], #worst-severe[aria-pressed=true]").count() == 0
        )


def test_the_month_is_a_table_in_which_every_day_says_what_it_is(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("month")
        label = one.page.get_attribute(f"#d{day(1)}", "aria-label")
        assert label == "22 Nov 2026: migraine, medicine taken"
        assert one.page.get_attribute(f"#d{day(3)}", "aria-label") == "20 Nov 2026: not answered"
        assert one.page.get_attribute(f"#d{day(2)}", "aria-label") == "21 Nov 2026: headache"
        assert one.page.locator("table.month thead th").count() == 7
        assert one.page.locator("table.month td").nth(6).inner_text() == "1"  # 1 Nov 2026 was a Sunday
        one.to("month/2026-10")
        assert "(recalled)" in (one.page.get_attribute(f"#d{day(30)}", "aria-label") or "")


def test_every_kind_of_day_has_a_picture_of_its_own(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("month")
        drawn = one.page.eval_on_selector_all(
            ".legend .mark", "all => all.map(one => { const c = one.querySelector('circle'),"
            " s = getComputedStyle(c);"
            " return [c.getAttribute('r'), s.fill, s.stroke, one.querySelectorAll('path').length].join(); })",
        )  # fmt: skip
        assert (
            len(set(drawn)) == len(drawn) - 1
        )  # a medicine and a recalled day have one line each, at another end


def test_arrow_keys_move_in_the_month_and_enter_opens_the_day(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("month")
        one.page.focus(f"#d{day(0)}")
        for key in ("ArrowLeft", "ArrowUp", "Enter"):
            one.page.keyboard.press(key)
        one.page.wait_for_url(f"**#/day/{day(8)}")


def test_arrow_keys_go_on_into_the_month_before(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("month/2026-11")
        one.page.focus("#d2026-11-01")
        one.page.keyboard.press("ArrowLeft")
        one.page.wait_for_timeout(100)
        one.page.clock.run_for(200)
        one.page.wait_for_function("() => document.activeElement.id === 'd2026-10-31'")


def test_open_days_are_offered_for_a_week_and_the_older_ones_on_request(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("open")
        assert one.page.locator(f"#yes-{day(3)}, #yes-{day(5)}").count() == 2
        assert one.page.locator(f"#yes-{day(20)}").count() == 0
        assert "written 3 days later" in one.text()
        one.tap("older")
        assert "written 20 days later: recalled" in one.text()
        one.tap(f"yes-{day(20)}")
        assert one.of(20) == {"headache": "yes"}
        assert one.page.get_attribute(f"#yes-{day(20)}", "aria-pressed") == "true"


def test_a_new_diary_says_which_open_days_it_does_not_ask_about(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "settings": {"started": day(1)}}) as one:
        one.to("numbers")
        assert "29 days are open." in one.text()
        one.to("open")
        assert "No day is open" not in one.text()
        assert "Since 22 Nov 2026 no day is open." in one.text()
        assert "days before that are not asked about, and the numbers count them as open" in one.text()
    with somebody_with({"said": [said(n, headache="no") for n in range(1, 31)]}) as one:
        one.to("open")
        assert "No day is open." in one.text() and one.page.locator("#open-before").count() == 0


def test_numbers_are_bounds_while_days_are_open_and_one_number_when_none_is(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("numbers")
        assert one.page.locator(".number dd").first.inner_text().startswith("18 to 21")
        for open_day in (3, 5, 20):
            one.page.evaluate("day => journal.say(day, { headache: 'no' })", day(open_day))
        one.drawn()
        assert one.page.locator(".number dd").first.inner_text().startswith("18\n")


def test_medicine_days_are_said_without_an_allowance(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("numbers")
        text = one.page.inner_text("main")
        assert "Triptans on at least 10 days; from 10 on, talk to your clinic." in text
        for word in ("of 10", "limit", "allowed", "left", "too many", "overuse", "streak", "missed"):
            assert word not in text


def test_opioids_bring_the_sentence_that_they_are_never_stopped_suddenly(somebody_with: Any) -> None:
    days = [said(n, headache="yes", medicines="tramadol 50 mg") for n in range(1, 5)]
    with somebody_with({"said": days}) as one:
        one.to("numbers")
        assert "Never stop opioids or butalbital suddenly" in one.text()


def test_no_screen_gives_a_verdict_or_blames(somebody_with: Any) -> None:
    from phone.phones import PHONE

    for language in ("en", "de"):
        words = (PHONE / "words" / f"{language}.js").read_text(encoding="utf-8").lower()
        for word in (
            "eligible",
            "qualif",
            "chronic",
            "streak",
            "missed",
            "you forgot",
            "well done",
            "verpasst",
            "versäumt",
            "vergessen",
            "chronisch",
            "prima",
            "weiter so",
            "übergebrauch",
            "overuse",
        ):
            assert word not in words, (language, word)


@pytest.mark.parametrize("slow", ["say", "storage"])
def test_what_is_typed_while_another_screen_is_on_its_way_stays_with_its_day(
    somebody_with: Any, slow: str
) -> None:
    """Letter after letter, while the disk or the next screen is slow, until the note is gone."""
    typed = """(path) => new Promise((done) => {
        const note = document.querySelector('#note');
        let count = 0;
        location.hash = '#/' + path;
        const type = () => {
            if (!note.isConnected) return done(count);
            note.value += 'x';
            count += 1;
            note.dispatchEvent(new InputEvent('input', { bubbles: true }));
            channel.port1.postMessage(0);
        };
        const channel = new MessageChannel();
        channel.port2.onmessage = type;
        type();
    })"""
    slowly = """(slow) => {
        const soon = () => new Promise((done) => {
            const channel = new MessageChannel();
            let turns = 0;
            channel.port2.onmessage = () => ++turns > 20 ? done(false) : channel.port1.postMessage(0);
            channel.port1.postMessage(0);
        });
        const quick = journal[slow];
        journal[slow] = (...told) => soon().then(() => quick.apply(journal, told));
    }"""
    with somebody_with({"said": [said(1, headache="no")]}) as one:
        one.page.evaluate(slowly, slow)
        for path in ("settings", f"day/{day(3)}", "today"):
            one.to(f"day/{day(2)}")
            one.page.fill("#note", "")
            count = one.page.evaluate(typed, path)
            one.page.clock.run_for(1_000)
            one.drawn()
            assert one.of(2)["note"] == "x" * count
            assert day(3) not in one.days()
