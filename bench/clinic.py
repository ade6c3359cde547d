"""How quick the clinic's pages are: Today and the patient page, for 8 users who ask one after another.

    .venv/bin/python bench/clinic.py                          1,000 patients x 3 years of diary, on SQLite
    .venv/bin/python bench/clinic.py --patients 10000 --warm
    scripts/with-postgres .venv/bin/python bench/clinic.py --postgres --patients 10000 --warm

The server is the real one (`procerus serve`), in processes of its own on this machine; the users are
threads of another. Each looks at a page for `--think` seconds before asking for the next, and then all ask
again without a pause. "server" is the time that the server says it took, "user" what a user waited, "cpu" the
processor time of all the server's processes for each page, which other programs on the machine distort least.
Everybody is made up.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles

from clinic_built import built

USERS = 8


def main() -> None:
    """Build the clinic, serve it, ask it, and print the tables."""
    read = argparse.ArgumentParser()
    read.add_argument("--patients", type=int, default=1_000)
    read.add_argument("--seconds", type=float, default=20)
    read.add_argument("--think", type=float, default=1.0, help="seconds that a user looks at a page")
    read.add_argument("--postgres", action="store_true")
    read.add_argument("--among", type=int, default=1_000_000, help="ask about so many of them only")
    read.add_argument("--warm", action="store_true", help="compute every summary first, as the night does")
    read.add_argument("--folder", help="where the clinic is built, and stays to be asked again")
    read.add_argument("--port", type=int, default=8790)
    said = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PROCERUS_DATA"] = said.folder or folder
        os.environ["PROCERUS_DATABASE"] = os.environ["PROCERUS_TEST_DATABASE"] if said.postgres else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "procerus.clinic.settings"
        os.environ["PROCERUS_RENEW"] = "0"
        begun = time.perf_counter()
        cookie, patients = built(said.patients)
        print(f"built {len(patients):,} patients in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        asked_of = patients[: said.among]
        if said.warm:
            warm(asked_of)
        with served(said.port) as server:
            for think in dict.fromkeys((said.think, 0.0)):
                print(
                    f"{USERS} users, each {think:g} s on a page; load of the machine {os.getloadavg()[0]:.1f}"
                )
                before = processor_seconds(server)
                found = asked(cookie, asked_of, said.seconds, think, said.port)
                spent = processor_seconds(server) - before
                print(table(found), flush=True)
                print(f"cpu {1000 * spent / sum(map(len, found.values())):.1f} ms a page\n", flush=True)


def warm(patients: list[str]) -> None:
    """Compute the summaries of these patients, as the server does at night, and say how long it took."""
    from procerus.clinic.appointments.due import number_overdue
    from procerus.clinic.people.models import Clinic, Patient
    from procerus.clinic.summaries.summary import AT_ONCE, summaries_of

    clinic, today = Clinic.objects.get(slug="bench"), datetime.now(UTC).date()
    begun, used = time.perf_counter(), time.process_time()
    for first in range(0, len(patients), AT_ONCE):
        some = Patient.objects.filter(pk__in=patients[first : first + AT_ONCE])
        summaries_of(list(some), clinic, today)
    count = len(patients)
    spent, cpu = time.perf_counter() - begun, time.process_time() - used
    each = f"{1000 * spent / count:.1f} ms each, {1000 * cpu / count:.1f} ms of it processor time"
    print(f"renewed {count:,} summaries in {spent:.0f} s: {each}", file=sys.stderr)
    used = time.process_time()
    number_overdue(clinic, today)
    print(f"found who is overdue in {time.process_time() - used:.1f} s of processor time", file=sys.stderr)


def processor_seconds(server: int) -> float:
    """The processor time that a process and its children have used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _state, *said = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended in the meantime
            continue
        if server in (int(stat.parent.name), int(said[0])):
            ticks += int(said[10]) + int(said[11])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(port: int) -> Iterator[int]:
    """The real server, by the number of its process, until the block ends."""
    command = [
        sys.executable,
        "-m",
        "procerus",
        "serve",
        "--data",
        os.environ["PROCERUS_DATA"],
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    fetched(HTTPConnection("127.0.0.1", port), "/health", "")
                    break
                except OSError:
                    time.sleep(0.2)
            yield server.pid
        finally:
            server.terminate()


def fetched(connection: HTTPConnection, path: str, cookie: str) -> tuple[float, float, int]:
    """Milliseconds the server took, milliseconds the user waited, and bytes over the wire."""
    begun = time.perf_counter()
    headers = {"Cookie": f"session={cookie}", "Accept-Encoding": "br, gzip"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    took = float(answer.headers["Server-Timing"].rpartition("=")[2])
    return took, (time.perf_counter() - begun) * 1000, len(body)


def asked(
    cookie: str, patients: list[str], seconds: float, think: float, port: int
) -> dict[str, list[tuple[float, float, int]]]:
    """What users found who ask for one page after another: of ten about nine patients and once Today."""
    until = time.perf_counter() + seconds

    def user(number: int) -> list[tuple[str, tuple[float, float, int]]]:
        choose, found, connection = random.Random(number), [], HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            page = "today" if choose.random() < 0.1 else "patient"
            path = "/at/bench/today/" if page == "today" else f"/at/bench/patients/{choose.choice(patients)}/"
            found.append((page, fetched(connection, path, cookie)))
            time.sleep(think * choose.uniform(0.5, 1.5))
        return found

    pages: dict[str, list[tuple[float, float, int]]] = {"patient": [], "today": []}
    with ThreadPoolExecutor(USERS) as users:
        for found in users.map(user, range(USERS)):
            for page, times in found:
                pages[page].append(times)
    return pages


def table(pages: dict[str, list[tuple[float, float, int]]]) -> str:
    """The figures, one line a page."""
    heads = ("server p50", "server p95", "user p50", "user p95")
    lines = [f"{'page':<8} {'asked':>6}" + "".join(f"{head:>13}" for head in heads) + f"{'kB':>7}"]
    for page, times in pages.items():
        cuts = [quantiles(one, n=20) for one in zip(*times, strict=True)]
        shown = (f"{cut[place]:>10.1f} ms" for cut in cuts[:2] for place in (9, 18))
        lines.append(f"{page:<8} {len(times):>6}{''.join(shown)}{cuts[2][9] / 1000:>7.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
