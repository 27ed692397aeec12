"""Where posts name brands: exact places, typed, many cards at once. Knows no verdict."""
