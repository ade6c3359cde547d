"""What is said when the key of a diary is not there: never that nothing was written down."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from procerus.clinic.access.failures import failure
from procerus.clinic.phones.keys import Sealed

UNAVAILABLE = 503


class KeyMissing:
    """Answers a page that could not open a diary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page in place of the error; None where it is another one."""
        if not isinstance(exception, Sealed):
            return None
        says = _(
            "What this person's phone sent is here, and its key is not. Whoever looks after the server puts"
            " the folder diary-keys of the backup back. Until then nothing about this diary is shown, so that"
            " nobody takes it for empty."
        )
        return failure(request, UNAVAILABLE, _("The diary cannot be opened"), says)
