"""The day's list: who comes, whose answer cannot be told yet, what is due."""
