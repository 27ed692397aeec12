"""Words too common to look for, in English, Spanish, French, German and Portuguese.

A word that also means something in a brief of another language ("die cast", "Los Angeles",
"pour over") is a stop word only where another of its own language gives that language away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class _Words(NamedTuple):
    """The stop words of a language: those nobody else would look for, and the others."""

    sure: frozenset[str]
    other: frozenset[str] = frozenset()


def _words(sure: str, other: str = "") -> _Words:
    return _Words(frozenset(sure.split()), frozenset(other.split()))


_LANGUAGES = (
    _words(
        """a about above after again all also am an and any are as at be because been before being
        below between both but by can could did do does doing down during each few for from
        further had has have having he her here hers him his how i if in into is it its just me
        more most my no nor not of off on once only or other our out over own same she should so
        some such than that the their them then there these they this those through to too under
        until up us very was we were what when where which while who whom whose why will with
        would you your
        aren couldn didn doesn hadn hasn haven isn ll mustn shouldn ve wasn weren wouldn""",
        "ain don re",  # what is left of contractions, as "don" of "don't"
    ),
    _words(
        """al aunque cuando de del desde ellas ellos en ese eso esta estas este esto estos está
        están fue hasta hay muy más para pero porque por que qué quien sobre también una él""",
        """como con cual donde e el ella entre era es esa ha han la las le les lo los me mi nos o
        se ser sin solo son su sus tan te todo todos tu tus un uno unas unos y ya""",
    ),
    _words(
        """avec cet cette chez dans de des du elles en et eux leurs leur lui mais mes notre nous ou
        où pas que quel quelle qui sont très une votre vous à être été""",
        """a ai au aux ce ces elle est il ils je l la le les ma me moi mon ne nos on par plus pour
        sa sans se ses si son sous sur ta te tes tout tous toute toutes tu un vers vos y""",
    ),
    _words(
        """aber auch auf bei beim das dass dem der dich doch durch ein eine einem einen einer
        eines euch für gegen haben hatte ich ihm ihn ihr ihre im ist jetzt kein keine mein meine
        mich mir nach nicht noch nur oder ohne sehr sein seine sich sie sind um und uns unser
        unter vom von vor weil wenn werden wie wir wird zu zum zur zwischen über""",
        """als an aus bin bis da den des die du er es hat hin man mit so war was wer wo""",
    ),
    _words(
        """ao aos até das de dela dele eu foi isso isto já lhe mais mas meu minha muito nas não
        nós para pela pelas pelo pelos por que quem seu seus sua suas são também uma vocês você
        à às é""",
        """a as com como da do dos e ela elas ele eles em entre era essa esse esta está este me
        mesmo na nem no nos o os ou se sem ser só te tem tu um""",
    ),
)


STOP_WORDS = frozenset().union(*(words for language in _LANGUAGES for words in language))
"""All of them, of all languages: what is taken for a stop word by itself."""


def without_stop_words(terms: Sequence[str]) -> Sequence[str]:
    """Return `terms`, lower-case words, without stop words; all if nothing would be left."""
    said = set(terms)
    stop: set[str] = set()
    for language in _LANGUAGES:
        stop |= language.sure
        if not said.isdisjoint(language.sure):
            stop |= language.other
    return [term for term in terms if term not in stop] or terms
