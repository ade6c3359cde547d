"""The one sentence that stands on everything a patient reads."""

from __future__ import annotations

from django.utils.translation import gettext as _


def emergency() -> str:
    """What is an emergency, and that nobody watches the diary: `packs.claims.EMERGENCY` in each language."""
    return _(
        "Trouble swallowing, speaking or breathing, or a sudden worst-ever headache: call emergency services."
        " Nobody watches this diary."
    )
