"""The graph side of Mati: documents, records, triples, store. Knows no web and no vectors."""
