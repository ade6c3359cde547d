"""Whose pages are looked at, and the addresses that have no page to be looked at."""

from __future__ import annotations

from collections.abc import Mapping

ROLES = (
    "nurse", "doctor", "coordinator", "auditor", "administrator", "patient", "carer",
    "doctor at an empty clinic", "anonymous",
)  # fmt: skip
_SENT = "takes a form that stands on another page, and leads back to one"
_FILE = "is a file"
WITHOUT_A_PAGE: Mapping[str, str] = {
    "account_language": _SENT, "appointment_cancel": _SENT, "appointment_move": _SENT,
}  # fmt: skip
