"""The zip file in which the Health app hands out its export, opened without trusting what it claims."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from procerus.exchange.importers.health_xml import HEAD, looks_like_health
from procerus.faults import BadInput, Fault

_LARGEST_READ = 16 * 2**20  # the list of files in the zip is read in one go; 16 MiB lists 200,000 files
_LARGEST_XML = 32 * 2**30
_HIGHEST_RATIO = 200  # health data shrink 10 to 40 times; a bomb shrinks a thousand times
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what the phone writes
_MOST_XML = 100  # XML files in the zip that are looked into
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


class _Sparing(io.FileIO):
    """A file that refuses to be read in large pieces, whatever size the zip says its directory has."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = self.seek(0, io.SEEK_END) - here if (here := self.tell()) >= 0 else 0
        self.seek(here)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > _LARGEST_READ:
            raise zipfile.BadZipFile("its list of files is longer than any export's")
        return super().read(wanted) or b""


@contextmanager
def health_in_zip(path: Path, name: str) -> Iterator[IO[bytes] | None]:
    """The Health export inside a zip, or None where there is none. Raises BadInput."""
    try:
        with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
            entry = next((one for one in _xml_files(archive) if _is_health(archive, one)), None)
            if entry is None:
                yield None
                return
            _refuse_bomb(entry, name)
            with archive.open(entry) as opened:
                yield opened
    except BadInput:
        raise
    except _BROKEN as error:
        why = f"the zip file is damaged or cannot be read ({error})"
        raise BadInput([Fault(name, why, "Copy it from the phone again.")]) from None


def _xml_files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """By ending only: the Health app names the file in the language of the phone."""
    xml = (one for one in archive.infolist() if one.filename.lower().endswith(".xml"))
    return [one for one in xml if one.compress_type in _PACKING][:_MOST_XML]


def _is_health(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as opened:
        return looks_like_health(opened.read(HEAD))


def _refuse_bomb(entry: zipfile.ZipInfo, name: str) -> None:
    packed, unpacked = entry.compress_size, entry.file_size
    if unpacked > _LARGEST_XML or (unpacked > HEAD * 16 and unpacked > _HIGHEST_RATIO * packed):
        why = f"{packed} bytes claim to unpack to {unpacked}, which no Health export does"
        raise BadInput([Fault(f"{name}, {entry.filename}", why, "Copy it from the phone again.")])
