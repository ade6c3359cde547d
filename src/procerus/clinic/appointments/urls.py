"""Addresses of appointments."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.appointments import views

patient_pages: Pages = [
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/new/", views.appointment_make, name="appointment_make"),
    path("appointments/<uuid:appointment>/move/", views.appointment_move, name="appointment_move"),
    path("appointments/<uuid:appointment>/cancel/", views.appointment_cancel, name="appointment_cancel"),
    path("appointments/<uuid:appointment>/state/", views.appointment_state, name="appointment_state"),
    path(
        "appointments/<uuid:appointment>/appointment.ics",
        views.appointment_calendar,
        name="appointment_calendar",
    ),
]
own_pages: Pages = [
    path("appointments/", views.mine_appointments, name="mine_appointments"),
    path("appointments/<uuid:appointment>/appointment.ics", views.mine_appointment, name="mine_appointment"),
]
patient_nav = [Entrance("appointments", _("Appointments"), "patient.read", 70)]
