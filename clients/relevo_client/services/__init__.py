"""One class per service of the API, its verbs as methods."""
