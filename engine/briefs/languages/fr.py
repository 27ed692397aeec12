"""How briefs are worded in French."""

from engine.briefs.lexicon import Vocabulary

FRENCH = Vocabulary(
    code="fr",
    markers="le la les des qui avec et du une sur dans au aux pour cherche je abonnés pas en à de"
    " sans",
    phrases={
        "asking": "profils recherchés|recherchés|recherchées|je souhaite|nous souhaitons"
        "|souhaitons"
        "|souhaite travailler avec"
        "|je voudrais|nous voudrions|j'aimerais|nous aimerions|il me faut|il nous faut"
        "|trouvez moi|donne moi|donnez moi|montrez moi|liste de|une liste de|liste moi"
        "|en quête de|à la recherche de|je suis à la recherche de|on recherche|on veut"
        "|on voudrait|nous voulons|cherchant|besoin d'|on aimerait|recherchons"
        "|je cherche|nous cherchons|cherche|cherchons|recherche|je recherche|trouve"
        "|trouver"
        "|trouvez|trouve moi|on cherche|j'ai besoin de|nous recherchons|montre moi|je veux"
        "|besoin de",
        "crowd": "influenceur|influenceurs|influenceuse|influenceuses|créateur|créateurs"
        "|créatrices"
        "|créateurs de contenu|créatrices de contenu|comptes|compte|profils|chaînes youtube"
        "|chaînes",
        "people": "personnes|gens|quelqu'un|ceux|celles",
        "talking": "qui parlent d'|parlent d'|discutant de|discutant du|discutent de"
        "|qui discutent de|qui écrivent sur|écrivent sur|écrivant sur|qui postent sur"
        "|postent sur|qui partagent|qui adorent|passionnés de|passionnées de|passionné de"
        "|passionnés par|parlant de|qui traitent de"
        "|parlent de|parle de|qui parlent de|publient sur|qui publient sur|font du"
        "|qui font du|qui font de la|qui font|sur le thème|partagent|au sujet de|à propos de"
        "|font",
        "having": "avec|ayant|ont|aient",
        "linking": "qui sont|qui vivent|qui ont|vivent|et qui ont|qui soient|que"
        "|qui|et qui|sont|soient|doivent|mais|doivent avoir|dont",
        "filler": "n'importe où|tout|toute|toute la|n'importe quel pays|partout"
        "|ce serait parfait|serait parfait|serait idéal|l'idéal serait"
        "|à peu près|idéalement|si possible|surtout|svp|s'il vous plaît|s'il te plaît|plutôt"
        "|de préférence|autour de|maximum environ"
        "|le|la|les|l'|un|une|des|du|de|d'|environ|leur|leurs|taux|seulement|ses",
        "both": "et",
        "either": "ou|ni",
        "between": "entre|de",
        "upto": "à|jusqu'à",
        "since": "après|dès"
        "|depuis|à partir de",
        "at": "vivant en|vivant au|habitant en|habitant au|basés au|basées en|basé à|basée à"
        "|basé en|qui vivent en|qui vivent à|qui habitent à|qui habitent en|installés à"
        "|installés en|résidant en|résidant à|du côté de|autour de|originaires de|venant de"
        "|de la région de"
        "|à|en|au|aux|dans|sur|chez|via|au cours des|au cours de|basés à|basées à|basés en"
        "|vivant à|habitant à|près de|pendant|ces|lors des|au cours du",
        "of": "de|d'|du|de la|des",
        "follower": "abonné·es|abonné.e.s|abonné(e)s|abos|followeurs|subs"
        "|abonnés|abonné|abonnées|followers|suiveurs|fans",
        "engagement": "taux d'engagement|engagement|taux d'interaction",
        "post": "messages|contenus|articles|vidéo|publication|post|tweets"
        "|publications|posts|vidéos",
        "posted": "ont publié|ont posté|qui ont publié|qui ont posté|posté|postés|ayant publié"
        "|ayant posté|publient|qui postent|postent|écrivent|qui écrivent"
        "|publié|publiés|publications",
        "at_least": "mini|min|min.|à partir de|dès|un minimum d'|minimum de|pas en dessous de"
        "|au moins|minimum|au minimum|un minimum de|pas moins de",
        "above": "au delà de|supérieurs à|dépassant|qui dépassent|plus d'"
        "|plus de|supérieur à|au dessus de",
        "at_most": "maxi|max|max.|maximum de|un maximum de|ne dépassant pas|qui ne dépassent pas"
        "|pas au delà de|au max"
        "|jusqu'à|au maximum|maximum|au plus|pas plus de",
        "below": "inférieurs à|en deçà de|moins d'|au dessous de"
        "|moins de|inférieur à|en dessous de|sous",
        "or_more": "mini|min|au moins|et au delà"
        "|ou plus|minimum|au minimum|et plus",
        "or_less": "maxi|max|et moins|au plus"
        "|ou moins|maximum|au maximum",
        "past": "dernier|derniers|dernière|dernières|passé",
        "this": "ce|cette|cet",
        "until": "avant|jusqu'en",
        "active": "actif|actifs|active|actives",
        "speaking": "langue|langues"
        "|parlent|parlant|qui parlent|qui publient en|publient en|publiant en"
        "|écrivent en"
        "|qui écrivent en|contenu en",
        "label": "taille|audience"
        "|lieu|localisation|villes|zone|région|réseau|réseaux|marché"
        "|plateforme|pays|ville",
        "excluding": "personne de|personne à|personne en|personne du"
        "|partout sauf|n'importe où sauf|qui ne vivent pas|qui n'habitent pas"
        "|à l'exception d'|exceptés|exceptées|hormis les|à part|à part les|mis à part|sauf les"
        "|rien de|rien sur|ailleurs qu'à|ailleurs qu'en|ailleurs que|hors de|en dehors de"
        "|à exclure|exclus|excluant|excepté les|tout sauf|tous sauf|toutes sauf"
        "|n'importe qui sauf|en évitant|éviter|évitez|ni les|à l'exclusion des|plutôt que des"
        "|plutôt que les|au lieu d'|sans les|on ne veut pas de|nous ne voulons pas de"
        "|je ne veux pas de|on évite|à la place de|exclusions|qui ne soient pas"
        "|qui ne sont pas|qui ne soit pas"
        "|sauf|excepté|hormis|à l'exception de|à l'exception des|au lieu de|plutôt que"
        "|mais pas de|mais pas|pas de|pas d'|ni de|à l'exclusion de|hors|aucun|aucune|exclure"
        "|au lieu des|pas des",
        "refusing": "ni|non"
        "|sans|pas|jamais",
        "idiom": "qui ne sont pas que|qui ne sont pas seulement|ne sont pas que"
        "|fabriqué en|fabriqués en|fabriqué au|fabriquée en|made in|né en|produit en"
        "|sans serif|sans doute|sans limite|sans limites|sans frontières|sans fin"
        "|pas seulement|pas que|pas mal|pas à pas|pas de deux|pas de problème|sans souci"
        "|sans faute"
        "|sans cesse|sans prétention|pas de porte",
        "bio": "bio|biographie",
        "scale": "mille|million|millions|milliers",
        "hello": "bonjour|salut|bonsoir|coucou|hello|bonjour à tous|bonjour à toutes|chère équipe"
        "|madame monsieur|j'espère que vous allez bien|j'espère que tu vas bien",
        "goodbye": "merci|merci d'avance|merci beaucoup|cordialement|bien cordialement"
        "|bien à vous"
        "|bonne journée|belle journée|à bientôt|salutations|sincères salutations",
        "self": "je lance|nous lançons|j'ai une|j'ai un|je suis|nous sommes|on est une|on est un"
        "|je tiens|nous vendons|je vends|on vend|je travaille pour|nous travaillons pour"
        "|nous travaillons avec|mon client|notre client|client|cliente|ma marque|notre marque"
        "|la marque|marque|agence|doctorant en|doctorante en|chercheur en|chercheuse en"
        "|chercheuse au|chercheur au|j'étudie|pour ma thèse|pour une étude|pour mon mémoire"
        "|pour une campagne|pour notre campagne|pour le lancement|pour un client"
        "|pour une cliente|pour un projet|contexte|notre entreprise|mon entreprise"
        "|ma boutique|notre boutique",
        "times": "fois|une fois|deux fois|trois fois",
        "per": "par|chaque",
        "pay": "payer|on offre|nous offrons|peux payer|pouvons payer"
        "|par post|par publication|par vidéo|par réel|par story|budget|un budget|budget de"
        "|notre budget|on paie|nous payons|je paie|rémunération|tarif|tarifs|on peut payer"
        "|payé",
        "around": "et alentours|et région|et sa région|et environs|et ses environs"
        "|et ses alentours"
        "|et périphérie|alentours",
    },
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    spans={"h": "heure|heures", "d": "jour|jours", "w": "semaine|semaines", "mo": "mois",
           "y": "an|ans|année|années"},
    numbers="un deux trois quatre cinq six sept huit neuf dix onze douze",
    languages={"en": "anglais", "es": "espagnol", "fr": "français", "de": "allemand",
               "pt": "portugais", "it": "italien", "nl": "néerlandais", "ja": "japonais",
               "zh": "chinois", "ru": "russe", "ar": "arabe"},
    person_endings=("ers", "eurs", "euses", "istes", "iers", "ières", "riens", "ants", "onnés",
                    "onnées",
                    "fans", "mamans", "papas", "chefs", "graphes", "iens", "iennes"),
    free_of="gluten sucre lactose alcool lait œuf œufs farine viande plastique sel huile four",
    unwanted="marques agences entreprises boutiques coachs politiques bots concours casinos"
    " sponsors publicité partenariats",
    being="soient|sont|soit|est|être",
    amounts="13:treize|14:quatorze|15:quinze|16:seize|17:dix sept|18:dix huit|19:dix neuf"
    "|20:vingt|25:vingt cinq|30:trente|40:quarante|50:cinquante|60:soixante"
    "|70:soixante dix|80:quatre vingts|80:quatre vingt|90:quatre vingt dix|100:cent"
    "|200:deux cents|200:deux cent|300:trois cents|500:cinq cents|500:cinq cent"
    "|10:une dizaine|10:une dizaine de|12:une douzaine|12:une douzaine de"
    "|20:une vingtaine|20:une vingtaine de|15:une quinzaine|15:une quinzaine de"
    "|30:une trentaine de",
    seasons="printemps:3|le printemps:3|été:6|l'été:6|cet été:6|l'été dernier:6|été dernier:6"
    "|automne:9|l'automne:9|hiver:12|l'hiver:12|l'hiver dernier:12|le printemps dernier:3"
    "|l'automne dernier:9",
    speakers="fr:francophone|fr:francophones|en:anglophone|en:anglophones|es:hispanophone"
    "|es:hispanophones|pt:lusophone|pt:lusophones|de:germanophone|de:germanophones"
    "|it:italophones|ar:arabophones|nl:néerlandophones",
    genders="femmes|hommes|femme|homme|filles|garçons|mamans|papas|mères|pères",
    selling="vendent|vend|vendre|promeuvent|font de la pub",
    headings="sujet|sujets|thème|thèmes|thématique|thématiques|créneau|niche|mots-clés|mots clés",
    unfiltered={
        "gender is not known of creators": "que des femmes|que des hommes|femmes seulement"
        "|hommes seulement|seulement des femmes"
        "|pas d'hommes|plutôt des femmes|plutôt des hommes"
        "|de préférence des femmes|de préférence des hommes"
        "|femmes uniquement|hommes uniquement|uniquement des femmes|de préférence femmes",
        "who reads them is not known": "audience|public cible|public majoritairement",
        "awards are not known": "qui ont gagné|ayant gagné|ont remporté|lauréats|primés",
        "what they are willing to do is not known": "prêts à|prêtes à|veulent gagner|commission"
        "|ouverts à|disponibles pour",
        "engagement is filtered by a number only": "fort engagement|bon engagement"
        "|engagement élevé",
        "what they are to make is not filtered": "livrables|livrable|droits d'utilisation"
        "|dates de campagne|exclusivité",
        "views are not filtered": "vues moyennes|vues en moyenne|moyenne de vues"
        "|vues par vidéo|nombre de vues"
        "|portée moyenne",
        "how often they post is not filtered": "chaque semaine|chaque jour|tous les jours"
        "|toutes les semaines|régulièrement"
        "|quotidiennement",
        "authenticity is not filtered": "vrais abonnés|faux abonnés|abonnés réels"
        "|pas de faux abonnés",
        "verification is not filtered": "comptes certifiés|vérifiés",
        "growth is not known": "en pleine croissance|en croissance",
        "age is not known of creators": "plus jeunes que|plus âgés que|âgés de|âgées de|âgé de",
    },
)  # fmt: skip
