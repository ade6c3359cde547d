"""The clinic application: one folder a feature, on Django.

The heart decides; this package stores what people said, shows it, and records what clinicians decided.
Nothing below imports it, and only `procerus serve` and its sister commands load it.
"""
