"""Every address. A feature has its own lists; each view says who may open it (`access.pages`)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.account import views as account
from django.urls import include, path
from django.views.i18n import set_language

from procerus.clinic.access.addresses import Pages

WITH_PAGES = (
    "login", "people", "today", "sheet", "diaries", "phones", "record", "records", "decisions", "injections",
    "stock", "appointments", "authorisations", "letters", "audit", "trail", "ops",
)  # fmt: skip
"""Features with a module `urls`, which holds any of the lists that are collected."""


def collected(name: str) -> list[Any]:
    """One list of addresses or of navigation, of every feature that has it."""
    found: list[Any] = []
    for feature in WITH_PAGES:
        module: Any = import_module(f"procerus.clinic.{feature}.urls")
        found += getattr(module, name, [])
    return found


urlpatterns: Pages = [
    *collected("site_pages"),
    path("at/<slug:clinic>/", include(collected("clinic_pages"))),
    path("at/<slug:clinic>/patients/<uuid:patient>/", include(collected("patient_pages"))),
    path("my/<uuid:patient>/", include(collected("own_pages"))),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
]
handler404 = "procerus.clinic.access.failures.not_found"
handler429 = "procerus.clinic.access.failures.too_often"  # the log-in library asks for it
handler500 = "procerus.clinic.access.failures.broken"
