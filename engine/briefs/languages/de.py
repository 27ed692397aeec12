"""How briefs are worded in German."""

from engine.briefs.lexicon import Vocabulary

GERMAN = Vocabulary(
    code="de",
    markers="der die das und mit für in über auf aus keine kein ohne ich suche von zwischen nicht"
    " oder auch",
    phrases={
        "asking": "zusammenarbeiten mit|wir wollen|ich will|möchten gern|möchten gerne"
        "|brauche|brauche ich|brauchen wir|suchen wir|hätten gern|hätten gerne|wir hätten gern"
        "|wir hätten gerne|hätte gern|hätte gerne|wir wünschen uns|wünschen uns"
        "|gesucht werden|gesucht sind|gesucht ist|zeig mir bitte|nenne mir|nenn mir|gib mir"
        "|gebt mir|eine liste mit|liste mit|liste von|wir möchten|auf der suche nach"
        "|ich bin auf der suche nach|ich hätte gern|möchten wir|möchte ich|suche ich|finden"
        "|bräuchten|bräuchte"
        "|suche|ich suche|wir suchen|finde|finde mir|gesucht|suchen|zeige mir|zeig mir"
        "|ich brauche|wir brauchen|ich möchte|bitte",
        "crowd": "nutzer|nutzerinnen|user|kanälen|profilen|blogger|bloggerinnen|creatorinnen"
        "|creators"
        "|creatorn|konto"
        "|influencer|influencerin|influencerinnen|influencern|creator|content creator"
        "|accounts|profile|kanäle|account|kanal|konten",
        "people": "jmd|jemand|alle|diejenigen|typen"
        "|leute|menschen|personen|jemanden",
        "talking": "bloggt über|bloggt|schreiben|berichten über|die sich mit|erzählen von|zeigen"
        "|sich für|interessieren|schreibt über|redet über|twittern über|begeistert von"
        "|in sachen"
        "|über|die über|posten|die posten|sprechen über|reden über|schreiben über"
        "|thema|zum thema|zum|rund um|veröffentlichen|bloggen|teilen",
        "having": "mit|haben|hat",
        "linking": "werden|sein|wohnen|leben|gerne|gern|auch|haben|mit etwa|bitte|es"
        "|sollten sein|wo"
        "|die|der|und die|sind|waren|ist|aber|sollen|sollten|müssen|welche|posten|war",
        "filler": "weltweit|überall|ganz|ganze|ganzen|gesamten"
        "|wäre perfekt|wäre super|wäre ideal|wäre toll|wären ideal|wären super"
        "|rund|knapp|zirka|ca.|etwa um die|um die|bitte|gerne|gern|idealerweise|möglichst"
        "|vorzugsweise|am besten|nur noch|schwerpunkt|wenn möglich|eher"
        "|der|die|das|den|dem|des|ein|eine|einen|einem|einer|etwa|ungefähr|circa|ca|rate"
        "|von|nur|ihrer|ihre|für",
        "both": "und|sowie",
        "either": "bzw|bzw."
        "|oder|noch",
        "between": "zwischen|von",
        "upto": "bis|bis zu",
        "since": "nach|ab dem|seit dem"
        "|seit|ab",
        "at": "aus dem|aus der|aus den|in der|in den|im raum|aus dem raum|rund um|im großraum"
        "|aus der gegend um|in der nähe von|in und um|umgebung von|leben in|die in"
        "|zu hause in|vor allem in|der umgebung von"
        "|in|im|auf|aus|bei|an|am|via|innerhalb|während|nahe|wohnhaft in|ansässig in|über",
        "of": "von|vom",
        "follower": "abos|abonnentinnen|abonnent:innen|follower:innen|followerinnen|followerzahl"
        "|follower|followern|followers|abonnenten|abonnent|fans",
        "engagement": "engagement rate|engagement|interaktionsrate|engagementrate",
        "post": "beitrag|post|video|artikel|postings|texte"
        "|beiträge|posts|beiträgen|videos",
        "posted": "gepostet haben|haben gepostet|geschrieben|geschrieben haben"
        "|veröffentlicht haben"
        "|posteten|die gepostet haben|aktiv gepostet"
        "|gepostet|veröffentlicht|beiträge|posts",
        "at_least": "min|mind|mind.|ab ca.|nicht unter|ab etwa|von mindestens"
        "|mindestens|minimum|min.|wenigstens|nicht weniger als|ab",
        "above": "höher als|oberhalb von"
        "|über|mehr als|größer als",
        "at_most": "max|nicht über|maximal bis|bis maximal|nicht größer als|bis höchstens"
        "|höchstens|maximal|bis zu|max.|nicht mehr als|bis",
        "below": "unterhalb von|bis unter"
        "|unter|weniger als|kleiner als",
        "or_more": "oder mehr|und mehr|mindestens|aufwärts",
        "or_less": "oder weniger|höchstens|maximal",
        "past": "letzten|letzter|letztes|letzte|vergangenen|letztem",
        "this": "dieses|diese|diesem|diesen|dieser",
        "until": "vor|bis",
        "active": "aktiv waren|noch aktiv|aktiver|waren aktiv|aktiv sind"
        "|aktiv|aktive|aktiven",
        "speaking": "sprachen"
        "|sprache"
        "|sprechen|auf|schreiben auf|posten auf|die auf|schreiben|veröffentlichen auf",
        "label": "größe"
        "|region|länder|städte|standort|markt|kanal|plattformen|gebiet"
        "|plattform|land|stadt|ort",
        "excluding": "niemand aus|niemanden aus|keiner aus|keine aus"
        "|überall außer|überall bis auf"
        "|abgesehen von|mit ausnahme der|mit ausnahme des|mit ausnahme|ausgenommen sind"
        "|ausgeschlossen|ausgeschlossen sind|ausschließen|ausschluss|nicht gewünscht"
        "|nicht erwünscht|unerwünscht|nicht gesucht|nicht erwünscht sind|nicht gewünscht sind"
        "|weder|alle außer|alles außer|alle bis auf|jenseits von|außerhalb von|außerhalb"
        "|bitte keine|bitte kein|bitte nicht|wir wollen keine|ich will keine|nichts mit"
        "|nichts von|nichts über|anstelle|anstatt von|statt von|keinesfalls|auf keinen fall"
        "|keinerlei|ohne jede|sondern keine|exklusive|exkl.|nicht aus"
        "|außer|ausgenommen|statt|anstatt|anstelle von|aber keine|aber kein|aber nicht"
        "|keine|kein|keinen|mit ausnahme von|bis auf",
        "refusing": "noch"
        "|ohne|nicht|nie",
        "idiom": "die nicht nur|und nicht nur|nicht bloß"
        "|hergestellt in|gemacht in|made in|geboren in|produziert in"
        "|nicht nur|ohne zweifel|ohne ende|ohne grenzen|kein problem|keine ahnung"
        "|ohne weiteres|ohne wenn und aber|ohne probleme",
        "bio": "bio|biografie|profilbeschreibung",
        "scale": "tausend|tsd|tsd.|million|millionen|mio|mio.",
        "hello": "hallo|hi|guten tag|guten morgen|moin|servus|liebes team"
        "|sehr geehrte damen und herren|grüezi|hallo zusammen|hey|hallo team"
        "|ich hoffe es geht dir gut|ich hoffe es geht euch gut|ich hoffe es geht ihnen gut",
        "goodbye": "danke|vielen dank|besten dank|danke im voraus|viele grüße|liebe grüße"
        "|beste grüße"
        "|grüße|mit freundlichen grüßen|mfg|lg|vg|herzliche grüße|schöne grüße|danke schön"
        "|danke euch",
        "self": "wir sind|ich bin|ich habe|wir haben|ich betreibe|wir betreiben|wir verkaufen"
        "|ich verkaufe|wir planen|ich plane|wir produzieren|ich arbeite für|wir arbeiten für"
        "|wir arbeiten mit|mein kunde|unser kunde|kunde|kundin|unsere kundin|meine marke"
        "|unsere marke|die marke|marke|ich forsche|für meine masterarbeit"
        "|für meine bachelorarbeit|für meine doktorarbeit|für meine dissertation"
        "|für eine studie|für mein projekt|für ein projekt|für eine kampagne"
        "|für unsere kampagne|für den launch|für einen kunden|für unseren kunden|hintergrund"
        "|ich schreibe|wir bringen|ich führe|wir führen|mein laden|unser shop",
        "times": "mal|einmal|zweimal|dreimal",
        "per": "pro|je|jede|jeden",
        "pay": "bezahlen|bieten|zahle|können bezahlen"
        "|pro beitrag|pro post|pro video|pro reel|pro story|je beitrag|budget|unser budget"
        "|wir zahlen|wir können zahlen|können zahlen|honorar|vergütung|bezahlung|zahlen",
        "around": "und umgebung|und umland|umgebung|und drumherum|und umkreis|großraum",
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
    being="sind|ist|sein|seien",
    amounts="20:zwanzig|30:dreißig|40:vierzig|50:fünfzig|60:sechzig|70:siebzig|80:achtzig"
    "|90:neunzig|100:hundert|13:dreizehn|14:vierzehn|15:fünfzehn|16:sechzehn|17:siebzehn"
    "|18:achtzehn|19:neunzehn|25:fünfundzwanzig|12:ein dutzend|200:zweihundert"
    "|300:dreihundert|500:fünfhundert|1000:eintausend",
    seasons="frühling:3|frühjahr:3|dem frühling:3|dem frühjahr:3|sommer:6|dem sommer:6"
    "|diesem sommer:6|letztem sommer:6|dem letzten sommer:6|herbst:9|dem herbst:9"
    "|winter:12|dem winter:12|letztem winter:12|dem letzten winter:12",
    genders="frauen|männer|mütter|väter|mamas|papas|frau|mann|mädchen|jungs",
    selling="verkaufen|verkauft|verkaufe|werben|bewerben",
    headings="thema|themen|nische|nischen|stichwort|stichworte|stichwörter",
    unfiltered={
        "gender is not known of creators": "männer eher nicht|frauen eher nicht|keine männer"
        "|keine frauen|ausschließlich frauen"
        "|ausschließlich männer|bevorzugt weiblich|bevorzugt männlich|gerne weiblich"
        "|nur weiblich|nur männlich|lieber frauen|lieber männer"
        "|bevorzugt frauen|bevorzugt männer|nur frauen|nur männer"
        "|am liebsten frauen|vorzugsweise frauen|vorzugsweise männer",
        "who reads them is not known": "zielgruppe|publikum|reichweite in",
        "awards are not known": "gewonnen haben|preisgekrönte|ausgezeichnet mit",
        "what they are willing to do is not known": "bereit zu|provision|offen für"
        "|verdienen möchten|die bereit sind",
        "engagement is filtered by a number only": "hohes engagement|hohe interaktion",
        "what they are to make is not filtered": "nutzungsrechte|kampagnenzeitraum|exklusivität",
        "views are not filtered": "durchschnittliche aufrufe|aufrufe pro video|aufrufe|views"
        "|durchschnittliche views"
        "|reichweite",
        "how often they post is not filtered": "täglich|wöchentlich|regelmäßig|jede woche"
        "|jeden tag|monatlich",
        "age is not known of creators": "nicht älter als|jünger als|älter als"
        "|nicht jünger als|im alter von|im alter zwischen|über 30|über 40|über 50|unter 30",
        "authenticity is not filtered": "echte follower|keine gekauften follower"
        "|gekaufte follower|organische follower",
        "verification is not filtered": "verifiziert|verifizierte",
        "growth is not known": "schnell wachsend|schnell wachsende",
    },
)  # fmt: skip
