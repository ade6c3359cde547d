"""Pictures that are made of text."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

QR_MODULE_PIXELS = 5


def qr(text: str) -> SafeString:
    """A QR code as SVG; the text in it is an address and a code that were made here."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=QR_MODULE_PIXELS, dark="#000", light="#fff", border=4, title=_("The same link as a picture")
    )
    return mark_safe(drawn)
