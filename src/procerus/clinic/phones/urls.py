"""Addresses of this feature: the app, what it asks, and the pages about phones."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.phones import api, serving, views

site_pages: Pages = [
    path("phone/", serving.phone_file, name="phone_app"),
    path("phone/<path:path>", serving.phone_file, name="phone_file"),
    path("api/v1/diary/join", api.joined, name="diary_join"),
    path("api/v1/diary/push", api.pushed, name="diary_push"),
    path("api/v1/diary/pull", api.pulled, name="diary_pull"),
    path("api/v1/diary/about", api.about, name="diary_about"),
    path("api/v1/diary/leave", api.left, name="diary_leave"),
    path("api/v1/diary/erasure", api.asked_to_erase, name="diary_erasure"),
]
own_pages: Pages = [
    path("phones/", views.own_phones, name="mine_phones"),
    path("phones/<uuid:phone>/end/", views.end_own_phone, name="mine_end_phone"),
    path("erasure/", views.ask_erasure, name="mine_erasure"),
]
patient_pages: Pages = [
    path("phones/", views.phones, name="phones"),
    path("phones/erasures/<uuid:erasure>/", views.decide_erasure, name="decide_erasure"),
]
clinic_pages: Pages = [path("phones/", views.waiting, name="phones_waiting")]
clinic_nav = [Entrance("phones_waiting", _("Diaries by phone"), "patient.register", 60)]
