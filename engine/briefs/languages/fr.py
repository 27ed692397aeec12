"""How briefs are worded in French."""

from engine.briefs.lexicon import Vocabulary

FRENCH = Vocabulary(
    code="fr",
    markers="le la les des qui avec et du une sur dans au aux pour cherche je abonnés pas en à de"
    " sans",
    phrases={
        "asking": "je cherche|nous cherchons|cherche|cherchons|recherche|je recherche|trouve"
        "|trouver"
        "|trouvez|trouve moi|on cherche|j'ai besoin de|nous recherchons|montre moi|je veux"
        "|besoin de",
        "crowd": "influenceur|influenceurs|influenceuse|influenceuses|créateur|créateurs|créatrices"
        "|créateurs de contenu|créatrices de contenu|comptes|compte|profils|chaînes youtube"
        "|chaînes",
        "people": "personnes|gens|quelqu'un|ceux|celles",
        "talking": "parlent de|parle de|qui parlent de|publient sur|qui publient sur|font du"
        "|qui font du|qui font de la|qui font|sur le thème|partagent|au sujet de|à propos de|font",
        "having": "avec|ayant|ont|aient",
        "linking": "qui|et qui|sont|soient|doivent|mais|doivent avoir|dont",
        "filler": "le|la|les|l'|un|une|des|du|de|d'|environ|leur|leurs|taux|seulement|ses",
        "both": "et",
        "either": "ou|ni",
        "between": "entre|de",
        "upto": "à|jusqu'à",
        "since": "depuis|à partir de",
        "at": "à|en|au|aux|dans|sur|chez|via|au cours des|au cours de|basés à|basées à|basés en"
        "|vivant à|habitant à|près de|pendant|ces|lors des|au cours du",
        "of": "de|d'|du|de la|des",
        "follower": "abonnés|abonné|abonnées|followers|suiveurs|fans",
        "engagement": "taux d'engagement|engagement|taux d'interaction",
        "post": "publications|posts|vidéos",
        "posted": "publié|publiés|publications",
        "at_least": "au moins|minimum|au minimum|un minimum de|pas moins de",
        "above": "plus de|supérieur à|au dessus de",
        "at_most": "jusqu'à|au maximum|maximum|au plus|pas plus de",
        "below": "moins de|inférieur à|en dessous de|sous",
        "or_more": "ou plus|minimum|au minimum|et plus",
        "or_less": "ou moins|maximum|au maximum",
        "past": "dernier|derniers|dernière|dernières|passé",
        "this": "ce|cette|cet",
        "until": "avant|jusqu'en",
        "active": "actif|actifs|active|actives",
        "speaking": "parlent|parlant|qui parlent|qui publient en|publient en|publiant en"
        "|écrivent en"
        "|qui écrivent en|contenu en",
        "label": "plateforme|pays|ville",
        "excluding": "sauf|excepté|hormis|à l'exception de|à l'exception des|au lieu de|plutôt que"
        "|mais pas de|mais pas|pas de|pas d'|ni de|à l'exclusion de|hors|aucun|aucune|exclure"
        "|au lieu des|pas des",
        "refusing": "sans|pas|jamais",
        "idiom": "sans serif|sans doute|sans limite|sans limites|sans frontières|sans fin"
        "|pas seulement|pas que|pas mal|pas à pas|pas de deux|pas de problème|sans souci|sans faute"
        "|sans cesse|sans prétention|pas de porte",
        "bio": "bio|biographie",
        "scale": "mille|million|millions|milliers",
    },
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    spans={"h": "heure|heures", "d": "jour|jours", "w": "semaine|semaines", "mo": "mois",
           "y": "an|ans|année|années"},
    numbers="un deux trois quatre cinq six sept huit neuf dix onze douze",
    languages={"en": "anglais", "es": "espagnol", "fr": "français", "de": "allemand",
               "pt": "portugais", "it": "italien", "nl": "néerlandais", "ja": "japonais",
               "zh": "chinois", "ru": "russe", "ar": "arabe"},
    person_endings=("eurs", "euses", "istes", "iers", "ières", "riens", "ants", "onnés", "onnées",
                    "fans", "mamans", "papas", "chefs", "graphes", "iens", "iennes"),
    free_of="gluten sucre lactose alcool lait œuf œufs farine viande plastique sel huile four",
    unwanted="marques agences entreprises boutiques coachs politiques bots concours casinos"
    " sponsors publicité partenariats",
    unfiltered={
        "gender is not known of creators": "de préférence des femmes|de préférence des hommes"
        "|femmes uniquement|hommes uniquement|uniquement des femmes|de préférence femmes",
        "who reads them is not known": "audience|public cible|public majoritairement",
        "awards are not known": "qui ont gagné|ayant gagné|ont remporté|lauréats|primés",
        "what they are willing to do is not known": "prêts à|prêtes à|veulent gagner|commission"
        "|ouverts à|disponibles pour",
        "engagement is filtered by a number only": "fort engagement|bon engagement"
        "|engagement élevé",
    },
)  # fmt: skip
