"""X: its API, and what tools that read it store."""
