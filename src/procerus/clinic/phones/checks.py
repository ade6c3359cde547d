"""Look at every start that each diary can be opened."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Max

from procerus.clinic.phones.models import Told
from procerus.clinic.phones.told import keys


@register(Tags.database)
def every_diary_has_its_key(databases: object = None, **_: object) -> list[CheckMessage]:
    """An error where a key is missing and nobody destroyed it."""
    if not databases:
        return []
    own = keys()
    gone = own.erased()
    told = Told.objects.order_by().values_list("patient").annotate(last=Max("number"))
    lacking = sum(not own.there(one) for one, last in told if last > gone.get(one, 0))
    if not lacking:
        return []
    hint = "Put the folder diary-keys of the latest backup back beside the database."
    return [Error(f"The keys of {lacking} diaries are missing.", hint=hint, id="phones.E001")]
