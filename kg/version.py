"""The version of the reader, as the graph names it."""

READER = "0.1.0"
"""Raise when the same file would be read otherwise."""
