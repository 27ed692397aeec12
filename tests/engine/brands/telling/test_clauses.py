"""What discloses, as a product of its parts in every language, and what must not."""

# ruff: noqa: RUF001 (letters of Turkish and signs of captions)
from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from engine.brands.telling.disclosing import our_rules
from engine.brands.telling.disclosure import disclosure_of
from engine.vocabulary import Post
from engine.vocabulary.brands import Disclosed

# For each language: what points at the post, what names advertising, whom it is for, a label.
PARTS = {
    "en": (
        ("This post is", "Today's reel contains", "You're watching", "Here is", "Yes, this is"),
        ("an ad", "a paid partnership", "an advertisement", "a paid promotion"),
        ("with Ostra", "for @ostra", "on behalf of Ostra", "paid for by Ostra", ""),
    ),
    "de": (
        ("Dieses Video ist", "Ihr seht hier", "Das hier ist", "Heute gibt es", "Was folgt, ist"),
        ("Werbung", "eine Anzeige", "bezahlte Werbung", "eine bezahlte Kooperation"),
        ("für Ostra", "mit @ostra", "im Auftrag von Ostra", "in Zusammenarbeit mit Ostra", ""),
    ),
    "fr": (
        ("Cette vidéo est", "Ceci est", "Vous regardez", "Voici", "Aujourd'hui,"),
        ("une publicité", "une collaboration commerciale", "un partenariat rémunéré"),
        ("avec Ostra", "pour @ostra", "financée par Ostra", "de la marque Ostra", ""),
    ),
    "es": (
        ("Este vídeo es", "Esto es", "Estáis viendo", "Hoy hay", "A continuación,"),
        ("publicidad", "una colaboración pagada", "contenido patrocinado", "publi"),
        ("de Ostra", "con @ostra", "por encargo de Ostra", "pagada por Ostra", ""),
    ),
    "pt": (
        ("Este vídeo é", "Isto é", "Vocês estão vendo", "Hoje tem", "Aqui é"),
        ("publicidade", "uma parceria paga", "publi", "conteúdo patrocinado"),
        ("da Ostra", "com @ostra", "em parceria com a Ostra", "a pedido da Ostra", ""),
    ),
    "it": (
        ("Questo video è", "Questa è", "State guardando", "Oggi c'è", "Di seguito"),
        ("pubblicità", "una collaborazione retribuita", "un contenuto sponsorizzato"),
        ("per Ostra", "con @ostra", "per conto di Ostra", "pagata da Ostra", ""),
    ),
    "nl": (
        ("Deze video is", "Dit is", "Jullie kijken naar", "Hier volgt", "Vandaag:"),
        ("reclame", "een advertentie", "een betaalde samenwerking", "betaalde reclame"),
        ("voor Ostra", "met @ostra", "in opdracht van Ostra", "betaald door Ostra", ""),
    ),
    "pl": (
        ("Ten film to", "To jest", "Oglądacie właśnie", "Dziś mam dla was", "Ten wpis zawiera"),
        ("reklamę", "płatną współpracę", "materiał reklamowy", "post sponsorowany"),
        ("marki Ostra", "dla @ostra", "na zlecenie marki Ostra", "opłacony przez Ostra", ""),
    ),
    "sv": (
        ("Det här inlägget är", "Detta är", "Ni tittar på", "Här kommer", "Idag"),
        ("reklam", "en annons", "ett betalt samarbete", "ett reklaminlägg"),
        ("för Ostra", "med @ostra", "i samarbete med Ostra", "på uppdrag av Ostra", ""),
    ),
    "da": (
        ("Dette opslag er", "Dette er", "I ser", "Her kommer"),
        ("reklame", "en annonce", "et betalt samarbejde"),
        ("for Ostra", "med @ostra", "i samarbejde med Ostra", ""),
    ),
    "no": (
        ("Dette innlegget er", "Dette er", "Dere ser", "Her kommer"),
        ("reklame", "en annonse", "et betalt samarbeid"),
        ("for Ostra", "med @ostra", "i samarbeid med Ostra", ""),
    ),
    "tr": (
        ("Bu video", "Bu gönderi", "İzlediğiniz içerik", "Evet, bu bir"),
        ("reklamdır", "iş birliğidir", "reklam içerir", "sponsorludur"),
        ("",),
    ),
    "ja": (
        ("この投稿は", "本動画は", "今回は", "こちらの記事は"),
        ("広告", "PR", "プロモーション", "タイアップ"),
        ("です", "になります", "を含みます", "でお届けします"),
    ),
    "ko": (
        ("이 영상은", "본 게시물은", "오늘 글은", "해당 콘텐츠는"),
        ("광고입니다", "유료광고를 포함하고 있습니다", "협찬입니다", "광고예요"),
        ("",),
    ),
}
MONEY = {
    "en": ("Ostra paid me for this", "I was paid by Ostra", "in exchange for payment"),
    "de": ("Ostra bezahlt mich dafür", "bezahlt von Ostra", "gegen ein Honorar"),
    "fr": ("Ostra m'a payée", "payé par Ostra", "contre rémunération"),
    "es": ("Ostra me ha pagado", "pagado por Ostra", "a cambio de dinero"),
    "pt": ("a Ostra me pagou por isso", "pago pela Ostra", "em troca de cachê"),
    "it": ("Ostra mi ha pagato", "pagato da Ostra", "dietro compenso"),
    "nl": ("Ostra betaalt me hiervoor", "betaald door Ostra", "tegen betaling"),
    "pl": ("Ostra zapłaciła mi", "film opłacony przez Ostra", "za wynagrodzeniem"),
    "sv": ("Ostra betalar mig", "betalt av Ostra", "mot ersättning"),
    "da": ("Ostra betaler mig", "betalt af Ostra", "mod betaling"),
    "no": ("Ostra betaler meg", "betalt av Ostra", "mot betaling"),
    "tr": ("Ostra bana para verdi", "ücret karşılığı çektim"),
    "ja": ("報酬をいただいて投稿しています", "謝礼を受けて紹介しています"),
    "ko": ("원고료를 받아 작성했습니다", "오스트라에서 대가를 받고 썼어요"),
}
LABELS = {
    "en": "Paid partnership", "de": "Werbung", "fr": "Publicité", "es": "Publicidad",
    "pt": "Publicidade", "it": "Pubblicità", "nl": "Reclame", "pl": "Reklama", "sv": "Reklam",
    "da": "Reklame", "no": "Reklame", "tr": "Reklam", "ja": "広告", "ko": "광고",
}  # fmt: skip
FRAMES = (
    "{} | Ostra", "[{}] Ostra", "({}) Ostra", "{}: Ostra", "{} – Ostra", "✨{}✨ Ostra",
    "‼️ {} ‼️ Ostra", "Ostra 🌿 ({})", "Ostra. {}.", "Ostra\n{}", "*{}* Ostra", "⚠️{}⚠️\nOstra",
)  # fmt: skip
NONE = {
    "en": (
        "This is not an ad for Ostra",
        "Is this an ad for Ostra?",
        "This ad is everywhere",
        "An ad for Ostra came on twice tonight",
        "If you think this, too, is an ad, look away",
        "She was paid by nobody for it",
    ),
    "de": (
        "Das ist keine Werbung für Ostra",
        "Ist das Werbung für Ostra?",
        "Diese Werbung nervt",
        "Heute Werbung für Ostra gesehen",
        "Wer denkt, was folgt, ist Werbung, irrt",
        "Niemand bezahlt mich dafür",
    ),
    "fr": (
        "Ceci n'est pas une publicité pour Ostra",
        "C'est une publicité pour Ostra ?",
        "Cette publicité est partout",
        "Encore vu une publicité pour Ostra",
        "Personne ne m'a payée pour ça",
    ),
    "es": (
        "Esto no es publicidad de Ostra",
        "¿Esto es publicidad de Ostra?",
        "Esta publicidad es un horror",
        "Hoy he visto publicidad de Ostra",
        "Nadie me paga por este vídeo",
    ),
    "pt": (
        "Isto não é publicidade da Ostra",
        "Isto é publicidade da Ostra?",
        "Essa publicidade é um horror",
        "Hoje vi publicidade da Ostra",
        "Ninguém me pagou por este vídeo",
    ),
    "it": (
        "Questa non è pubblicità per Ostra",
        "Questa è pubblicità per Ostra?",
        "Questa pubblicità è un incubo",
        "Oggi ho visto la pubblicità di Ostra",
        "Nessuno mi paga per questo video",
    ),
    "nl": (
        "Dit is geen reclame voor Ostra",
        "Is dit reclame voor Ostra?",
        "Deze reclame is overal",
        "Vandaag reclame voor Ostra gezien",
        "Niemand betaalt me hiervoor",
    ),
    "pl": (
        "To nie jest reklama marki Ostra",
        "Czy to jest reklama marki Ostra?",
        "Ta reklama jest wszędzie",
        "Dziś widziałam reklamę marki Ostra",
        "Nikt mi nie zapłacił za ten film",
    ),
    "sv": (
        "Det här är inte reklam för Ostra",
        "Är det här reklam för Ostra?",
        "Den här reklamen är överallt",
        "Idag såg jag reklam för Ostra",
        "Ingen betalar mig för det här",
    ),
    "tr": (
        "Bu video reklam değildir",
        "Bu video reklam mı?",
        "Bu reklam her yerde",
        "Bugün Ostra reklamı gördüm",
    ),
    "ja": (
        "この投稿は広告ではありません",
        "この投稿は広告ですか?",
        "この広告、毎日見る",
        "電車の広告を見た",
    ),
    "ko": (
        "이 영상은 광고가 아닙니다",
        "이 영상은 광고인가요?",
        "이 광고 너무 많이 나와",
        "오늘 광고를 봤어요",
    ),
}


def level(text: str, lang: str) -> Disclosed:
    post = Post(
        source="x", native_id="1", creator_id="1", text=text, lang=lang,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return disclosure_of(post).level


def said(lang: str, parts: tuple[tuple[str, ...], ...]) -> list[str]:
    join = "" if lang == "ja" else " "
    return [join.join(filter(None, one)) for one in product(*parts)]


@pytest.mark.parametrize("lang", PARTS)
def test_whatever_points_at_the_post_and_calls_it_advertising_is_clear(lang: str) -> None:
    wrong = [
        text
        for one in said(lang, PARTS[lang])
        for text in (f"{one}.", f"{one} 🌿", f"Ostra ❤️ {one}")
        if level(text, lang) is not Disclosed.CLEAR
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", MONEY)
def test_who_says_to_be_paid_for_it_discloses(lang: str) -> None:
    assert [one for one in MONEY[lang] if level(one, lang) is not Disclosed.CLEAR] == []


@pytest.mark.parametrize("lang", LABELS)
def test_a_label_is_clear_in_whatever_frame_and_case(lang: str) -> None:
    label = LABELS[lang]
    texts = [frame.format(one) for frame in FRAMES for one in (label, label.upper())]
    assert [one for one in texts if level(one, lang) is not Disclosed.CLEAR] == []


@pytest.mark.parametrize("lang", NONE)
def test_what_is_denied_asked_or_told_of_other_advertising_is_not_clear(lang: str) -> None:
    assert [one for one in NONE[lang] if level(one, lang) is Disclosed.CLEAR] == []


def test_every_language_with_rules_of_its_own_has_words_of_clauses() -> None:
    with_clauses = {code for code, one in our_rules().languages.items() if one.of("shown")}
    assert with_clauses == set(PARTS)
