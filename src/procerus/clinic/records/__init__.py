"""The record by hand: preventives, scores, adverse events, notes, questions; dated, and never overwritten."""
