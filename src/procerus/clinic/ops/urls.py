"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path

from procerus.clinic.access.addresses import Pages
from procerus.clinic.ops import views

site_pages: Pages = [path("health", views.health, name="health")]
