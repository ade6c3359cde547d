"""The command line: thin verbs over the library."""

from procerus.cli.app import main

__all__ = ["main"]
