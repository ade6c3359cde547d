"""The audit trail: who read or wrote what of whom, each once, in a chain that shows when it was touched."""
