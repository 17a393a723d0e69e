"""The search side of Mati: chunks, encoder, indexes, fusion, answers."""
