"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.letters import views

patient_pages: Pages = [
    path("letters/", views.letters, name="letters"),
    path("letters/write/<slug:kind>/", views.write, name="letter_write"),
    path("letters/<uuid:letter>/", views.letter, name="letter"),
    path("letters/<uuid:letter>/pdf/", views.pdf, name="letter_pdf"),
]
patient_nav = [Entrance("letters", _("Letters"), "patient.read", 60)]
