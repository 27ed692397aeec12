"""What `scripts/trust.py` measures, one module a subject."""
