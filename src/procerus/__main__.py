"""`python -m procerus` is the command line."""

from procerus.cli import main

main()
