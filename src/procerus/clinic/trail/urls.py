"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.trail import views

clinic_pages: Pages = [
    path("trail/", views.trail, name="trail"),
    path("trail/export/", views.export, name="trail_export"),
    path("trail/whole/", views.whole, name="trail_whole"),
]
clinic_nav = [Entrance("trail", _("Trail"), "trail.read", 90)]
