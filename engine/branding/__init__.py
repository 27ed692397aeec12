"""Brand cards of a home: made and changed, tried on its posts, judged, and taught by people."""
