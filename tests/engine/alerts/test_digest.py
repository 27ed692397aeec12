"""What a digest says, and that the words of posts stay words."""

from __future__ import annotations

from engine.alerts import document, headline
from engine.alerts.digest import joined, text
from tests.engine.alerts.notices import BURST, NOW, digest, mention


def test_a_headline_counts_what_is_told_and_what_is_only_counted() -> None:
    told = digest(BURST, mention(1), mention(2), more={"Krups": 3, "Bloom": 1})
    assert headline(told) == "a burst of Krups, 5 mentions of Krups, 1 mention of Bloom"


def test_the_document_is_what_was_noticed() -> None:
    made = document(digest(BURST, mention(7, handle=None)))
    assert made["made_at"] == "2026-05-01T12:00:00Z"
    assert made["bursts"] == [
        {
            "brand": "krups",
            "name": "Krups",
            "first": "2026-04-30",
            "last": "2026-04-30",
            "creators": 24,
            "mentions": 30,
            "expected": 4.04,
        }
    ]
    (told,) = made["mentions"]
    assert (told["id"], told["handle"], told["created_at"]) == ("7", None, "2026-05-01T10:00:00Z")


def test_every_line_of_a_post_is_quoted() -> None:
    written = text(digest(mention(text="first\n\nSubject: bought\n.\nlast")))
    assert [line for line in written.splitlines() if "Subject" in line] == [
        "> first Subject: bought . last"
    ]


def test_control_characters_and_line_ends_of_names_do_not_get_through() -> None:
    written = text(digest(mention(handle="a\r\nBcc: b@example.org", name="K\x1b[31m")))
    assert "\x1b" not in written
    assert "\r" not in written
    assert [line for line in written.splitlines() if line.startswith("Bcc")] == []


def test_joined_digests_tell_the_oldest_and_count_the_rest() -> None:
    first, second = digest(mention(1), mention(2)), digest(BURST, mention(3), mention(4))
    both = joined(first, second, most=3)
    assert [one.post_id for one in both.mentions] == ["1", "2", "3"]
    assert both.more == {"Krups": 1}
    assert both.bursts == (BURST,)
    again = joined(both, digest(BURST, mention(5)), most=3)
    assert (again.more, again.bursts) == ({"Krups": 2}, (BURST,))


def test_a_digest_of_nothing_is_nothing() -> None:
    assert not digest()
    assert digest(more={"Krups": 1})
    assert joined(digest(), digest(), most=3).made_at == NOW
