"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.sheet import views

patient_pages: Pages = [path("", views.sheet, name="sheet")]
patient_nav = [Entrance("sheet", _("Overview"), "patient.read", 10)]
