"""Born-digital PDF: PDFium's pieces put together again."""
