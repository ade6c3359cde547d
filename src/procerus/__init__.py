"""Procerus: from headache diary to botulinum-toxin decision, where unknown is an answer.

The names below are the public ones. Each is loaded when it is first used, so that importing the package
costs nothing; `__init__.pyi` tells type checkers what they are.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "BadInput",
    "Decision",
    "Diary",
    "Patient",
    "classify",
    "compare",
    "decide",
    "plan",
    "policy",
    "product",
    "protocol",
    "read_diary",
    "read_patient",
]

_HOMES = {
    "BadInput": ("procerus.faults", "BadInput"),
    "Decision": ("procerus.pathway.decision", "Decision"),
    "Diary": ("procerus.diary.diary", "Diary"),
    "Patient": ("procerus.pathway.patient", "Patient"),
    "classify": ("procerus.pathway.classification", "classify"),
    "compare": ("procerus.pathway.comparison", "compare"),
    "decide": ("procerus.pathway.decision", "decide"),
    "plan": ("procerus.injection.plan", "plan"),
    "policy": ("procerus.packs.load", "find_policy"),
    "product": ("procerus.packs.products", "find_product"),
    "protocol": ("procerus.packs.protocols", "find_protocol"),
    "read_diary": ("procerus.diary.read", "read_diary"),
    "read_patient": ("procerus.pathway.patient_file", "read_patient"),
}


def __getattr__(name: str) -> object:
    """A public name from where it lives, looked up once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'procerus' has no attribute '{name}'")
    module, attribute = _HOMES[name]
    found: object = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """What can be used, for completion."""
    return sorted({*globals(), *__all__})
