"""Questions in words → intents of the graph, with their slots linked to what the store holds."""
