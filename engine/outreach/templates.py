"""Templates of letters: the user's files, run in a sandbox, with errors that name their line."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.exports.files import replacing

if TYPE_CHECKING:
    from jinja2 import Template

BUNDLED = "letter.txt.j2"
LONGEST = 20_000  # characters of a template that is kept
_SUBJECT = "subject:"
_COPY = "begin with a copy of ours: overheard outreach template --copy FILE"


class TemplateError(InputError):
    """A template that cannot be read, or that fails for one creator; the message has its line."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject, on one line, and a text."""

    subject: str
    text: str


class LetterTemplate:
    """A template of the user's; `name` is what errors call it."""

    def __init__(self, text: str, name: str) -> None:
        from jinja2 import StrictUndefined
        from jinja2.exceptions import TemplateSyntaxError
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        self.name = name
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        try:
            self._template: Template = environment.from_string(text)
        except TemplateSyntaxError as error:
            raise TemplateError(
                f"{name}, line {error.lineno}: {error.message}", hint=_COPY
            ) from error

    def letter(self, values: Mapping[str, Any]) -> Letter:
        """Return the letter of `values`.

        Raises:
            TemplateError: a line fails, or the first line that is not empty is no subject.
        """
        try:
            written = self._template.render(values)
        except Exception as error:
            # Whatever a template does wrong is the template's fault, and is said with its line.
            line = _line_of(error)
            raise TemplateError(f"{self.name}{line}: {error}", hint=_COPY) from error
        return self._split(written)

    def _split(self, written: str) -> Letter:
        head, _, text = written.strip().partition("\n")
        if not head.lower().startswith(_SUBJECT):
            raise TemplateError(
                f"{self.name}: the letter begins {head[:40]!r}, with no subject",
                hint="its first line has to be Subject: …",
            )
        subject = " ".join(head[len(_SUBJECT) :].split())
        if not subject:
            raise TemplateError(f"{self.name}: the subject is empty", hint="write Subject: …")
        return Letter(subject, text.strip() + "\n")


def load_template(file: Path | None) -> LetterTemplate:
    """Return the template in `file`, the bundled one if that is None.

    Raises:
        TemplateError: it cannot be read, or is no template.
    """
    if file is None:
        return LetterTemplate(bundled_template(), BUNDLED)
    try:
        return LetterTemplate(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file} cannot be read: {error}", hint=_COPY) from error


def own_template(home: Path) -> Path | None:
    """Return the file with the home's own letter, None where it has none."""
    file = home / BUNDLED
    return file if file.is_file() else None


def keep_template(home: Path, text: str | None) -> None:
    """Keep `text` as the home's own letter, which drafts begin with; None goes back to ours.

    Raises:
        TemplateError: it is no template, or longer than `LONGEST`.
    """
    file = home / BUNDLED
    if text is None:
        file.unlink(missing_ok=True)
        return
    if len(text) > LONGEST:
        raise TemplateError(f"the letter is longer than {LONGEST:,} characters", hint=_COPY)
    LetterTemplate(text, "the letter")
    with replacing(file) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def bundled_template() -> str:
    """Return the text of the template that comes along."""
    return (files(__package__) / BUNDLED).read_text(encoding="utf-8")


def _line_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return f", line {lines[-1]}" if lines else ""
