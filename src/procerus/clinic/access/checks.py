"""Deny by default: every address of the site says who may open it, or the program does not start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from procerus.clinic.access.pages import Declared
from procerus.clinic.access.permissions import permissions

OTHERS = {
    "allauth.account.views": "log-in pages of the library; each looks after itself",
    "allauth.mfa": "second factors and passkeys of the library; each wants a log-in",
    "django.views.i18n": "sets the language",
}
"""Modules of libraries whose views were looked at, and why they may be opened."""


def every_view() -> Iterator[tuple[str, Any]]:
    """Every address with the view behind it."""
    yield from _views(get_resolver().url_patterns, "/")


def _views(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            yield address, one.callback


@register()
def every_page_says_who_may_open_it(**_: object) -> list[CheckMessage]:
    """An error for each page without a declaration, or with a permission that does not exist."""
    return [fault for address, view in every_view() for fault in _faults(address, view)]


def _faults(address: str, view: Any) -> Iterator[CheckMessage]:
    declared = getattr(view, "declared", None)
    home = getattr(view, "view_class", view).__module__
    if isinstance(declared, Declared):
        if declared.permission and declared.permission not in permissions():
            yield Error(f"{address} wants {declared.permission}, which is no permission.", id="access.E002")
    elif not any(home == name or home.startswith(f"{name}.") for name in OTHERS):
        hint = "Give the view one of the declarations of access.pages."
        yield Error(f"{address} does not say who may open it.", hint=hint, id="access.E001")
