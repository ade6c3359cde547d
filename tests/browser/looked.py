"""What a machine can see of a page: axe, widths, targets, focus, colours that a person chose themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
ALL_RULES: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
"""What axe looks at by itself (WCAG and best practice), and the size of targets of WCAG 2.2."""
COLOUR_RULES: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another colour scheme can change."""
NORMAL_TEXT = 16
RUN = """async (options) => {
  const found = await axe.run(document, {...options, resultTypes: ["violations"]});
  const why = (node) => node.any.concat(node.all, node.none).map((one) => one.message).join("; ");
  return found.violations.map((one) =>
    [one.id, one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${why(node)}`)]);
}"""
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".scroll, .banner .tabs"));
  return `${root.scrollWidth} > ${root.clientWidth}: ` +
    wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | ");
}"""
UNSEEN_FOCUS = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const ring = (one) => [one, ...one.querySelectorAll("*")].map((part) => {
    const style = getComputedStyle(part);
    const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    return `${outline >= 2 ? outline : 0} ${style.stroke} ${style.strokeWidth}`;
  }).join();
  const bad = [];
  for (const one of document.querySelectorAll(wanted)) {
    if (!one.checkVisibility({visibilityProperty: true}) || one.disabled) continue;
    document.activeElement.blur();
    const before = ring(one);
    one.focus({preventScroll: true});
    if (document.activeElement === one && ring(one) === before) bad.push(one.outerHTML.slice(0, 120));
  }
  return bad;
}"""
MOVES = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const long = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
  return (style.animationName !== "none" && long(style.animationDuration)) ||
    (style.transitionProperty !== "none" && long(style.transitionDuration));
}).map((one) => one.outerHTML.slice(0, 80))"""
UNMARKED = """() => [...document.querySelectorAll("main form[method=post]")].filter((one) => {
  const ours = /^\\/(at|my)\\//.test(new URL(one.action).pathname);
  return ours && one.role !== "search" && !one.querySelector("input[name=once]");
}).map((one) => one.outerHTML.slice(0, 120))"""
INVISIBLE = """() => {
  const none = (colour) => colour === "none" || colour === "transparent" || /^rgba\\(.*, 0\\)$/.test(colour);
  const paper = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!none(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const bad = [];
  for (const one of document.querySelectorAll("main *, header *")) {
    const style = getComputedStyle(one);
    if (!one.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const said = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (said && !one.closest("svg") && style.color === paper(one)) bad.push(one.outerHTML.slice(0, 120));
  }
  for (const drawing of document.querySelectorAll("main svg")) {
    if (!drawing.checkVisibility() || drawing.closest(".qr")) continue;
    const behind = paper(drawing);
    const shapes = [...drawing.querySelectorAll("circle, rect, path, line, polyline, polygon, text")];
    const seen = shapes.filter((one) => {
      const style = getComputedStyle(one);
      return [style.fill, style.stroke].some((colour) => !none(colour) && colour !== behind);
    });
    if (shapes.length && !seen.length) bad.push(drawing.outerHTML.slice(0, 120));
  }
  return bad;
}"""


def violations(page: Page, options: dict[str, Any] = ALL_RULES) -> Iterator[str]:
    """What axe finds, each rule with where and why."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    page.evaluate("scrollTo(0, 0)")  # what lies half under the banner at another place is scrolled, not small
    for rule, where in page.evaluate(RUN, options):
        yield f"axe {rule}: {where}"


def sideways(page: Page, width: int) -> Iterator[str]:
    """Whether the page has to be scrolled sideways at a width."""
    page.set_viewport_size({"width": width, "height": 800})
    if too_wide := page.evaluate(SIDEWAYS):
        yield f"sideways at {width}: {too_wide}"


def at_twice_the_text(page: Page) -> Iterator[str]:
    """Whether it still fits where somebody reads with letters twice as large (WCAG 1.4.4)."""
    page.set_viewport_size({"width": 1280, "height": 800})
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * NORMAL_TEXT}})
    if too_wide := page.evaluate(SIDEWAYS):
        yield f"sideways at twice the text: {too_wide}"
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": NORMAL_TEXT}})
    devtools.detach()


def focus_unseen(page: Page) -> Iterator[str]:
    """What does not show that it has the focus."""
    page.keyboard.press("Tab")
    yield from (f"focus unseen: {one}" for one in page.evaluate(UNSEEN_FOCUS))


def as_somebody_chose(page: Page) -> Iterator[str]:
    """What moves although nothing shall, and what cannot be seen in the colours of somebody's own."""
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    yield from (f"moves: {one}" for one in page.evaluate(MOVES))
    yield from (f"invisible in forced colours: {one}" for one in page.evaluate(INVISIBLE))
    page.emulate_media(reduced_motion="no-preference", forced_colors="none")


def everything_wrong(page: Page, thorough: bool = False) -> Iterator[str]:
    """Light, dark and narrow; every width; larger letters; focus; motion; forced colours; marks of forms."""
    yield from (f"could be saved twice: {one}" for one in page.evaluate(UNMARKED))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    yield from violations(page)
    page.emulate_media(color_scheme="dark")
    yield from violations(page, ALL_RULES if thorough else COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    yield from at_twice_the_text(page)
    yield from in_short(page)
    yield from as_somebody_chose(page)
    yield from focus_unseen(page)


def in_short(page: Page) -> Iterator[str]:
    """What other words can change: axe on a phone with everything unfolded, and the width."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    yield from sideways(page, 320)
    yield from sideways(page, 390)
    yield from violations(page)
