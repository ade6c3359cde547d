"""A patient is invited: staff makes the code, and with it the patient has a page of their own."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from browser.somebody import entrance, opened, somebody
from served import Served


def test_with_the_code_of_the_slip_a_patient_has_an_account_and_sees_their_page_and_nothing_else(
    browser: Browser, day: Served
) -> None:
    nurse = opened(browser, day, "nurse", "ivy")
    entrance(nurse, "Person")
    nurse.get_by_role("link", name="Invite the patient").click()
    nurse.get_by_role("button", name="Make a code").click()
    code = nurse.locator("strong.code").inner_text()
    link = nurse.locator("strong.link").inner_text()
    expect(nurse.locator(".qr svg")).to_be_visible()

    ivy = somebody(browser, day)
    ivy.goto(link)
    ivy.get_by_label("Code").fill(code.lower())
    ivy.get_by_label("Date of birth").fill("2 May 1984")
    ivy.get_by_label("Your own name").fill("Ivy Journey")
    ivy.get_by_label("Your e-mail address").fill("ivy@home.example")
    ivy.get_by_label("Choose a password").fill("five grey cats at noon")
    ivy.keyboard.press("Enter")
    expect(ivy.get_by_role("heading", level=1)).to_have_text("My page")
    expect(ivy.get_by_role("banner")).to_contain_text("Ivy Journey")
    expect(ivy.locator(".emergency")).to_contain_text("call emergency services")
    refused = ivy.goto(f"/at/north/patients/{day.said['patients']['ada']}/")
    assert refused is not None and refused.status == 404
    expect(ivy.get_by_role("heading", level=1)).to_have_text("There is nothing here")

    ivy.goto("/")
    ivy.get_by_role("button", name="Log out").click()
    ivy.get_by_label("E-mail address").fill("ivy@home.example")
    ivy.get_by_label("Password").fill("five grey cats at noon")
    ivy.keyboard.press("Enter")
    expect(ivy.get_by_role("heading", level=1)).to_have_text("My page")


def test_a_code_works_once(browser: Browser, day: Served) -> None:
    nurse = opened(browser, day, "nurse", "nell")
    entrance(nurse, "Person")
    nurse.get_by_role("link", name="Invite the patient").click()
    nurse.get_by_role("button", name="Make a code").click()
    code = nurse.locator("strong.code").inner_text()
    for email, seen in (("nell@home.example", "My page"), ("eve@home.example", "")):
        page = somebody(browser, day)
        page.goto("/invited/")
        page.get_by_label("Code").fill(code)
        page.get_by_label("Date of birth").fill("2 May 1984")
        page.get_by_label("Your own name").fill("Nell Journey")
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_label("Choose a password").fill("six grey cats at noon")
        page.keyboard.press("Enter")
        if seen:
            expect(page.get_by_role("heading", level=1)).to_have_text(seen)
        else:
            expect(page.locator(".faults")).to_be_visible()
            expect(page.get_by_text("My page")).to_have_count(0)
