"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.diaries import views

patient_pages: Pages = [
    path("diary/", views.diary, name="diary"),
    path("diary/days/", views.days, name="diary_days"),
    path("diary/days/<str:day>/note/", views.note, name="diary_note"),
    path("diary/upload/", views.upload, name="diary_upload"),
    path("diary/imports/<uuid:batch>/undo/", views.undo_import, name="diary_undo"),
]
patient_nav = [Entrance("diary", _("Diary"), "patient.read", 20)]
