"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.today import views

clinic_pages: Pages = [
    path("today/", views.today, name="today"),
    path("today/print/", views.today_print, name="today_print"),
    path("overdue/", views.overdue, name="overdue"),
]
clinic_nav = [
    Entrance("today", _("Today"), "today.read", 10),
    Entrance("overdue", _("Overdue"), "today.read", 20),
]
