"""Run as a program on restored data: the checks of the start, the trail, and one page."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """0 where the restored clinic starts and answers; else what it said goes to stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procerus.clinic.settings")
    import django

    django.setup()
    from django.core.checks import ERROR, run_checks
    from django.test import Client

    from procerus.clinic.people.models import Account
    from procerus.clinic.trail.chain import faults_of_the_chain

    faults = [str(one) for one in run_checks(databases=["default"]) if one.level >= ERROR]
    faults += [str(one) for one in faults_of_the_chain()]
    answer = Client().get("/health", headers={"host": "127.0.0.1"})
    if answer.status_code != 200:
        faults.append(f"/health answered {answer.status_code}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"starts, the trail is whole, {Account.objects.filter(is_active=True).count()} accounts can log in")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
