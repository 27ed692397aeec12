"""Disclosure: the labelled captions, what must never count, the data file, and laws of any text."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.brands.telling.disclosing import FILE_NAME, load_rules, our_rules, parse_rules
from engine.brands.telling.disclosure import Disclosure, disclosed_sentence, disclosure_of
from engine.errors import ConfigError
from engine.vocabulary import Post
from engine.vocabulary.brands import Disclosed
from tests.engine.brands.labelled import (
    AUTHORS,
    apart_disclosure_lines,
    disclosure_lines,
    disclosure_lines_by,
    more_disclosure_lines,
)

SMALL = """
[language.en]
country = "US"
[[rule]]
name = "mine"
countries = ["US"]
lang = "en"
level = "clear"
phrases = ["bought by {brand}"]
"""


def post(text: str, lang: str | None = "en", **fields: object) -> Post:
    made = {"source": "x", "native_id": "1", "creator_id": "1", "text": text, "lang": lang}
    return Post(**made, created_at=datetime(2026, 1, 1, tzinfo=UTC), **fields)  # type: ignore[arg-type]


def read(text: str, lang: str | None = "en", country: str | None = None) -> Disclosure:
    return disclosure_of(post(text, lang), country=country)


LINES = {
    "dev": disclosure_lines("dev"),
    "test": disclosure_lines("test"),
    "more": more_disclosure_lines(),
    "apart": (*apart_disclosure_lines("dev"), *apart_disclosure_lines("test")),
    **{author: disclosure_lines_by(author) for author in AUTHORS},
}
# Later authors call some words clear that are weak here (#sponsorisé, a gift, an affiliate link).
RECALL = {"sixth": 0.95, "seventh": 0.98, "eighth": 0.97, "ninth": 0.95}
WRONG = {"ninth": 0.035}


@pytest.mark.parametrize("name", LINES)
def test_captions_are_read_as_they_are_labelled(name: str):
    lines = LINES[name]
    found = Counter((line.label, read(line.text, line.lang, line.country).level) for line in lines)
    right = found[("clear", Disclosed.CLEAR)]
    wrong = found[("none", Disclosed.CLEAR)] + found[("weak", Disclosed.CLEAR)]
    assert wrong <= WRONG.get(name, 0.02) * (right + wrong)
    assert right >= RECALL.get(name, 0.99) * sum(line.label == "clear" for line in lines)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("#OstraAd the lamp", "en"),
        ("#ad_ostra the lamp", "en"),
        ("#ostraad the lamp of @ostra", "en"),
        ("#WerbungOstra die Lampe", "de"),
        ("#reklamfilm lampan", "sv"),
        ("#オストラPR ランプ", "ja"),
        ("#오스트라협찬 램프", "ko"),
    ],
)
def test_a_hashtag_that_joins_a_clear_word_with_a_name_is_clear(text, lang):
    assert read(text, lang).level is Disclosed.CLEAR


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("#NotAnAd the lamp", "en"),
        ("#ostraad the lamp", "en"),
        ("#AdAgency #adastra #AdventureTime", "en"),
        ("#WerbungUnbezahlt die Lampe", "de"),
        ("#広告じゃない ランプ", "ja"),
        ("#自己PR の練習", "ja"),
    ],
)
def test_a_hashtag_that_joins_it_with_a_denial_or_with_talk_is_none(text, lang):
    assert read(text, lang).level is Disclosed.NONE


def test_what_is_asked_is_not_said_but_what_stands_apart_in_front_is():
    assert read("Do I have to write that it is #ad when they paid?").level is Disclosed.NONE
    assert read("#ad Who else drinks tea?").level is Disclosed.CLEAR
    assert read("Paid partnership with Ostra, who is in?").level is Disclosed.CLEAR


def test_a_label_may_be_followed_by_a_reason_but_not_by_the_trade():
    assert read("Werbung, denn Ostra hat bezahlt", "de").level is Disclosed.CLEAR
    assert read("광고 새 램프", "ko").level is Disclosed.CLEAR
    assert read("광고 회사에 취업했어요", "ko").level is Disclosed.NONE


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Nothing to hide: Ostra pays me for this reel", "en"),
        ("I don't love every lamp, but Ostra paid for this video", "en"),
        ("Ostra paid me 300 dollars for this post", "en"),
        ("Das ist kein Geheimtipp, sondern ein bezahlter Auftrag von Ostra", "de"),
        ("Ostra bu video için bana 200 lira ödedi", "tr"),
        ("농담 아니고 오스트라에서 광고비 받고 올리는 글이에요", "ko"),
        ("수고비까지 받고 만든 영상이에요", "ko"),
        ("Este post forma parte de una campaña pagada con Ostra", "es"),
        ("Casi me caigo 🤘 Patrocinado por Ostra.", "es"),
        ("A Ostra me contratou pra montar a mesa", "pt"),
    ],
)
def test_a_denial_or_a_sum_of_another_clause_does_not_silence_a_disclosure(text, lang):
    assert read(text, lang).level is Disclosed.CLEAR


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("I turned down a paid partnership with Ostra", "en"),
        ("Tired of every paid partnership with Ostra in my feed", "en"),
        ("Ich habe die bezahlte Kooperation mit Ostra abgelehnt", "de"),
        ("Die Leute denken, das ist Werbung", "de"),
        ("J'ai refusé une collaboration rémunérée avec Ostra", "fr"),
        ("Ostra bu video için benden 200 lira istedi", "tr"),
        ("企業案件は断りました", "ja"),
        ("광고 제안을 거절했어요", "ko"),
    ],
)
def test_what_was_refused_or_is_only_thought_or_met_is_not_clear(text, lang):
    assert read(text, lang).level is not Disclosed.CLEAR


def test_a_phrase_that_ends_a_clause_is_not_found_within_one():
    small = SMALL.replace("bought by {brand}", "is an advert $")
    mine = parse_rules(small, "mine")
    assert disclosure_of(post("It is an advert, yes"), rules=mine).level is Disclosed.CLEAR
    assert disclosure_of(post("It is an advert"), rules=mine).level is Disclosed.CLEAR
    assert disclosure_of(post("It is an advert column"), rules=mine).level is Disclosed.NONE


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Use LENA15 at checkout for 15 % off", "en"),
        ("Mit LENA15 spart ihr bis Sonntag", "de"),
        ("-15 % avec LENA15, foncez", "fr"),
        ("con LENA15 tenéis un 15 % de descuento", "es"),
        ("Con LENA15 avete il 15% di sconto", "it"),
        ("Com LENA15 você ganha desconto", "pt"),
        ("Met LENA15 krijg je 15% korting", "nl"),
        ("Ange LENA15 i kassan för 15 % rabatt", "sv"),
        ("na hasło LENA15 macie 15% taniej", "pl"),
        ("kodum: LENA15", "tr"),
        ("コード「LENA15」で15%オフ", "ja"),
        ("クーポンコードはLENA15です", "ja"),
        ("할인코드는 LENA15", "ko"),
    ],
)
def test_a_code_is_known_by_what_calls_it_so_or_by_the_reduction_it_gives(
    text: str, lang: str
) -> None:
    (cue,) = read(text, lang).commercial
    assert (cue.rule, cue.code) == ("code", "LENA15")


@pytest.mark.parametrize(
    "text",
    [
        "got 20 % off with my RTX4090",
        "with COVID19 I lost 15 % of my weight",
        "Flight LH400 was 20% cheaper with a discount",
        "with WEEK12 done, 15 % more to go",
        "Using iOS17 with 20% battery off the charger",
    ],
)
def test_capitals_with_digits_near_a_percentage_are_no_code_by_that_alone(text: str) -> None:
    assert read(text).commercial == ()


def test_commercial_cues_of_the_development_captions_are_found():
    wanted = [line for line in disclosure_lines("dev") if line.commercial]
    for line in wanted:
        assert line.commercial in {cue.rule for cue in read(line.text, line.lang).commercial}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("unbezahlte Werbung", "de"),
        ("Werbung | unbezahlt", "de"),
        ("#werbung #unbezahlt", "de"),
        ("Schon wieder Werbung im Lied", "de"),
        ("Werbung für Zucker sollte verboten sein.", "de"),
        ("Not sponsored, just happy", "en"),
        ("Not an #ad", "en"),
        ("#notsponsored new shoes", "en"),
        ("AD 79 was a bad year", "en"),
        ("I saw an ad for it", "en"),
        ("New shoes #adidas #adhd #adorable", "en"),
        ("A career in advertising", "en"),
        ("Gifted by my grandmother", "en"),
        ("Publicité mensongère, encore", "fr"),
    ],
)
def test_words_that_only_look_like_a_disclosure_are_none(text, lang):
    assert read(text, lang).level is Disclosed.NONE


JOKES = [
    ("Sponsorem odcinka jest mój pies", "Sponsorem odcinka jest marka Lumika", "pl"),
    ("Dieses Video wird gesponsert von meiner Oma", "Dieses Video wird gesponsert von Ostra", "de"),
    ("Vidéo sponsorisée par ma mère", "Vidéo sponsorisée par Ostra, ma mère adore", "fr"),
    ("オムライスは母の提供でお送りします", "オムライスはオストラの提供でお送りします", "ja"),
    ("오늘의 다크서클은 우리 아들 협찬입니다", "오늘의 영상은 오스트라 협찬입니다", "ko"),
    ("Y\u0131l\u0131n iş birliği: annem ve ben", "@ostra iş birliği: annem ve ben", "tr"),
]


@pytest.mark.parametrize(("joke", "meant", "lang"), JOKES)
def test_what_kin_or_beasts_sponsor_is_a_joke(joke, meant, lang):
    assert read(joke, lang).level is Disclosed.NONE
    assert read(meant, lang).level is Disclosed.CLEAR


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Werbung, PR-Sample | Die neue Wimperntusche", "de"),
        ("Prezent od marki @lumika, reklama 🎁 Lampka", "pl"),
        ("광고ㅣ여름 휴가룩", "ko"),
        ("「PR」オストラの新作", "ja"),
    ],
)
def test_a_label_may_stand_in_a_list_or_before_any_bar(text, lang):
    assert read(text, lang).level is Disclosed.CLEAR


def test_a_label_in_brackets_that_is_only_quoted_is_none():
    assert read("投稿に「PR」って書いてあると読み飛ばす", "ja").level is Disclosed.NONE


def test_the_same_word_weighs_by_country():
    assert read("#ad new lamp", "en").level is Disclosed.CLEAR
    assert read("#ad neue Lampe", "de").level is Disclosed.WEAK
    assert read("#sponsored new lamp", "en", "US").level is Disclosed.CLEAR
    assert read("#sponsored new lamp", "en", "GB").level is Disclosed.WEAK


@pytest.mark.parametrize("text", ["In a [post](x) I read", "Post: need advice", "post #ios5"])
def test_a_post_is_no_label_of_being_paid(text: str) -> None:
    assert read(text).level is Disclosed.NONE


def test_a_tag_of_a_word_and_a_number_names_nobody():
    assert read("#Ad26COV2S arrived").level is Disclosed.NONE


def test_a_tag_behind_six_others_is_weak_and_one_behind_five_is_not():
    tags = "#one #two #three #four #five"
    assert read(f"Bread {tags} #ad").level is Disclosed.CLEAR
    assert read(f"Bread {tags} #six #ad").level is Disclosed.WEAK


def test_without_a_language_every_language_is_judged_by_its_own_rules():
    assert read("Anzeige: die neue Lampe", None).level is Disclosed.CLEAR
    assert read("#ad the lamp", None).country is None


def test_the_platforms_label_is_clear_and_comes_first():
    found = disclosure_of(post("Merci @kaffora", "fr", paid_label="Paid partnership"))
    assert found.level is Disclosed.CLEAR
    assert found.words[0].surface == "Paid partnership"
    assert found.words[1].surface == "Merci @kaffora"


def test_a_hashtag_that_is_not_in_the_text_counts():
    assert disclosure_of(post("New lamp", hashtags=("ad",))).level is Disclosed.CLEAR


def test_the_code_itself_is_found_and_other_codes_are_not():
    assert [cue.code for cue in read("20% off with code MIRA20").commercial] == ["MIRA20"]
    assert [cue.code for cue in read("MIRA20 koduyla indirim", "tr").commercial] == ["MIRA20"]
    for text in ("dress code BLACK", "scan the QR code HERE", "area code 212", "source code ABCD1"):
        assert read(text).commercial == ()


def test_an_affiliate_link_beside_the_text_is_found():
    found = disclosure_of(post("My lamp", links=("https://amzn.to/abc", "https://example.org/")))
    assert [cue.surface for cue in found.commercial] == ["https://amzn.to/abc"]
    assert found.level is Disclosed.NONE


def test_the_sentence_never_says_that_a_post_is_not_sponsored():
    said = disclosed_sentence(3, 1200)
    assert said.startswith("disclosed in 3 of 1,200 posts")
    assert "not sponsored" not in said


def test_every_rule_of_ours_has_a_source_and_a_date():
    assert all(rule.source and len(rule.date) == len("2026-01-01") for rule in our_rules().rules)
    wanted = set("US GB DE AT CH FR ES MX BR PT IT NL BE PL SE DK NO TR JP KR".split())  # noqa: SIM905
    covered = {c for rule in our_rules().rules if rule.level == "clear" for c in rule.countries}
    assert wanted <= covered


def test_a_file_of_the_users_takes_the_place_of_ours(tmp_path):
    assert load_rules(tmp_path / FILE_NAME) is our_rules()
    (tmp_path / FILE_NAME).write_text(SMALL, encoding="utf-8")
    mine = load_rules(tmp_path / FILE_NAME)
    assert disclosure_of(post("Bought by Kaffora"), rules=mine).words[0].rule == "mine"
    assert disclosure_of(post("#ad"), rules=mine).level is Disclosed.NONE


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"clear"', '"plain"', 5, "neither clear nor weak"),
        ("bought by {brand}", "bought by {shop}", 9, "no words under 'shop'"),
        ("phrases", "phrase", 9, "has no 'phrase'"),
        ('lang = "en"', 'lang = "xx"', 5, "no language 'xx'"),
        ("bought by {brand}", "{brand}", 9, "always there"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(old, new, line, said):
    with pytest.raises(ConfigError, match=rf"f.toml, line {line}: .*{said}"):
        parse_rules(SMALL.replace(old, new), "f.toml")


def test_what_is_no_toml_is_told():
    with pytest.raises(ConfigError, match="line 1"):
        parse_rules("a = = 1", "f.toml")


LANGS = [None, *our_rules().languages]
PIECES = st.sampled_from(
    [
        "#ad",
        "Werbung",
        "|",
        "not",
        "@x",
        "code",
        "AB12",
        "İ",
        "ﬁ",
        "\U0001d5d4\U0001d5f1",
        "【PR】",
        "광고",
        ".",
        "\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join))


@given(TEXTS, st.sampled_from(LANGS))
def test_any_text_is_read_and_every_span_holds_its_surface(text, lang):
    found = read(text, lang)
    for words in (*found.words, *found.commercial):
        assert text[words.start : words.end] == words.surface
    assert (found.level is Disclosed.NONE) == (not found.words)


@given(TEXTS, st.sampled_from(LANGS), st.sampled_from(["cats", "running", "adele", "münchen"]))
def test_an_unrelated_hashtag_never_discloses(text, lang, tag):
    if read(text, lang).level is Disclosed.NONE:
        assert read(f"{text} #{tag}", lang).level is not Disclosed.CLEAR


@pytest.mark.parametrize("lang", [None, "tr", "en", "es"])
def test_a_bare_word_for_a_post_is_no_label(lang: str | None) -> None:
    for word in ("Video", "Post", "[video]", "(içerik)", "gönderi"):
        assert read(f"{word}: the lamp of Ostra", lang).level is Disclosed.NONE
