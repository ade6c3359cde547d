"""Addresses of this feature."""

from __future__ import annotations

from procerus.clinic.access.addresses import Pages

site_pages: Pages = []
clinic_pages: Pages = []
patient_pages: Pages = []
own_pages: Pages = []
