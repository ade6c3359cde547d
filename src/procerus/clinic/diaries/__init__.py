"""What was said about diary days: statements that are added, amended, and never overwritten."""
