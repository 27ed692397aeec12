"""How briefs are worded in Spanish."""

from engine.briefs.lexicon import Vocabulary

SPANISH = Vocabulary(
    code="es",
    markers="el la los las con que y del para por sin una en de busco buscamos seguidores se",
    phrases={
        "asking": "busco|buscamos|buscar|encuentra|encontrar|encuentre|necesito|necesitamos|quiero"
        "|queremos|muéstrame|dame|estoy buscando|estamos buscando|por favor",
        "crowd": "influencer|influencers|influenciadores|influenciadoras|creadores|creadoras"
        "|creadores de contenido|creadoras de contenido|cuentas|perfiles|canales|cuenta|perfil",
        "people": "personas|gente|alguien|quienes",
        "talking": "hablen de|hablan de|hablen sobre|hablan sobre|publiquen sobre|publican sobre"
        "|que hagan|que hacen|sobre|suban|suben|enseñen|enseñan|que reseñen|reseñen|reseñan"
        "|compartan|comparten|dedicados a|dedicadas a|centrados en|traten de",
        "having": "con|tengan|tenga|tienen|tener|teniendo",
        "linking": "que|y que|sean|son|deben|deben tener|estén|están|pero|hayan|quienes|sea",
        "filler": "el|la|los|las|un|una|unos|unas|su|sus|de|del|unos|aproximadamente|cerca|solo"
        "|preferiblemente|para una campaña|alrededor",
        "both": "y|e",
        "either": "o|u|ni",
        "between": "entre|de|desde",
        "upto": "a|hasta",
        "since": "desde|a partir de",
        "at": "en|a|a través de|por|ubicados en|ubicadas en|que viven en|viven en|cerca de|durante",
        "of": "de|del|de la",
        "follower": "seguidores|seguidor|suscriptores|suscriptor|fans",
        "engagement": "engagement|tasa de interacción|tasa de engagement|interacción"
        "|tasa de participación",
        "post": "publicaciones|posts|videos|vídeos",
        "posted": "publicado|publicados|publicaciones",
        "at_least": "al menos|como mínimo|mínimo|mínimo de|un mínimo de|por lo menos|no menos de",
        "above": "más de|mayor a|mayor que|superior a|superior al|por encima de|mayor de",
        "at_most": "hasta|como máximo|máximo|máximo de|no más de",
        "below": "menos de|menor a|inferior a|inferior al|por debajo de|bajo",
        "or_more": "o más|como mínimo|en adelante",
        "or_less": "o menos|como máximo",
        "past": "último|últimos|última|últimas|pasado|pasada|pasados",
        "this": "este|esta",
        "until": "antes de|hasta",
        "active": "activo|activos|activa|activas|que hayan publicado",
        "speaking": "hablen|hablan|que hablan|que hablen|publiquen en|publican en|escriban en"
        "|que publiquen en|habla|que publican en|contenido en",
        "label": "plataforma|país|ciudad",
        "excluding": "excepto|salvo|excluyendo|en lugar de|en vez de|menos los|menos las|pero no"
        "|nada de|ninguna|ningún|evitar|excluir|a excepción de|que no sean|que no sea",
        "refusing": "no|sin|nunca",
        "idiom": "no solo|no sólo|no solamente|sin duda|sin embargo|sin fin|sin parar|sin miedo"
        "|sin límites|sin fronteras|no obstante|sin filtros|sin rodeos|sin lugar a dudas",
        "bio": "bio|biografía|descripción",
        "scale": "mil|miles|millón|millones",
    },
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    spans={"h": "hora|horas", "d": "día|días", "w": "semana|semanas", "mo": "mes|meses",
           "y": "año|años"},
    numbers="un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    languages={"en": "inglés", "es": "español|castellano", "fr": "francés", "de": "alemán",
               "pt": "portugués", "it": "italiano", "ca": "catalán", "ja": "japonés",
               "zh": "chino", "ru": "ruso", "ar": "árabe"},
    person_endings=("eros", "eras", "ores", "oras", "istas", "dores", "doras", "icos", "fans",
                    "anos", "chefs", "padres", "madres", "influencers", "antes", "casters"),
    free_of="gluten azúcar lactosa alcohol leche huevo huevos harina carne grasa sal aceite horno"
    " plástico",
    unwanted="marcas agencias empresas tiendas coaches políticos bots sorteos casinos apuestas"
    " patrocinadores publicidad",
    unfiltered={
        "gender is not known of creators": "preferiblemente mujeres|preferiblemente hombres"
        "|de preferencia mujeres|de preferencia hombres|solo mujeres|solo hombres"
        "|preferentemente mujeres|preferentemente hombres",
        "who reads them is not known": "audiencia|público objetivo|público mayoritariamente",
        "awards are not known": "ganado un premio|ganado el premio|ganado un|ganado el|ganadores de"
        "|que ganaron|premiados",
        "what they are willing to do is not known": "quieran ganar|comisión|dispuestos a"
        "|dispuestas a|disponibles para",
        "who answers whom is not known": "que interactúen|interacción constante|interactúen con",
        "engagement is filtered by a number only": "alto engagement|buen engagement"
        "|alta interacción",
    },
)  # fmt: skip
