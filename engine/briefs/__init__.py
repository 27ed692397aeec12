"""Briefs in plain words: what they are about, and the filters their words say.

text ─▶ words (tokens) ─▶ tagging (a role for each phrase, by language and gazetteer)
     ─▶ clauses and exclusions (patterns over roles) ─▶ topic (what is left) ─▶ Brief
"""

from engine.briefs.parse import ALL, READ, overlay, parse_brief

__all__ = ["ALL", "READ", "overlay", "parse_brief"]
