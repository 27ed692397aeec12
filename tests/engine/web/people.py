"""Creators for the page's tests: sixty who talk about espresso, three of them hostile."""

from __future__ import annotations

from collections.abc import Iterator

from engine.vocabulary import Page
from tests.fakes import make_creator, make_page, make_post

N = 60
SCRIPT = '<script src="https://evil.example/x.js"></script><img src=x onerror="document.title=1">'
ATTRIBUTE = '" onmouseover="document.title=1" style="color:red" x="'
TEMPLATE = "{{ 7 * 7 }} {% include '/etc/passwd' %} ${7*7} </textarea></title></svg><svg onload=1>"
HOSTILE = (SCRIPT, ATTRIBUTE, TEMPLATE)
HOSTILE_LINKS = (
    "javascript:document.title=1",
    "data:text/html,<script>document.title=1</script>",
    'https://evil.example/" onclick="document.title=1',
)
WORDS = ("espresso grinder burrs", "latte art with oat milk", "a new portafilter for espresso",
         "pulling espresso shots slowly", "cleaning the grinder before espresso")  # fmt: skip


def pages() -> Iterator[Page]:
    yield make_page(
        *(
            make_post(
                f"{i}-{j}",
                f"{WORDS[j % len(WORDS)]}, note {i} of {j} #espresso",
                creator=str(i),
                days_ago=1 + j * 9 + i / 10,
                likes=(i * 7 + j * 3) % 90,
                replies=j,
                hashtags=("espresso", "coffee") if j % 2 else ("espresso",),
                url=f"https://social.example/{i}/{j}",
            )
            for i in range(N)
            for j in range(1 + i % 6)
        ),
        creators=[
            make_creator(
                str(i),
                handle=f"ana{i}@social.example",
                name=f"Ana {i}",
                bio="Home barista",
                followers=None if i % 10 == 9 else 200 * (i + 1) ** 2,
                url=f"https://social.example/@ana{i}",
                location="Porto" if i % 3 else None,
            )
            for i in range(N)
        ],
    )
    yield make_page(
        *(
            make_post(
                f"h{i}-{j}",
                f"espresso espresso grinder {text}",
                creator=f"h{i}/{text}",
                days_ago=2 + j,
                hashtags=("espresso", text[:40]),
                url=HOSTILE_LINKS[i],
                paid_label=text,
            )
            for i, text in enumerate(HOSTILE)
            for j in range(3)
        ),
        creators=[
            make_creator(
                f"h{i}/{text}",
                handle=f"h{i}{text}",
                name=text,
                bio=text,
                location=text,
                url=HOSTILE_LINKS[i],
                followers=5_000,
            )
            for i, text in enumerate(HOSTILE)
        ],
    )
