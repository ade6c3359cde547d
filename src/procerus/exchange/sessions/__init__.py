"""Session files and the folder of records: what a person writes, what is kept, and what is asked of it later."""
