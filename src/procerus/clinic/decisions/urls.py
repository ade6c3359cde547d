"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.decisions import views

patient_pages: Pages = [
    path("decide/", views.decide, name="decide"),
    path("decide/record/", views.record, name="decision_record"),
    path("decide/baseline/", views.baseline, name="decision_baseline"),
    path("decide/compare/", views.compare, name="decision_compare"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<uuid:decision>/", views.decision, name="decision"),
    path("decisions/<uuid:decision>/again/", views.again, name="decision_again"),
    path("decisions/<uuid:decision>/shared-decision.pdf", views.paper, name="decision_print"),
]
patient_nav = [Entrance("decide", _("Decide"), "patient.read", 30)]
