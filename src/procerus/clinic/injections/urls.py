"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.injections import views

patient_pages: Pages = [
    path("inject/", views.inject, name="inject"),
    path("inject/plan/", views.inject_plan, name="inject_plan"),
    path("inject/agree/", views.agree, name="inject_agree"),
    path("sessions/<uuid:session>/", views.session, name="session"),
    path("sessions/<uuid:session>/file/", views.session_file, name="session_file"),
    path("sessions/<uuid:session>/sheet/", views.session_sheet, name="session_sheet"),
    path("sessions/<uuid:session>/correct/", views.correct, name="session_correct"),
    path("sessions/<uuid:session>/correct/plan/", views.correct_plan, name="session_correct_plan"),
    path("sessions/<uuid:session>/take-back/", views.take_back, name="session_take_back"),
    path("sessions/<uuid:session>/countersign/", views.countersign, name="session_countersign"),
]
patient_nav = [Entrance("inject", _("Inject"), "injection.write", 40)]
