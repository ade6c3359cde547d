"""One key for each patient, under which what their phones told is sealed. Without it, that is gone for good.

The keys lie in a folder beside the database and in no table of it, so that a key which was destroyed is in no
dump. A backup holds the keys of its day; `erased.jsonl`, which is newer, says whose are destroyed again after
it was restored.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FOLDER, LEDGER = "diary-keys", "erased.jsonl"
NONCE = 12  # bytes
KEY = 32  # bytes


class Sealed(Exception):
    """The patient's key is not there: it was destroyed, or the folder of the keys was not restored."""


class Keys:
    """The keys of an installation's patients. Each is read once and then remembered."""

    def __init__(self, installation: Path) -> None:
        self.home = installation
        self.folder = installation / FOLDER
        self._read: dict[UUID, bytes] = {}

    def seal(self, patient: UUID, words: bytes, about: bytes) -> bytes:
        """Words that only the patient's key opens, and only as what they are `about`."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self._key(patient, make=True)).encrypt(nonce, words, about)

    def unseal(self, patient: UUID, sealed: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
        """The words again, each with what it is about. Raises Sealed where the key does not open them."""
        waiting = list(sealed)
        if not waiting:
            return []
        opened = AESGCM(self._key(patient, make=False))
        try:
            return [opened.decrypt(one[:NONCE], one[NONCE:], about) for one, about in waiting]
        except InvalidTag:
            raise Sealed(str(patient)) from None

    def mark(self, patient: UUID, digest: str) -> str:
        """What is kept in place of a digest: by the key alone can it be told what it was made of."""
        return hmac.new(self._key(patient, make=True), digest.encode(), sha256).hexdigest()

    def destroy(self, patient: UUID, upto: int) -> None:
        """Write down that everything up to a number is gone, and destroy the key. Durable on return."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with (self.home / LEDGER).open("a", encoding="utf-8") as ledger:
            ledger.write(json.dumps({"patient": str(patient), "upto": upto, "at": at}) + "\n")
            ledger.flush()
            os.fsync(ledger.fileno())
        _durable(self.home)
        self._remove(patient)

    def there(self, patient: UUID) -> bool:
        """Whether the patient has a key."""
        return self._path(patient).exists()

    def erased(self) -> dict[UUID, int]:
        """For each patient whose key was destroyed up to which number their statements are gone."""
        return gone([self.home / LEDGER])

    def destroy_again(self, ledgers: Iterable[Path]) -> int:
        """Destroy what a newer ledger says was destroyed: after an older backup was restored."""
        known = self.erased()
        newer = {one: upto for one, upto in gone(ledgers).items() if upto > known.get(one, 0)}
        for one, upto in newer.items():
            self.destroy(one, upto)
        return len(newer)

    def _path(self, patient: UUID) -> Path:
        return self.folder / f"{patient}.key"

    def _key(self, patient: UUID, make: bool) -> bytes:
        if patient not in self._read:
            try:
                self._read[patient] = self._path(patient).read_bytes()
            except FileNotFoundError:
                if not make:
                    raise Sealed(str(patient)) from None
                self._read[patient] = self._made(patient)
        return self._read[patient]

    def _made(self, patient: UUID) -> bytes:
        """A new key, which is on the disk before anything is sealed with it; the first to make it wins."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.folder / f".{patient}.{secrets.token_hex(4)}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, self._path(patient))
        except FileExistsError:
            pass
        finally:
            part.unlink()
        _durable(self.folder)
        return self._path(patient).read_bytes()

    def _remove(self, patient: UUID) -> None:
        self._read.pop(patient, None)
        path = self._path(patient)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _durable(self.folder)


def gone(ledgers: Iterable[Path]) -> dict[UUID, int]:
    """What ledgers say together: for each patient up to which number their statements are gone."""
    found: dict[UUID, int] = {}
    for path in ledgers:
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            said = json.loads(line)
            patient = UUID(said["patient"])
            found[patient] = max(said["upto"], found.get(patient, 0))
    return found


def _durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
