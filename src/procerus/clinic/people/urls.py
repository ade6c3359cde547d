"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.people import (
    views,
    views_bulk,
    views_glass,
    views_invitations,
    views_merging,
    views_own,
)

site_pages: Pages = [path("invited/", views_invitations.invited, name="invited")]
clinic_pages: Pages = [
    path("patients/", views.people, name="people"),
    path("patients/new/", views.register_patient, name="register"),
    path("patients/table/", views_bulk.table, name="table"),
    path("patients/table/confirm/", views_bulk.confirm_table, name="confirm_table"),
    path("patients/emergency/", views_glass.open_in_emergency, name="glass"),
    path("emergencies/", views_glass.emergencies, name="emergencies"),
]
patient_pages: Pages = [
    path("person/", views.identity, name="identity"),
    path("person/correct/", views.correct_identity, name="correct_identity"),
    path("person/merge/", views_merging.choose_other, name="choose_other"),
    path("person/merge/<uuid:other>/", views_merging.merge_with, name="merge"),
    path("person/unmerge/<uuid:event>/", views_merging.unmerge_from, name="unmerge"),
    path("person/invite/<slug:role>/", views_invitations.invite_somebody, name="invite"),
    path(
        "person/invitations/<uuid:invitation>/cancel/",
        views_invitations.cancel_invitation,
        name="cancel_invitation",
    ),
    path("person/carers/<int:care>/end/", views_invitations.end_carer, name="end_carer"),
]
own_pages: Pages = [
    path("", views_own.mine, name="mine"),
    path("ask/", views_own.ask, name="mine_ask"),
    path("seen/", views_own.who_saw, name="mine_seen"),
    path("everything-about-me.json", views_own.export_copy, name="mine_copy"),
    path("my-record.json", views_own.export_file, name="mine_file"),
    path("my-diary.csv", views_own.export_diary, name="mine_diary"),
    path("carers/invite/", views_invitations.invite_carer, name="mine_invite"),
    path(
        "carers/invitations/<uuid:invitation>/cancel/",
        views_invitations.cancel_own_invitation,
        name="mine_cancel_invitation",
    ),
    path("carers/<int:care>/end/", views_invitations.end_own_carer, name="mine_end_carer"),
]
clinic_nav = [
    Entrance("people", _("Patients"), "patient.read", 20),
    Entrance("emergencies", _("Emergency access"), "trail.read", 85),
]
patient_nav = [Entrance("identity", _("Person"), "patient.read", 80)]
