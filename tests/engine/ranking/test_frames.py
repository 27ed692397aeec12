"""What is of a pattern in the form of posts, on words whose frames are known."""

from __future__ import annotations

import numpy as np

from engine.ranking.frames import forms, frames_of
from engine.ranking.uses import Counts, posts_of
from engine.text.words import words_of
from engine.vocabulary import Spoken

OPEN = {"porto", "kettle", "cup", "whistle", "spoon"}


def framed(texts):
    """The frames of texts and whose each is, some words taken out."""
    found = Spoken(*words_of(texts))
    out = set(words_of([" ".join(sorted(OPEN))])[0].tolist())
    taken_out = np.array([code in out for code in found.codes.tolist()], dtype=np.bool_)
    return found.codes.astype(np.int64), posts_of(found.n_words), taken_out


def judged(texts, *, owner=None, times=None, random=("nothing much here",)):
    each = np.arange(len(texts))
    return forms(
        *framed(texts),
        owner=each if owner is None else np.array(owner),
        times=each if times is None else np.array(times),
        usual=Counts.of(*frames_of(*framed(random)), len(random)),
    )


def test_words_taken_out_leave_one_open_place_whatever_they_are():
    one, _ = frames_of(*framed(["before you buy porto kettle look"]))
    other, _ = frames_of(*framed(["before you buy spoon look"]))
    assert one.tolist() == other.tolist()
    assert len(one) == 5  # of a start, five steps and an end


def test_a_post_of_nothing_but_words_taken_out_has_no_frame_and_none_reaches_into_the_next():
    frames, post = frames_of(*framed(["kettle cup", "", "look here", "spoon"]))
    assert post.tolist() == [2, 2]
    assert len(set(frames.tolist())) == 2
    assert judged([]).frames.tolist() == []


def test_whoever_fills_one_form_again_and_again_has_a_pattern_and_who_tells_things_has_none():
    texts = ["my porto and its cup", "my spoon and its whistle", "we let one boil dry at noon"]
    found = judged(texts, owner=[0, 0, 0])
    assert (found.patterned / found.frames)[:2].min() > 0.2
    assert found.patterned[2] == 0.0


def test_whoever_has_a_form_first_keeps_it_whole():
    found = judged(["my porto and its cup", "my spoon and its cup"], times=[3, 8])
    assert found.patterned.tolist() == [0.0, found.frames[1]]
    assert judged(["my porto and its cup"] * 2, times=[3, 3]).patterned.tolist() == [0.0, 0.0]


def test_what_random_posts_say_too_is_nobodys_form():
    texts = ["my porto and its cup", "my spoon and its cup"]
    found = judged(texts, random=["my spoon and its kettle"] * 50)
    assert found.patterned.tolist() == [0.0, 0.0]


def test_what_chance_makes_again_in_many_posts_counts_for_less_than_in_few():
    """A form that a fifth of random posts have, in two posts and in forty by one creator."""
    random = ["look at my porto", *["nothing much here"] * 4] * 20
    few = judged(["look at my cup"] * 2, owner=[0] * 2, random=random)
    many = judged(["look at my cup"] * 40, owner=[0] * 40, random=random)
    assert few.patterned[0] > 0.5 * few.frames[0] > 100.0 * many.patterned[0]
