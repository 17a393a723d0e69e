"""Pictures of pages: an OCR engine, and its digits read again from the ink."""
