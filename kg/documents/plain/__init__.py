"""Text files: bytes to text, and whether its digits can be trusted."""
