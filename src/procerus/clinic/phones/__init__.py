"""The diary on the patient's own phone: what it says to the clinic, and what the clinic tells it."""
