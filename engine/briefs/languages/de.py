"""How briefs are worded in German."""

from engine.briefs.lexicon import Vocabulary

GERMAN = Vocabulary(
    code="de",
    markers="der die das und mit für in über auf aus keine kein ohne ich suche von zwischen nicht"
    " oder auch",
    phrases={
        "asking": "suche|ich suche|wir suchen|finde|finde mir|gesucht|suchen|zeige mir|zeig mir"
        "|ich brauche|wir brauchen|ich möchte|bitte",
        "crowd": "influencer|influencerin|influencerinnen|influencern|creator|content creator"
        "|accounts|profile|kanäle|account|kanal|konten",
        "people": "leute|menschen|personen|jemanden",
        "talking": "über|die über|posten|die posten|sprechen über|reden über|schreiben über"
        "|thema|zum thema|zum|rund um|veröffentlichen|bloggen|teilen",
        "having": "mit|haben|hat",
        "linking": "die|der|und die|sind|waren|ist|aber|sollen|sollten|müssen|welche|posten|war",
        "filler": "der|die|das|den|dem|des|ein|eine|einen|einem|einer|etwa|ungefähr|circa|ca|rate"
        "|von|nur|ihrer|ihre|für",
        "both": "und|sowie",
        "either": "oder|noch",
        "between": "zwischen|von",
        "upto": "bis|bis zu",
        "since": "seit|ab",
        "at": "in|im|auf|aus|bei|an|am|via|innerhalb|während|nahe|wohnhaft in|ansässig in|über",
        "of": "von|vom",
        "follower": "follower|followern|followers|abonnenten|abonnent|fans",
        "engagement": "engagement rate|engagement|interaktionsrate|engagementrate",
        "post": "beiträge|posts|beiträgen|videos",
        "posted": "gepostet|veröffentlicht|beiträge|posts",
        "at_least": "mindestens|minimum|min.|wenigstens|nicht weniger als|ab",
        "above": "über|mehr als|größer als",
        "at_most": "höchstens|maximal|bis zu|max.|nicht mehr als|bis",
        "below": "unter|weniger als|kleiner als",
        "or_more": "oder mehr|und mehr|mindestens|aufwärts",
        "or_less": "oder weniger|höchstens|maximal",
        "past": "letzten|letzter|letztes|letzte|vergangenen|letztem",
        "this": "dieses|diese|diesem|diesen|dieser",
        "until": "vor|bis",
        "active": "aktiv|aktive|aktiven",
        "speaking": "sprechen|auf|schreiben auf|posten auf|die auf|schreiben|veröffentlichen auf",
        "label": "plattform|land|stadt|ort",
        "excluding": "außer|ausgenommen|statt|anstatt|anstelle von|aber keine|aber kein|aber nicht"
        "|keine|kein|keinen|mit ausnahme von|bis auf",
        "refusing": "ohne|nicht|nie",
        "idiom": "nicht nur|ohne zweifel|ohne ende|ohne grenzen|kein problem|keine ahnung"
        "|ohne weiteres|ohne wenn und aber|ohne probleme",
        "bio": "bio|biografie|profilbeschreibung",
        "scale": "tausend|tsd|tsd.|million|millionen|mio|mio.",
    },
    months="januar februar märz april mai juni juli august september oktober november dezember",
    spans={"h": "stunde|stunden", "d": "tag|tage|tagen", "w": "woche|wochen",
           "mo": "monat|monate|monaten", "y": "jahr|jahre|jahren"},
    numbers="einem zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    languages={"en": "englisch", "es": "spanisch", "fr": "französisch", "de": "deutsch",
               "pt": "portugiesisch", "it": "italienisch", "nl": "niederländisch",
               "tr": "türkisch", "ja": "japanisch", "ru": "russisch", "ar": "arabisch"},
    person_endings=("er", "innen", "ern", "isten", "profis", "mamas", "eltern", "frauen", "köche"),
    free_of="gluten zucker laktose alkohol milch ei eier mehl fleisch plastik salz öl backofen",
    unwanted="marken agenturen firmen unternehmen shops coaches politiker bots gewinnspiele"
    " werbung casinos sponsoren",
    unfiltered={
        "gender is not known of creators": "bevorzugt frauen|bevorzugt männer|nur frauen|nur männer"
        "|am liebsten frauen|vorzugsweise frauen|vorzugsweise männer",
        "who reads them is not known": "zielgruppe|publikum|reichweite in",
        "awards are not known": "gewonnen haben|preisgekrönte|ausgezeichnet mit",
        "what they are willing to do is not known": "bereit zu|provision|offen für"
        "|verdienen möchten|die bereit sind",
        "engagement is filtered by a number only": "hohes engagement|hohe interaktion",
    },
)  # fmt: skip
