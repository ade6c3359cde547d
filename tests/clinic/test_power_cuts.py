"""Nothing that was acknowledged is lost when the power goes: the disk keeps only what was flushed to it.

A file system in a file is shut down in the midst of writing, as its own ioctl does it, without flushing its
journal (ext4: EXT4_IOC_SHUTDOWN); what the machine held in memory is gone. It takes root and loop devices.
On it lie the clinic's own file, or a PostgreSQL of its own where the suite runs on PostgreSQL.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from databases import counted
from durable import Server, Writer, joined_phones
from served import filled, told_to

SHUTDOWN, WITHOUT_THE_JOURNAL = 0x8004587D, 2
SIZE = 512 * 1024 * 1024
SECONDS_TO_LET_GO = 10
SECONDS_TO_BE_HEARD = 60
PROGRAMS = ("mkfs.ext4", "mount", "umount", "runuser", "pgrep")
CAN = os.geteuid() == 0 and Path("/dev/loop-control").exists() and all(map(shutil.which, PROGRAMS))
ON_POSTGRESQL = bool(os.environ["PROCERUS_DATABASE"])
CUTS = 5 if os.environ.get("CI") else 3

# Where a machine has none of these the tests are skipped with this line; on CI a skip of them is a failure.
pytestmark = [
    pytest.mark.skipif(not CAN, reason="power cuts take root, loop devices and mkfs.ext4"),
    pytest.mark.ci,
]


@contextmanager
def a_disk() -> Iterator[tuple[Path, Path]]:
    """A file system in a file, and where it is mounted: where PostgreSQL, who is not root, can reach it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        image, place = folder / "disk", folder / "mounted"
        with image.open("wb") as file:
            file.truncate(SIZE)
        place.mkdir()
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
        _mount(image, place)
        try:
            yield image, place
        finally:
            subprocess.run(["umount", str(place)], check=False)


def _mount(image: Path, place: Path) -> None:
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)


def _unmount(place: Path) -> None:
    """As soon as those who were killed have let go of it."""
    until = time.monotonic() + SECONDS_TO_LET_GO
    while subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode:
        assert time.monotonic() < until, "somebody still holds the disk"
        time.sleep(0.05)


def the_power_goes(place: Path) -> None:
    """Whatever was not flushed is gone."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_THE_JOURNAL))
    finally:
        os.close(handle)


@dataclass
class InAFile:
    """The clinic's own file: nothing has to run beside the server."""

    place: Path
    address = ""
    sound = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"

    def start(self) -> None:
        """Nothing to do."""

    def die(self) -> None:
        """Nothing to do."""


class OnPostgreSQL:
    """A PostgreSQL whose files lie on the disk, with checksums."""

    sound = "SELECT count(*) FROM pg_settings WHERE name = 'data_checksums' AND setting = 'on'"

    def __init__(self, place: Path) -> None:
        self.place, self.cluster, self.first = place, place / "cluster", 0
        self.address = f"postgresql://procerus@/postgres?host={place.parent}"
        self.cluster.mkdir()
        for one in (self.cluster, place.parent):
            shutil.chown(one, "postgres")
        options = ("--username", "procerus", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        self._told("initdb", *options, "--data-checksums")

    def start(self) -> None:
        """Begin; what the last end left is put right first."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.place.parent}"
        self._told("pg_ctl", "--log", f"{self.place.parent}/log", "--wait", "--options", options, "start")
        self.first = int((self.cluster / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def die(self) -> None:
        """All of its processes at once, as they do without power."""
        found = subprocess.run(["pgrep", "-P", str(self.first)], capture_output=True, text=True, check=False)
        all_of_them = (self.first, *map(int, found.stdout.split()))
        for one in all_of_them:
            with suppress(ProcessLookupError):  # it ended by itself when its disk was gone
                os.kill(one, signal.SIGKILL)
        until = time.monotonic() + SECONDS_TO_LET_GO
        while any(Path(f"/proc/{one}").exists() for one in all_of_them):  # no number outlives the power
            assert time.monotonic() < until, "PostgreSQL is still there"
            time.sleep(0.02)

    def _told(self, program: str, *words: str) -> None:
        found = shutil.which(program)
        assert found is not None
        command = ["runuser", "-u", "postgres", "--", found, "--pgdata", str(self.cluster), *words]
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd="/")
        log = self.place.parent / "log"
        assert not done.returncode, f"{program}:\n{log.read_text(encoding='utf-8')[-4_000:]}"


Store = InAFile | OnPostgreSQL


@pytest.mark.parametrize("cuts", [CUTS, pytest.param(200, marks=pytest.mark.nightly)], ids=["few", "many"])
def test_what_was_acknowledged_is_there_after_the_power_was_cut(cuts: int) -> None:
    chance = Random(2)
    with a_disk() as (image, place):
        folder = place / "data"
        folder.mkdir()
        store: Store = OnPostgreSQL(place) if ON_POSTGRESQL else InAFile(place)
        store.start()
        tokens = filled(joined_phones, told_to(folder, store.address))
        os.sync()
        writers = [Writer(token, number, 1_000_000) for number, token in enumerate(tokens, 1)]
        phones = [one.phone() for one in writers]
        for _ in range(cuts):
            _written_until_the_power_goes(folder, store, writers, phones, chance.uniform(0.2, 1.2))
            _unmount(place)
            _mount(image, place)
            store.start()
            _everything_is_there(folder, store, writers)
        store.die()


def _written_until_the_power_goes(folder, store: Store, writers, phones, seconds: float) -> None:
    server, stop = Server(folder, store.address), threading.Event()
    server.start()
    threads = [
        threading.Thread(target=one.go_on, args=(phone, server.port, stop))
        for one, phone in zip(writers, phones, strict=True)
    ]
    before = sum(len(one.acknowledged) for one in writers)
    for one in threads:
        one.start()
    late = time.monotonic() + SECONDS_TO_BE_HEARD
    while sum(len(one.acknowledged) for one in writers) == before and time.monotonic() < late:
        time.sleep(0.01)
    time.sleep(seconds)
    the_power_goes(store.place)
    stop.set()
    server.kill()
    store.die()
    for one in threads:
        one.join()
    assert sum(len(one.acknowledged) for one in writers) > before, "it was cut while somebody wrote"


def _everything_is_there(folder: Path, store: Store, writers: list[Writer]) -> None:
    names = [name for one in writers for name in one.acknowledged]
    assert len(set(names)) == len(names)
    listed = ",".join(f"'{name if store.address else name.replace('-', '')}'" for name in names)
    question = f"SELECT count(*) FROM phones_told WHERE statement IN ({listed})"
    kept = counted(store.address, folder, "SELECT count(*) FROM phones_told")
    assert counted(store.address, folder, question) == len(names) <= kept <= len(names) + len(writers)
    assert counted(store.address, folder, store.sound) == 1
