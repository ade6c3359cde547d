"""When a patient comes, and for what."""
