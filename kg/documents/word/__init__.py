"""DOCX and old DOC."""
