"""Addresses of the record by hand."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.records import answer_views, views
from procerus.clinic.records.flags import alerts_of

clinic_pages: Pages = [path("alerts/", answer_views.alerts, name="records_alerts")]
patient_pages: Pages = [
    path("record/", views.records, name="records"),
    path("record/add/<slug:section>/", views.add, name="records_add"),
    path("record/asked/<slug:section>/", views.asked, name="records_asked"),
    path("record/entries/<uuid:entry>/", views.entry, name="records_entry"),
    path("record/entries/<uuid:entry>/amend/", views.amend, name="records_amend"),
    path("record/entries/<uuid:entry>/withdraw/", views.withdraw, name="records_withdraw"),
    path("record/entries/<uuid:entry>/answer/", answer_views.answer, name="records_answer"),
    path("record/entries/<uuid:entry>/answers/", answer_views.amend_questionnaire,
         name="records_questionnaire_amend"),
    path("record/entries/<uuid:entry>/report/<slug:scheme>.pdf", answer_views.report, name="records_report"),
    path("record/questionnaires/<slug:instrument>/", answer_views.questionnaire,
         name="records_questionnaire"),
    path("record/alerts/<uuid:alert>/", answer_views.alert, name="records_alert"),
    path("record/sessions/<uuid:session>/<slug:prompt>/", answer_views.prompt, name="records_prompt"),
]  # fmt: skip
own_pages: Pages = [path("questions/", answer_views.my_questions, name="my_questions")]
clinic_nav = [Entrance("records_alerts", _("Alerts"), "patient.read", 40)]
patient_nav = [Entrance("records", _("Record"), "patient.read", 20)]
patient_flags = [alerts_of]
