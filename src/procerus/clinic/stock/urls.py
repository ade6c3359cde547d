"""Addresses of this feature."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.addresses import Entrance, Pages
from procerus.clinic.stock import recall_views, views

clinic_pages: Pages = [
    path("stock/", views.stock, name="stock"),
    path("stock/receive/", views.receiving, name="stock-receive"),
    path("stock/count/", views.counting, name="stock-count"),
    path("stock/ledger/", views.ledger_page, name="stock-ledger"),
    path("stock/ledger.csv", views.ledger_file, name="stock-ledger-file"),
    path("stock/kind/<uuid:vial>/", views.kind, name="stock-kind"),
    path("stock/vials/<uuid:vial>/", views.vial_page, name="stock-vial"),
    path("stock/recall/", recall_views.recalling, name="stock-recall"),
    path("stock/recall.csv", recall_views.recall_file, name="stock-recall-file"),
]
clinic_nav = [Entrance("stock", _("Stock"), "stock.read", 50)]
