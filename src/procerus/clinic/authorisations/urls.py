"""Addresses of authorisations."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.authorisations import views

clinic_pages: Pages = [path("authorisations/", views.authorisations, name="authorisations")]
patient_pages: Pages = [
    path("authorisations/", views.patient_authorisations, name="patient_authorisations"),
    path("authorisations/new/", views.authorisation_make, name="authorisation_make"),
    path("authorisations/<uuid:authorisation>/", views.authorisation, name="authorisation"),
    path(
        "authorisations/<uuid:authorisation>/change/",
        views.authorisation_change,
        name="authorisation_change",
    ),
    path("authorisations/<uuid:authorisation>/renew/", views.authorisation_renew, name="authorisation_renew"),
]
clinic_nav = [Entrance("authorisations", _("Authorisations"), "authorisation.read", 40)]
patient_nav = [Entrance("patient_authorisations", _("Authorisations"), "authorisation.read", 80)]
