"""A date of which only the month or the year may be known."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Between

PARTIAL_DATE = re.compile(
    r"(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day known only as some day from `earliest` to `latest`, both possible."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, text: str) -> PartialDate:
        """`2024-03-05`, `2024-03` or `2024`, from 1900 to 2199. Anything else is a ValueError."""
        if not PARTIAL_DATE.fullmatch(text):
            raise ValueError(f"'{text}' is not a date such as 2024-03-05, 2024-03 or 2024")
        year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
        if day:
            return cls.on(date(year, month, day))
        last = month or 12
        return cls(date(year, month or 1, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def on(cls, day: date) -> PartialDate:
        """A day that is known."""
        return cls(day, day)

    @property
    def day(self) -> date | None:
        """The day, or None where more than one is possible."""
        return self.earliest if self.earliest == self.latest else None

    def years_before(self, on: date) -> Between:
        """Whole years from this day to another; somebody born on 29 February is a year older on 1 March."""
        return Between(_years(self.latest, on), _years(self.earliest, on))


def _years(born: date, on: date) -> int:
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
