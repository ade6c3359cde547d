"""Nothing that was acknowledged is lost when the server is killed, and nothing is there twice."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from random import Random

import pytest

from databases import a_database_of_its_own, counted
from durable import PATIENTS, Server, Writer, joined_phones
from served import filled, told_to

pytestmark = pytest.mark.ci


@pytest.mark.parametrize(
    ("kills", "writes"), [(4, 60), pytest.param(50, 1_250, marks=pytest.mark.nightly)], ids=["few", "many"]
)
def test_a_server_that_is_killed_again_and_again_keeps_each_acknowledged_statement_once(
    tmp_path: Path, kills: int, writes: int
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with a_database_of_its_own() as database:
        tokens = filled(joined_phones, told_to(folder, database))
        server = Server(folder, database)
        server.start()
        writers = [Writer(token, number, writes) for number, token in enumerate(tokens, 1)]
        killed = _written(server, writers, kills)
        try:
            asked = sum(one.asked for one in writers)
            acknowledged = [name for one in writers for name in one.acknowledged]
            kept = counted(database, folder, "SELECT count(*) FROM phones_told")
            once = counted(database, folder, "SELECT count(DISTINCT statement) FROM phones_told")
            last = counted(database, folder, "SELECT max(number) FROM phones_told")
        finally:
            server.kill()
    print(f"{killed} kills, {asked} requests for {len(acknowledged)} statements, {kept} kept")
    assert [one.refused for one in writers] == [[]] * PATIENTS
    assert len(acknowledged) == PATIENTS * writes == kept == once
    assert (killed, last) == (kills, writes), "it was killed while it wrote, and the numbers have no gap"


def _written(server: Server, writers: list[Writer], kills: int) -> int:
    """Let everybody write to the end, and kill the server meanwhile. Returns how often it was killed."""
    stop, chance = threading.Event(), Random(1)
    threads = [threading.Thread(target=one.go_on, args=(one.phone(), server.port, stop)) for one in writers]
    for one in threads:
        one.start()
    killed, everything = 0, sum(one.writes for one in writers)
    try:
        while any(one.is_alive() for one in threads):
            done = sum(len(one.acknowledged) for one in writers)
            if killed < kills and done * (kills + 1) >= everything * (killed + 1):
                time.sleep(chance.random() / 20)
                server.kill()
                server.start()
                killed += 1
            time.sleep(0.005)
    finally:
        stop.set()
        for one in threads:
            one.join()
    return killed
