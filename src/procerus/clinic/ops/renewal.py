"""Compute what pages show of every patient ahead of time: at start-up, and when a clinic's day begins.

It runs in a process of its own beside the server, which makes room for everybody else: it is content with the
processor time that nobody wants, and pauses after every few patients for as long as they took, so that the
one writer of SQLite is free most of the time. A page that is asked for before its turn computes its summary
itself. `PROCERUS_RENEW=0` switches it off.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from procerus.clinic.people.models import Clinic

LOOKS_EVERY_SECONDS = 60
"""So soon after midnight the renewal begins."""
AT_ONCE = 10
"""So many patients are computed and written between two pauses: less than a second's work."""
NICENESS = 15
SECONDS_TO_END = 5
Done = dict[UUID, date]
Pause = Callable[[float], None]


@contextmanager
def beside() -> Iterator[None]:
    """Renew in a process of its own until the block ends."""
    if os.environ.get("PROCERUS_RENEW") == "0":
        yield
        return
    command = [sys.executable, "-m", "procerus.clinic.ops.renewal", str(os.getpid())]
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        program.kill()  # what it was writing is rolled back, and is computed again when it is needed
        program.wait(SECONDS_TO_END)


def renew_all(done: Done, now: datetime, pause: Pause) -> int:
    """Renew the clinics where another day has begun. Returns of how many patients.

    What cannot be computed of some is written to the log, and the others are renewed all the same.
    """
    from procerus.clinic.people.models import Clinic

    count = 0
    for clinic in Clinic.objects.all():
        today = now.astimezone(ZoneInfo(clinic.timezone)).date()
        if done.get(clinic.pk) != today:
            count += _renew(clinic, today, pause)
            done[clinic.pk] = today
    return count


def _renew(clinic: Clinic, today: date, pause: Pause) -> int:
    from procerus.clinic.appointments.due import nexts
    from procerus.clinic.ops.logs import line, told
    from procerus.clinic.summaries.summary import registered_in_parts, summaries_of

    count, begun = 0, time.monotonic()
    for some in registered_in_parts(clinic, AT_ONCE):
        try:
            summaries_of(some, clinic, today)
            nexts(some, clinic)
            count += len(some)
        except Exception as error:  # whatever it is: the pages of these patients compute it, or say why not
            line("renewal failed", patients=len(some), **told(error))
        pause(time.monotonic() - begun)
        begun = time.monotonic()
    return count


def main(server: int) -> None:
    """Look at the clocks until the server is gone."""
    from django.db import connection

    from procerus.clinic.ops.logs import line, set_up, told
    from procerus.clinic.ops.serving import load

    os.nice(NICENESS)
    load()
    set_up()
    done: Done = {}

    def pause(seconds: float) -> None:
        if os.getppid() != server:
            sys.exit(0)
        time.sleep(seconds)

    while True:
        begun = time.monotonic()
        try:
            count = renew_all(done, datetime.now(UTC), pause)
        except Exception as error:  # the database is away: it may be back in a minute
            line("renewal failed", **told(error))
        else:
            if count:
                line("renewed", patients=count, seconds=round(time.monotonic() - begun, 1))
        connection.close()
        for _ in range(LOOKS_EVERY_SECONDS):
            pause(1)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(0)
