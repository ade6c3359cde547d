"""HTML pages that stand alone: one file each, nothing loaded from elsewhere, no script, fit to print."""
