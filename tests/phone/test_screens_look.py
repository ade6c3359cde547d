"""Everybody can use every screen: axe, keyboard, targets, contrast, text, words, weight and speed."""

from __future__ import annotations

import json
import os
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from pace import at_quiet_pace
from phone.phones import PHONE, serving
from phone.somebody import day, said, some_weeks
from phone.test_screens_own import ABOUT, CONNECTED
from procerus.clinic.phones.version import app
from unit.test_page_style import contrast

pytestmark = pytest.mark.ci

OWN = (
    "diary/",
    "screens/",
    "look/",
    "words/",
    "icons/",
    "index.html",
    "manifest.webmanifest",
    "app.js",
    "packs.js",
)
MOST_OWN, MOST_SHELL = 80_000, 120_000
A_SECOND = 1_000  # milliseconds
SCREENS = {
    "today": "today", "day": f"day/{day(1)}", "no headache": f"day/{day(6)}", "two answers": f"day/{day(2)}",
    "open day": f"day/{day(3)}",
    "not yet": "day/2027-01-01", "month": "month", "earlier": "month/2026-10",
    "open days": "open", "numbers": "numbers",
    "clinic": "clinic", "files": "files", "sheet": "sheet",
    "settings": "settings", "erase": "erase", "more": "more",
}  # fmt: skip
FULL = {
    "said": some_weeks(), "connection": CONNECTED, "about": ABOUT,
    "settings": {"medicines": ["sumatriptan 50 mg", "zzz"]},
    "elsewhere": [{"day": day(2), "said": {"headache": "no"}, "at": f"{day(2)}T09:00:00.000+01:00"}],
}  # fmt: skip
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "adding a medicine": (f"day/{day(1)}", ("add",)),
    "changing the PIN": ("settings", ("pin-change",)),
    "about to leave": ("clinic", ("leave",)),
    "older days": ("open", ("older",)),
    "a refused erasure": ("erase", ("erase-now",)),
    "an answer just given": ("today", ("answer-yes",)),
    "so far no": ("today", ("answer-no",)),
}
LOOKS = ("attack", "dark", "light")
WORDS_ON = {"ink": ("paper", "sheet", "raised"), "soft": ("paper", "sheet"), "accent": ("paper", "sheet"),
            "caution": ("paper",), "harm": ("paper", "sheet"), "on-fill": ("fill",)}  # fmt: skip


def axe_finds(one: Any) -> list[str]:
    found = Axe().run(one.page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


@pytest.mark.parametrize(("language", "look"), [("en", "attack"), ("de", "light"), ("de", "dark")])
def test_axe_finds_nothing_on_any_screen(somebody_with: Any, language: str, look: str) -> None:
    found = {}
    with somebody_with(FULL, language=language, look=look, bypass_csp=True) as one:
        for name, path in SCREENS.items():
            one.to(path)
            one.drawn()
            found[name] = axe_finds(one)
    assert {name: all_ for name, all_ in found.items() if all_} == {}


@pytest.mark.parametrize("language", ["en", "de"])
def test_axe_finds_nothing_in_any_state(somebody_with: Any, language: str) -> None:
    found = {}
    for name, (path, taps) in STATES.items():
        with somebody_with(FULL, language=language, bypass_csp=True) as one:
            one.to(path)
            for tapped in taps:
                one.tap(tapped)
            found[name] = axe_finds(one)
    for name, seed, taps in (("first", {}, []), ("lock it", {}, ["next"]), ("a fault", {}, ["next", "begin"]),
                             ("locked", {**FULL, "locked": True}, ["answer-yes"])):  # fmt: skip
        with somebody_with(seed, language=language, bypass_csp=True) as one:
            for tapped in taps:
                one.tap(tapped)
            found[name] = axe_finds(one)
    assert {name: all_ for name, all_ in found.items() if all_} == {}


@pytest.mark.parametrize(("width", "text"), [(390, "100"), (320, "100"), (320, "200"), (1280, "100")])
def test_every_target_is_large_and_nothing_is_wider_than_the_screen(
    somebody_with: Any, width: int, text: str
) -> None:
    script = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(one => one.checkVisibility() && !one.classList.contains('skip'))
        .map(one => { const r = (one.closest('label') ?? one).getBoundingClientRect();
        return [one.id || one.textContent, Math.round(r.width * 10) / 10, Math.round(r.height * 10) / 10]; })
        .filter(([, w, h]) => w < 43.9 || h < 43.9)"""
    found = {}
    with somebody_with(FULL, width=width, text=text, language="de") as one:
        for name, path in SCREENS.items():
            one.to(path)
            one.drawn()
            small = one.page.evaluate(script)
            wide = one.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            if small or wide > 0:
                found[name] = (small, wide)
    assert found == {}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_screen_with_a_form_says_when_to_call_for_help(somebody_with: Any, language: str) -> None:
    words = {
        "en": "call emergency services. Nobody watches",
        "de": "Rufen Sie den Rettungsdienst. Niemand überwacht",
    }[language]
    with somebody_with(FULL, language=language) as one:
        for path in ("today", f"day/{day(1)}", "open", "clinic", "numbers", "sheet", "more"):
            one.to(path)
            assert words in one.text(), path
    for seed in ({}, {**FULL, "locked": True}):
        with somebody_with(seed, language=language) as one:
            assert words in one.text()


def test_a_day_is_told_by_keyboard_alone(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "settings": {"medicines": ["Maxalt"]}}) as one:
        keys = one.page.keyboard
        go_to(one, "answer-yes")
        keys.press("Enter")
        one.drawn()
        go_to(one, "more")
        keys.press("Enter")
        one.page.wait_for_selector("#worst-severe")
        one.drawn()
        for name in ("worst-severe", "nausea-yes", "more-0"):
            go_to(one, name)
            keys.press("Space")
            one.drawn()
            assert one.page.evaluate("() => document.activeElement.id") == name  # focus stays where it was
        go_to(one, "done")
        keys.press("Enter")
        one.drawn()
        assert one.of(0) == {"headache": "yes", "worst": "severe", "nausea": "yes", "medicines": "Maxalt"}


def go_to(one: Any, name: str) -> None:
    """Press Tab until it has the focus, which has to be visible there."""
    for _ in range(80):
        if one.page.evaluate("() => document.activeElement.id") == name:
            assert one.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
        one.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_every_task_can_be_reached_by_keyboard(somebody_with: Any) -> None:
    tasks = {
        "clinic": ("sync", "leave", "erasure"),
        "files": ("csv", "json", "print", "backup", "restore", "reminder"),
        "settings": ("language-de", "look-dark", "text-200", "lock-1", "pin-change", "off-0", "to-erase"),
        "open": (f"no-{day(3)}", f"yes-{day(5)}", "older"),
        "numbers": (), "more": ("to-clinic", "lock-now"), "sheet": ("print-now",),
        "erase": ("backup-first", "sure", "erase-now"),
        f"day/{day(2)}": ("two-headache-0", "two-headache-1"), "month": (f"d{day(0)}", "month-before"),
    }  # fmt: skip
    with somebody_with(FULL) as one:
        for path, names in tasks.items():
            for name in names:
                one.to(path)
                one.drawn()
                go_to(one, name)


def test_a_new_screen_tells_its_title_and_takes_the_focus(somebody_with: Any) -> None:
    with somebody_with(FULL) as one:
        for path in ("month", "numbers", "settings"):
            one.page.evaluate("path => { location.hash = '#/' + path; }", path)
            one.page.wait_for_function("() => document.activeElement.id === 'heading'")
            one.drawn()
            assert one.page.title().endswith("· Diary") and one.page.title().startswith(
                one.page.inner_text("#heading")[:5]
            )


def keys_of(language: str) -> dict[str, set[str]]:
    """Each key with the forms of its plural and the names that are filled in."""
    text = (PHONE / "words" / f"{language}.js").read_text(encoding="utf-8")
    found = {}
    for key, phrase in re.findall(r"^  (\w+): (.+),$", text, re.MULTILINE):
        found[key] = set(re.findall(r"\{(\w+)\}", phrase)) | set(re.findall(r"\b(one|other): \"", phrase))
    return found


def test_both_languages_say_the_same_things_with_the_same_numbers() -> None:
    assert keys_of("en") == keys_of("de")
    assert list(keys_of("en")) == sorted(keys_of("en"))


def test_every_word_is_used_and_every_word_that_is_used_exists() -> None:
    texts = "\n".join(
        one.read_text(encoding="utf-8") for one in [*PHONE.glob("screens/*.js"), PHONE / "app.js"]
    )
    known = keys_of("en")
    said_ = set(re.findall(r"say\(\s*\"(\w+)\"", texts))
    assert said_ - known.keys() == set()
    quoted = set(re.findall(r"\"(\w+)\"", texts)) | {"yes", "no"}
    built = ("kind_", "ask_", "class_", "way_", "look_", "sync_", "trend_")
    assert {key for key in known if key not in quoted and not key.startswith(built)} == set()


def tokens(look: str) -> dict[str, str]:
    style = (PHONE / "look" / "phone.css").read_text(encoding="utf-8")
    block = re.search(rf"\[data-look=\"{look}\"\] \{{(.*?)\}}", style, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): ([#\w]+);", block[1]))


@pytest.mark.parametrize("look", LOOKS)
def test_every_word_can_be_read_on_what_it_stands_on(look: str) -> None:
    found = tokens(look)
    pairs = {(word, on): contrast(found[word], found[on]) for word, all_ in WORDS_ON.items() for on in all_}
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}
    lines = {
        (mark, on): contrast(found[mark], found[on])
        for mark, on in product(("mark", "half", "edge", "accent"), ("paper", "sheet"))
    }
    assert {pair: round(ratio, 2) for pair, ratio in lines.items() if ratio < 3} == {}


def test_the_look_for_an_attack_is_dim_amber_without_red_and_without_white() -> None:
    for name, colour in tokens("attack").items():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert red - green <= green - blue + 8 and max(red, green, blue) < 200, name  # amber leans to yellow
    assert contrast(tokens("attack")["ink"], tokens("attack")["paper"]) < 7


def test_no_pixel_is_white_and_nothing_moves(somebody_with: Any) -> None:
    script = """async data => { const image = new Image();
        image.src = 'data:image/png;base64,' + data; await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const on = canvas.getContext('2d'); on.drawImage(image, 0, 0);
        const all = on.getImageData(0, 0, image.width, image.height).data; let most = 0;
        for (let at = 0; at < all.length; at += 4)
            most = Math.max(most, Math.min(all[at], all[at + 1], all[at + 2]));
        return most; }"""
    import base64

    with somebody_with(FULL, bypass_csp=True) as one:
        for path in SCREENS.values():
            one.to(path)
            one.drawn()
            picture = base64.b64encode(one.page.screenshot(full_page=True)).decode()
            assert one.page.evaluate(script, picture) < 200, path
    style = (PHONE / "look" / "phone.css").read_text(encoding="utf-8")
    assert not re.findall(r"animation|transition|@keyframes", style)


def test_forced_colours_leave_every_kind_of_day_apart(somebody_with: Any) -> None:
    with somebody_with(FULL, forced_colors="active") as one:
        one.to("month")
        fills = one.page.eval_on_selector_all(
            ".legend circle",
            "all => all.slice(0, 4).map(one => { const s = getComputedStyle(one);"
            " return s.fill + s.stroke + one.getAttribute('r'); })",
        )
        assert len(set(fills)) == 4


def test_no_text_of_the_app_goes_over_more_than_one_line_so_that_what_begins_as_a_comment_is_one() -> None:
    for file in PHONE.rglob("*.js"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == [], file


def test_the_shell_is_small() -> None:
    sizes = {path: len(one.packed) for path, one in app().items()}
    own = sum(size for path, size in sizes.items() if path.startswith(OWN))
    print(f"the whole app over the wire: {sum(sizes.values()) / 1000:.1f} kB, {own / 1000:.1f} its screens")
    assert own < MOST_OWN
    assert sum(sizes.values()) < MOST_SHELL


@pytest.mark.alone
def test_the_question_can_be_answered_within_a_second_on_a_slow_phone(chromium: Any) -> None:
    seed = {"said": [said(n, headache="yes", nausea="yes", medicines="Maxalt") for n in range(60, 0, -1)]}
    with serving() as address:
        page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.add_init_script(f"window.seed = {json.dumps(seed)};")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})

        def asked() -> float:
            page.goto(f"{address}/phone/")
            page.wait_for_function("() => performance.getEntriesByName('ready').length")
            return float(page.evaluate("() => performance.getEntriesByName('ready')[0].startTime"))

        assert at_quiet_pace(chromium.new_page(), A_SECOND, asked) < A_SECOND


def imported(name: str, found: set[str]) -> set[str]:
    """A module and everything it imports."""
    if name not in found and (PHONE / name).is_file():
        found.add(name)
        folder = Path(name).parent
        for other in re.findall(
            r"(?:from|^import) \"(\.[^\"]+)\"", (PHONE / name).read_text(encoding="utf-8"), re.MULTILINE
        ):
            imported(os.path.normpath(folder / other), found)
    return found


def test_the_page_asks_for_every_module_at_once() -> None:
    page = (PHONE / "index.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"modulepreload\" href=\"([^\"]+)\"", page))
    assert asked == imported("app.js", set()) - {"app.js"} | {"packs.js"}


def test_nothing_shifts_while_a_screen_is_drawn(somebody_with: Any) -> None:
    watch = """new PerformanceObserver(all => {
        for (const one of all.getEntries()) window.shift = (window.shift ?? 0) + one.value;
    }).observe({ type: 'layout-shift', buffered: true })"""
    with somebody_with(FULL) as one:
        one.page.evaluate(watch)
        one.tap("answer-yes")
        for path in ("today", "month", "numbers"):
            one.page.evaluate("path => { location.hash = '#/' + path; }", path)
            one.drawn()
        assert one.page.evaluate("() => window.shift ?? 0") < 0.02
