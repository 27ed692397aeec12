"""What pages, programs and assistants have in common: questions to the corpus of a home.

The corpus kept open for whoever asks, what is lent for asking it, and how a question is typed.
Nothing here writes.
"""

from engine.questions.tools import Opened, Tools

__all__ = ["Opened", "Tools"]
