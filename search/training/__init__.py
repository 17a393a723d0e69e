"""How the shipped encoder was made; run by hand, never imported by the product."""
