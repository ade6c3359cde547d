"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.audit import views

clinic_pages: Pages = [
    path("audit/", views.audit, name="audit"),
    path("audit/export/", views.export, name="audit-export"),
    path("audit/<slug:measure>/<slug:part>/", views.cases, name="audit-cases"),
    path("audit/<slug:measure>/<slug:part>/export/", views.export_cases, name="audit-cases-export"),
]
clinic_nav = [Entrance("audit", _("Audit"), "audit.read", 60)]
