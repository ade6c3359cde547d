"""Whose pages are looked at, and the addresses that have no page to be looked at."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

ROLES = (
    "nurse", "doctor", "coordinator", "auditor", "administrator", "patient", "carer",
    "doctor at an empty clinic", "anonymous",
)  # fmt: skip
ROLE_BY_ROLE = [one if one == "doctor" else pytest.param(one, marks=pytest.mark.ci) for one in ROLES]
"""A doctor sees most pages; the pages of the others are looked at on CI."""
WITH_PATIENTS = [one for one in ROLES if one != "doctor at an empty clinic"]
FILES = (
    "appointment_calendar", "audit-cases-export", "audit-export", "decision_print", "letter_pdf",
    "mine_appointment", "mine_copy", "mine_diary", "mine_file", "records_report", "session_file",
    "session_sheet", "stock-ledger-file", "stock-recall-file", "trail_export",
)  # fmt: skip
SENT = (
    "account_language", "appointment_state", "authorisation_renew", "cancel_invitation",
    "confirm_table", "decision_baseline", "decision_record", "diary_take_in", "end_carer", "end_role",
    "inject_agree", "inject_plan", "log_out_elsewhere", "mine_ask", "mine_cancel_invitation",
    "mine_end_carer", "mine_end_phone", "mine_erasure", "records_asked", "remove_clinic",
    "session_correct_plan", "session_countersign",
    "staff_account", "staff_way_in", "withdraw_invitation",
)  # fmt: skip
"""They take a form that stands on another page, and lead back to one."""
TO_PHONES = (
    "diary_about", "diary_erasure", "diary_join", "diary_leave", "diary_pull", "diary_push",
)  # fmt: skip
THE_APP = ("phone_app", "phone_file")
"""The diary on the phone is looked at in tests/phone."""
WITHOUT_A_PAGE: Mapping[str, str] = {
    **dict.fromkeys(TO_PHONES, "answers a phone"),
    **dict.fromkeys(THE_APP, "is the diary on the phone"),
    **dict.fromkeys(FILES, "is a file"),
    **dict.fromkeys(SENT, "takes a form of another page"),
    "enter": "needs a code that works once: tests/clinic/test_login_in_a_browser.py looks at it",
    "health": "is for machines",
    "home": "leads on",
    "records_prompt": "is asked some days after a session",
    "records_answer": "answers a question of the patient's: tests/clinic/test_records_answers.py",
}
