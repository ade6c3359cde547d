"""Who may do what. Every page declares it; a page that does not is refused before the server starts."""
