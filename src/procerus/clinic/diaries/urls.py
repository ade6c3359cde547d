"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.diaries import views, views_paper

patient_pages: Pages = [
    path("diary/", views.diary, name="diary"),
    path("diary/days/", views.days, name="diary_days"),
    path("diary/days/<str:day>/note/", views.note, name="diary_note"),
    path("diary/upload/", views.upload, name="diary_upload"),
    path("diary/upload/take-in/", views.take_in_file, name="diary_take_in"),
    path("diary/paper/", views_paper.paper, name="diary_paper"),
    path("diary/paper/<uuid:statement>/correct/", views_paper.correct, name="diary_correct"),
    path("diary/imports/<uuid:batch>/undo/", views.undo_import, name="diary_undo"),
]
own_pages: Pages = [
    path("paper/", views_paper.own_paper, name="mine_paper"),
    path("paper/<uuid:statement>/correct/", views_paper.correct_own, name="mine_correct"),
]
patient_nav = [Entrance("diary", _("Diary"), "patient.read", 20)]
