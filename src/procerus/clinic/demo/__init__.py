"""A clinic of made-up people, watermarked on every page."""
