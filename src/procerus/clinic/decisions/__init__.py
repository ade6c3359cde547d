"""What the criteria came to, and what the clinician decided: side by side, frozen and signed."""
