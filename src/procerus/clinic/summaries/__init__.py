"""What a patient's page and the list of the day say in numbers, computed once for each state of a record."""
