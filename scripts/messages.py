"""Bring the German of the clinic up to date: collect what its pages say, keep what is translated, compile.

    .venv/bin/python scripts/messages.py            every feature; prints what is still to be translated
    .venv/bin/python scripts/messages.py sheet      one feature

Each feature has its own src/procerus/clinic/FEATURE/locale/de/LC_MESSAGES/django.po. Write the German there
and run this again; tests/house/test_german.py sees that nothing is missing and that compiled files are fresh.
Another language is another folder beside `de`; add it to LANGUAGES here and in the settings.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CLINIC = Path(__file__).parents[1] / "src" / "procerus" / "clinic"
LANGUAGES = ("de",)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    "_": None, "lazy": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip

TABLES = {"access": (("permissions.toml", "says"),)}
"""Files of a feature whose sentences are shown on screens, and the key under which each stands. (The measures
of `audit` hold their German themselves.)"""


def features() -> list[str]:
    """Every folder of the clinic."""
    return sorted(path.name for path in CLINIC.iterdir() if path.is_dir() and (path / "__init__.py").exists())


def said(feature: str) -> Iterator[tuple[str, int, object, str | None]]:
    """Everything that a feature says: place, line, text or (singular, plural), context."""
    folder = CLINIC / feature
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_python(source, path)
        for line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            yield path.relative_to(CLINIC).as_posix(), line, text, context
    for name, key in TABLES.get(feature, ()):
        for one in tomllib.loads((folder / name).read_text(encoding="utf-8")).values():
            yield f"{feature}/{name}", 0, one[key], None


def _as_python(template: str, path: Path) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return templatize(template, origin=path.name)


def collected(feature: str, language: str) -> tuple[Catalog, Catalog]:
    """What the feature says today, and the catalog as it is in its file."""
    now = Catalog(locale=language, domain="django", fuzzy=False)
    for place, _line, text, context in said(feature):
        flags = ["python-format"] if "%(" in (text if isinstance(text, str) else text[0]) else []
        now.add(text, locations=[(place, None)], context=context, flags=flags)
    path = place_of(feature, language)
    if not path.exists():
        return now, Catalog(locale=language, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return now, read_po(file, locale=language, domain="django")


def place_of(feature: str, language: str) -> Path:
    """The catalog of a feature."""
    return CLINIC / feature / "locale" / language / "LC_MESSAGES" / "django.po"


def renewed(feature: str, language: str) -> Catalog | None:
    """The catalog brought up to date; None where the feature says nothing."""
    now, before = collected(feature, language)
    if not len(now):
        return None
    before.update(now, no_fuzzy_matching=True)
    before.obsolete.clear()
    return before


def open_in(catalog: Catalog) -> list[str]:
    """What is not translated yet."""
    return [str(one.id) for one in catalog if one.id and (one.fuzzy or not all(_strings(one.string)))]


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (list, tuple)) else (str(string or ""),)


def written(catalog: Catalog) -> bytes:
    """The catalog as a file: sorted, without a date, so that it changes only when words do."""
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, width=110)
    return (
        HEADER.format(
            language=catalog.locale_identifier, plural=catalog.plural_expr, forms=catalog.num_plurals
        ).encode()
        + out.getvalue()
    )


HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={forms}; plural={plural};\\n"

"""


def compiled(catalog: Catalog) -> bytes:
    """What Django reads. Without a date of its own, so that the same words are the same bytes."""
    out = io.BytesIO()
    catalog.creation_date = catalog.revision_date = UNDATED
    write_mo(out, catalog)
    return out.getvalue()


def main(chosen: list[str]) -> int:
    """Renew the catalogs, and say what is open."""
    still_open = 0
    for feature in chosen or features():
        for language in LANGUAGES:
            catalog = renewed(feature, language)
            if catalog is None:
                continue
            path = place_of(feature, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(catalog))
            missing = open_in(catalog)
            still_open += len(missing)
            print(f"{feature} ({language}): {len(catalog)} texts, {len(missing)} to translate")
    return 1 if still_open else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
