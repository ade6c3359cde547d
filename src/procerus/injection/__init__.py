"""The injection: what is planned, whether anything speaks against it, and what was given."""
