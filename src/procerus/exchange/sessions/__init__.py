"""Session files and the folder of records: what a person writes, what is kept, what is asked later."""
