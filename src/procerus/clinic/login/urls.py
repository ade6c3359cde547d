"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path

from procerus.clinic.access.addresses import Pages
from procerus.clinic.login import views

site_pages: Pages = [
    path("", views.home, name="home"),
    path("account/set-up-second-factor/", views.second_factor, name="second_factor"),
]
