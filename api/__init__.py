"""The outside of Mati: command line, HTTP service, pages, settings."""
