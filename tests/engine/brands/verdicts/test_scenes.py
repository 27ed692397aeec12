"""Scenes are told by the words around any name."""

from __future__ import annotations

import pytest

from engine.brands.verdicts.scenes import scene, surroundings


def scenes(marked: str) -> set[str]:
    """The scenes of the name between angle brackets."""
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    return {name for name, value in scene(text, start, end).items() if value}


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("I went to the <zorbo> for bacon", {"visited"}),
        ("I work at a <zorbo> in Tulsa", {"visited"}),
        ("so rude at my local <zorbo> today", {"local"}),
        ("Meet <Zorbo>, our new kitten", {"christened"}),
        ("We named him <Zorbo>", {"christened"}),
        ("The new math of warming | <Zorbo>", {"credited"}),
        ("The new math of warming (<Zorbo> Magazine)", {"credited"}),
        ("<Zorbo>: the army deploys", {"heading"}),
        ('Why is "Like a <Zorbo>" so great', {"quoted"}),
        ('He said "no" and left <Zorbo> "for good"', set()),
        ("the <zorbo> of the week", set()),
    ],
)
def test_a_scene_is_told_by_the_words_around_a_name(marked: str, found: set[str]) -> None:
    assert scenes(marked) == found


def test_pets_and_music_are_what_a_text_speaks_of() -> None:
    assert surroundings("my kitten and my dog") == {"pets": 1.0, "music": 0.0}
    assert surroundings("a remix") == {"pets": 0.0, "music": 0.5}
