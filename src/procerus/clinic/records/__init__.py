"""Forms for preventives, scores, adverse events and notes."""
