"""Before, during and after a session: plan, checks, vials, consent, and the record of what was given."""
