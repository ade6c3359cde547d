"""What is known of a patient: entries that are amended and never overwritten, and the person they make up."""
