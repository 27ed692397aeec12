"""Brand cards: files that people edit, how they are read and checked, what might be added."""
