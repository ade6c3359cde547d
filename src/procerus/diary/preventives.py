"""Preventives: which class a medicine belongs to, how it is given and how long a fair trial of it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procerus.packs.rules import Status


@dataclass(frozen=True, slots=True)
class Preventive:
    """One preventive of the dictionary. `adequate_days` at the target or highest tolerated dose."""

    drug: str
    drug_class: str
    route: str
    atc: str  # empty where no code is known
    adequate_days: int
    status: Status


def preventive_of(row: Mapping[str, str]) -> Preventive:
    """One row of preventives.csv."""
    return Preventive(
        drug=row["drug"],
        drug_class=row["class"],
        route=row["route"],
        atc=row["atc"],
        adequate_days=int(row["adequate_days"]),
        status="read" if row["status"] == "read" else "unverified",
    )
