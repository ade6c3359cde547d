"""Procerus: from headache diary to botulinum-toxin decision, where unknown is an answer."""

__version__ = "0.1.0"
