"""How the shipped digit model was made; run by hand, never imported by the product."""
