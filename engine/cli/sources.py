"""`overheard sources`: the live sources, and what each needs, gives and allows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from engine.cli.connecting import installed_sources, secrets_of
from engine.cli.invocation import Invocation
from engine.cli.options import REPORT_OUTPUTS, output_option
from engine.vocabulary import QueryKind, SourceInfo

EXAMPLES = """\b
Examples:
  overheard sources
  overheard sources --output json"""

LEFT_OUT: Mapping[str, str] = {
    "logged-in scraping": "it breaks the platforms' terms and gets accounts banned; import the "
    "exports of tools you use anyway instead",
    "TikTok Research API": "for approved researchers only; import Apify or Zeeschuimer exports",
    "Pinterest": "its API has no public search for ordinary apps",
}
_FLAGS = {
    QueryKind.HASHTAG: "--hashtag",
    QueryKind.TEXT: "--query",
    QueryKind.ACCOUNT: "--account",
}


@click.command(epilog=EXAMPLES)
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(_: Invocation, /, *, output: str) -> int:
    """List the live sources: what each needs, what it can and cannot give, and its limits.

    Keys are read from the environment only, and never shown.
    """
    infos = [maker.info for maker in installed_sources().values()]
    if output == "json":
        document = {"sources": [_document(info) for info in infos], "left_out": dict(LEFT_OUT)}
        click.echo(json.dumps(document, indent=2))
    else:
        _print(infos)
    return 0


def _document(info: SourceInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "summary": info.summary,
        "asked_with": [_FLAGS[kind] for kind in sorted(info.takes)],
        "listens": info.listens,
        "gives": info.gives,
        "lacks": info.lacks,
        "limits": info.limits,
        "secrets": {
            name: {"for": meaning, "set": is_set(info, name), "required": name in info.required}
            for name, meaning in info.secrets.items()
        },
        "options": {
            name: {"for": meaning, "required": name in info.required}
            for name, meaning in info.options.items()
        },
    }


def is_set(info: SourceInfo, name: str) -> bool:
    """Return whether the environment has the secret `name` of a source, or one that begins so."""
    stem = name.removesuffix("*")
    return any(key.startswith(stem) if stem != name else key == name for key in secrets_of(info))


def _print(infos: list[SourceInfo]) -> None:
    from rich.text import Text

    from engine.cli.answers import print_lines
    from engine.cli.layout import styled
    from engine.cli.speech import harmless

    def lines() -> Iterator[Text]:
        for info in infos:
            yield styled(f"{info.name}  ", "bold") + styled(harmless(info.summary))
            for name, text in _facts(info):
                yield styled(f"    {name:<8} {harmless(text)}")
        yield styled("left out on purpose", "bold")
        for name, why in LEFT_OUT.items():
            yield styled(f"    {name}: {why}")

    print_lines(lines())


def _facts(info: SourceInfo) -> Iterator[tuple[str, str]]:
    asked = ", ".join(_FLAGS[kind] for kind in sorted(info.takes)) or "listen only"
    yield "asked", asked + (" (and overheard listen)" if info.listens else "")
    yield "needs", _needs(info)
    yield "gives", info.gives
    yield "lacks", info.lacks
    yield "limits", info.limits
    for name, meaning in info.options.items():
        yield "option", f"{name}: {meaning}"


def _needs(info: SourceInfo) -> str:
    if not info.secrets:
        return "no key"
    told = [
        f"{name} ({'set' if is_set(info, name) else 'not set'}"
        f"{'' if name in info.required else ', optional'}): {meaning}"
        for name, meaning in info.secrets.items()
    ]
    return "; ".join(told)
