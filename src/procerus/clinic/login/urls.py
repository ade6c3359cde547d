"""Addresses of this feature, and of the staff of a clinic."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.login import entering, settings_views, staff_views, views

site_pages: Pages = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("account/language/", views.language, name="account_language"),
    path("account/sessions/", views.log_out_elsewhere, name="log_out_elsewhere"),
    path("account/set-up-second-factor/", views.second_factor, name="second_factor"),
    path("account/enter/<str:code>/", entering.enter, name="enter"),
]
clinic_pages: Pages = [
    path("", views.clinic_home, name="clinic_home"),
    path("staff/", staff_views.staff, name="staff"),
    path("staff/invite/", staff_views.invite, name="invite_staff"),
    path("staff/invitations/<uuid:link>/withdraw/", staff_views.withdraw, name="withdraw_invitation"),
    path("staff/<int:member>/", staff_views.member, name="staff_member"),
    path("staff/<int:member>/role/", staff_views.role, name="staff_role"),
    path("staff/<int:member>/end/", staff_views.end, name="end_role"),
    path("staff/<int:member>/way-in/", staff_views.way_in, name="staff_way_in"),
    path("staff/<int:member>/account/", staff_views.account, name="staff_account"),
    path("settings/", settings_views.clinic_settings, name="clinic_settings"),
    path("settings/new/", settings_views.new_clinic, name="new_clinic"),
    path("settings/remove/", settings_views.remove_clinic, name="remove_clinic"),
]
clinic_nav = [
    Entrance("staff", _("Staff"), "clinic.manage", 80),
    Entrance("clinic_settings", _("Settings"), "clinic.manage", 85),
]
