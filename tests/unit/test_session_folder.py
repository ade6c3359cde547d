"""The folder of records: whole or not at all, never changed, one person once a day, and no gap unseen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from procerus.exchange.sessions.filed import Filed, bytes_of, hash_of, is_filed, name_of, read_filed
from procerus.exchange.sessions.folder import chain_faults, file_record, live, records_in
from procerus.exchange.sessions.session_file import plan_in
from procerus.faults import BadInput, Fault
from procerus.injection.seal import sealed
from sessions import Json, ada_session, filled, plan_of, record_of, refusals, somebody

BEN = "made-up-ben"
FILE_IT = """
import json, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from procerus.exchange.sessions.folder import file_record
from procerus.faults import BadInput
from sessions import record_of
shape = json.loads(Path({session!r}).read_text())
record = record_of(shape)
{before}
try:
    file_record(record, shape, Path({folder!r}), lambda alive: ())
except BadInput as bad:
    print(bad)
    sys.exit(2)
"""


def put(shape: Json, folder: Path) -> Path:
    """File a session."""
    return file_record(record_of(shape), shape, folder, lambda alive: ())


def refused(shape: Json, folder: Path) -> str:
    """Why a session is not filed; nothing is."""
    before = sorted(folder.iterdir())
    with pytest.raises(BadInput) as caught:
        put(shape, folder)
    assert sorted(folder.iterdir()) == before
    return str(caught.value)


def ben_session(patient: str = BEN) -> Json:
    return filled(plan_of(patient=patient))


def corrected(name: str, **said: object) -> Json:
    """Ada's session once more, as a correction."""
    return ada_session() | {"replaces": {"record": name, "why": "lot mistyped"}} | said


def process(shape: Json, folder: Path, tmp_path: Path, before: str = "") -> subprocess.Popen[str]:
    """File a session in a process of its own."""
    session = tmp_path / f"session-{len(list(tmp_path.iterdir()))}.json"
    session.write_text(json.dumps(shape))
    program = FILE_IT.format(
        tests=str(Path(__file__).parents[1]), session=str(session), folder=str(folder), before=before
    )
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


# Writing ----------------------------------------------------------------------------------------------


def test_a_record_is_named_by_its_day_its_person_and_its_hash(tmp_path: Path):
    path = put(ada_session(), tmp_path)
    one = read_filed(path)
    assert path.name == f"2026-11-01-made-up-ada-{one.hash[:16]}.json"
    assert (one.day, one.patient, one.next_day) == (date(2026, 11, 1), "made-up-ada", date(2027, 1, 24))
    assert (one.lots, one.after, one.replaces, one.dose.units) == (("C8841",), None, None, 155)
    assert one.written == ada_session()
    assert one.session.patient == "made-up-ada"


def test_an_odd_name_makes_a_file_name_and_is_kept_in_full_inside(tmp_path: Path):
    path = put(ben_session("Ünal/../b#1 " + "x" * 60), tmp_path / "deep" / "folder")
    assert path.parent == tmp_path / "deep" / "folder"
    assert path.name.startswith("2026-11-01--nal----b-1-xxx") and len(path.name) < 80
    assert read_filed(path).patient == "Ünal/../b#1 " + "x" * 60


def test_a_second_record_of_one_person_and_day_is_refused(tmp_path: Path):
    path = put(ada_session(), tmp_path)
    assert f"'made-up-ada' is recorded already for 1 Nov 2026, as {path.name}" in refused(
        ada_session(), tmp_path
    )
    other = ada_session() | {"note": "again, but otherwise"}
    assert "is recorded already" in refused(other, tmp_path)
    assert put(ben_session(), tmp_path).exists()


def test_what_speaks_against_it_beside_the_other_records_is_asked_under_the_lock(tmp_path: Path):
    put(ben_session(), tmp_path)
    seen: list[Filed] = []

    def check(alive):
        seen.extend(alive)
        return [Fault("patient", "is not to be recorded")]

    with pytest.raises(BadInput, match="is not to be recorded"):
        file_record(record_of(ada_session()), ada_session(), tmp_path, check)
    assert [one.patient for one in seen] == [BEN]


def test_a_vial_with_a_number_serves_one_session(tmp_path: Path):
    ada, ben = ada_session(), ben_session()
    for one in (ada, ben):
        one["vials"][0]["serial"] = "0001"
    path = put(ada, tmp_path)
    assert f"vials: '0001' was used for another session, {path.name}" in refused(ben, tmp_path)


def test_two_processes_at_once_make_exactly_one_record(tmp_path: Path):
    folder = tmp_path / "records"
    go = tmp_path / "go"
    wait = f"import time\nwhile not Path({str(go)!r}).exists(): time.sleep(0.001)"
    both = [process(ada_session() | {"note": str(n)}, folder, tmp_path, wait) for n in range(4)]
    go.touch()
    said = [one.communicate()[0] for one in both]
    assert sorted(one.returncode for one in both) == [0, 2, 2, 2]
    assert sum("is recorded already" in text for text in said) == 3
    assert len(records_in(folder)) == 1


def test_many_processes_for_many_people_make_one_unbroken_chain(tmp_path: Path):
    folder = tmp_path / "records"
    runs = [process(ben_session(f"made-up-{n}"), folder, tmp_path) for n in range(5)]
    assert [one.wait() for one in runs if one.communicate()] == [0] * 5
    assert list(chain_faults(records_in(folder))) == []
    assert len(records_in(folder)) == 5


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", ["os.fsync", "os.link", "Path.unlink"])
def test_a_process_killed_at_any_moment_leaves_the_whole_record_or_none(
    point: str, moment: str, tmp_path: Path
):
    folder = tmp_path / "records"
    die = "os.kill(os.getpid(), signal.SIGKILL)"
    order = f"{die}; real(*a, **k)" if moment == "before" else f"real(*a, **k); {die}"
    before = f"import os, signal\nreal = {point}\ndef dying(*a, **k): {order}\n{point} = dying"
    killed = process(ada_session(), folder, tmp_path, before)
    assert killed.wait() == -signal.SIGKILL
    killed.communicate()
    found = records_in(folder)
    assert [one.written for one in found] in ([], [ada_session()])
    again = process(ada_session(), folder, tmp_path)
    said = again.communicate()[0]
    assert again.returncode == (2 if found else 0), said
    assert len(records_in(folder)) == 1
    assert [path.name for path in folder.glob(".*.part")] == []


def test_what_a_crash_left_half_written_is_swept_away_and_was_never_a_record(tmp_path: Path):
    (tmp_path / f".{'0' * 64}.part").write_text("half a rec")
    assert records_in(tmp_path) == ()
    put(ada_session(), tmp_path)
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_a_full_disk_leaves_nothing_and_is_said_in_a_sentence(tmp_path: Path):
    folder = tmp_path / "records"
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"
    run = process(ada_session(), folder, tmp_path, full)
    said = run.communicate()[0]
    assert run.returncode == 2
    assert "cannot be written: File too large. Nothing was recorded." in said
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_a_name_that_cannot_be_made_to_last_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real, calls = os.fsync, []

    def failing(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(BadInput, match=r"Input/output error\. Nothing was recorded"):
        put(ada_session(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


@pytest.mark.parametrize(("of_folder", "of_lock"), [(0o2775, 0o664), (0o755, 0o644), (0o700, 0o600)])
def test_whoever_may_write_into_the_folder_may_take_its_lock(tmp_path: Path, of_folder: int, of_lock: int):
    (tmp_path / ".lock").touch(0o600)
    tmp_path.chmod(of_folder)
    put(ada_session(), tmp_path)
    assert (tmp_path / ".lock").stat().st_mode & 0o777 == of_lock


def test_in_a_shared_folder_the_others_can_read_a_record(tmp_path: Path):
    before = os.umask(0o002)
    try:
        path = put(ada_session(), tmp_path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_folder_that_is_a_file_is_said_in_a_sentence(tmp_path: Path):
    (tmp_path / "records").write_text("not a folder")
    with pytest.raises(BadInput, match="cannot be written"):
        put(ada_session(), tmp_path / "records")


def test_a_system_without_locks_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(BadInput, match="cannot be locked on this system"):
        put(ada_session(), tmp_path)


# Corrections --------------------------------------------------------------------------------------------


def test_a_correction_is_a_record_of_its_own_and_both_are_kept(tmp_path: Path):
    first = put(ada_session(), tmp_path)
    content = first.read_bytes()
    second = put(corrected(first.name), tmp_path)
    assert first.read_bytes() == content
    assert [one.name for one in live(records_in(tmp_path))] == [second.name]
    assert len(records_in(tmp_path)) == 2


def test_a_record_is_corrected_once_and_then_its_correction(tmp_path: Path):
    first = put(ada_session(), tmp_path)
    second = put(corrected(first.name), tmp_path)
    assert "was replaced before. Correct the newer record." in refused(
        corrected(first.name, note="x"), tmp_path
    )
    third = put(corrected(second.name), tmp_path)
    assert [one.name for one in live(records_in(tmp_path))] == [third.name]


def test_a_correction_names_a_record_of_this_folder_of_the_same_person(tmp_path: Path):
    ben = put(ben_session(), tmp_path)
    assert "replaces.record: 'nowhere.json' is not in this folder" in refused(
        corrected("nowhere.json"), tmp_path
    )
    assert f"is of {BEN}, 1 Nov 2026. A correction keeps person and day." in refused(
        corrected(ben.name), tmp_path
    )


def test_a_correction_keeps_the_day_of_its_record(tmp_path: Path):
    later = date(2026, 12, 1)
    path = put(filled(plan_of(somebody(later), later)), tmp_path)
    assert "is of made-up-ada, 1 Dec 2026. A correction keeps person and day." in refused(
        corrected(path.name), tmp_path
    )


def test_a_correction_says_which_record_and_why(tmp_path: Path):
    said = refusals(ada_session() | {"replaces": {}})
    assert [one.split(":")[0] for one in said] == ["replaces.record", "replaces.why"]


def of_older_packs(shape: Json) -> Json:
    """The same session by a plan that other packs had made."""
    old = deepcopy(shape)
    old["plan"] = sealed(old["plan"] | {"fingerprint": "0" * 16})
    return old | {"plan_seal": plan_in(old["plan"], "plan.json").seal}


def test_a_correction_may_keep_the_plan_of_its_record_though_the_packs_have_changed(tmp_path: Path):
    name = put(ada_session(), tmp_path).name
    other = of_older_packs(corrected(name))
    assert "had another plan, and that of the correction is of older packs" in refused(other, tmp_path)
    old = of_older_packs(corrected("first.json"))
    content = bytes_of(record_of(old), old, None)
    kept = tmp_path / "older" / name_of(date(2026, 11, 1), "made-up-ada", content)
    kept.parent.mkdir()
    kept.write_bytes(content)
    assert put(of_older_packs(corrected(kept.name)), kept.parent).exists()


def test_a_correction_may_have_a_new_plan_by_the_packs_of_today(tmp_path: Path):
    name = put(ada_session(), tmp_path).name
    changed = filled(plan_of(omit={"procerus": "scar"})) | {
        "replaces": {"record": name, "why": "procerus was left out"}
    }
    second = put(changed, tmp_path)
    assert len(live(records_in(tmp_path))) == 1 and second.exists()


# Nothing changes unseen -----------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder with the records of three people."""
    for name in ("made-up-a", "made-up-b", "made-up-c"):
        put(ben_session(name), tmp_path)
    return tmp_path


def names(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if is_filed(path))


def test_an_untouched_folder_is_sound_and_its_records_form_a_chain(three: Path):
    found = {one.patient: one for one in records_in(three)}
    assert list(chain_faults(records_in(three))) == []
    assert found["made-up-a"].after is None
    assert found["made-up-b"].after == found["made-up-a"].hash
    assert found["made-up-c"].after == found["made-up-b"].hash


def test_a_record_with_one_byte_changed_is_seen_by_every_reader(three: Path):
    path = names(three)[1]
    content = bytearray(path.read_bytes())
    for place in range(0, len(content), 997):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(BadInput, match="is not as it was filed"):
            records_in(three)
    path.write_bytes(content)
    assert len(records_in(three)) == 3


def test_a_record_taken_away_from_between_is_seen(three: Path):
    names(three)[1].unlink()
    assert "follows a record that is no longer here" in str(*chain_faults(records_in(three)))


def test_a_record_that_was_changed_and_named_anew_is_seen_by_the_next_one(three: Path):
    path = names(three)[0]
    content = path.read_bytes().replace(b"C8841", b"C8847")
    path.unlink()
    path.with_name(f"2026-11-01-made-up-a-{hash_of(content)[:16]}.json").write_bytes(content)
    assert "follows a record that is no longer here" in str(*chain_faults(records_in(three)))


def test_a_record_slipped_in_is_seen(three: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = put(ben_session("made-up-d"), tmp_path_factory.mktemp("other"))
    (three / elsewhere.name).write_bytes(elsewhere.read_bytes())
    assert "follows the same record as" in str(*chain_faults(records_in(three)))


def test_the_end_of_the_chain_is_missed_by_whoever_noted_its_hash(three: Path):
    last = names(three)[2]
    anchor = read_filed(last).hash
    assert list(chain_faults(records_in(three), anchor)) == []
    assert list(chain_faults(records_in(three), anchor[:16])) == []
    last.unlink()
    assert list(chain_faults(records_in(three))) == []
    assert "the end of the chain was cut off" in str(*chain_faults(records_in(three), anchor))


def test_a_file_that_is_no_record_is_passed_over_and_a_false_one_is_not(three: Path):
    (three / "note.txt").write_text("hello")
    (three / "plan.json").write_text("{}")
    assert len(records_in(three)) == 3
    for text in ("{}", '{"procerus": "record/1", "recorded": {}, "session": {}}', "[", "\xff"):
        content = text.encode("latin-1")
        path = three / f"2026-11-01-x-{hash_of(content)[:16]}.json"
        path.write_bytes(content)
        with pytest.raises(BadInput, match=r"2026-11-01-x"):
            records_in(three)
        path.unlink()


def test_a_record_that_cannot_be_opened_is_said_in_a_sentence(three: Path):
    path = three / f"2026-11-01-x-{'0' * 16}.json"
    path.symlink_to(three / "nowhere")
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        records_in(three)
    with pytest.raises(BadInput, match="cannot be read"):
        records_in(three / "nowhere")
