"""Name or ordinary word? How each post that a card found is judged, and how far to believe it."""
