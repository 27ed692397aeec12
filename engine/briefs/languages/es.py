"""How briefs are worded in Spanish."""

from engine.briefs.lexicon import Vocabulary

SPANISH = Vocabulary(
    code="es",
    markers="el la los las con que y del para por sin una en de busco buscamos seguidores se",
    phrases={
        "asking": "perfiles buscados|queremos colaborar con|queremos trabajar con|colaborar con"
        "|me encantaría trabajar con|querría"
        "|se buscan|se busca|me gustaría|nos gustaría|quisiera|quisiéramos|pásame|mándame"
        "|dadme|dame una lista de|lista de|una lista de|búscame|encuéntrame|necesitaría"
        "|me hacen falta|hacen falta|queremos contactar con|buscando|nos interesan"
        "|me interesan"
        "|busco|buscamos|buscar|encuentra|encontrar|encuentre|necesito|necesitamos|quiero"
        "|queremos|muéstrame|dame|estoy buscando|estamos buscando|por favor",
        "crowd": "influencer|influencers|influenciadores|influenciadoras|creadores|creadoras"
        "|creadores de contenido|creadoras de contenido|cuentas|perfiles|canales|cuenta|perfil",
        "people": "personas|gente|alguien|quienes",
        "talking": "que hablen de|que hablan de|que hablen sobre|que escriban sobre"
        "|que escriben sobre"
        "|escriban sobre|escriben sobre|que publiquen sobre|que compartan|que se dediquen a"
        "|que traten de|apasionados de|apasionadas de|rollo|tipo"
        "|hable de|que hable de"
        "|hablen de|hablan de|hablen sobre|hablan sobre|publiquen sobre|publican sobre"
        "|que hagan|que hacen|sobre|suban|suben|enseñen|enseñan|que reseñen|reseñen|reseñan"
        "|compartan|comparten|dedicados a|dedicadas a|centrados en|traten de",
        "having": "con|tengan|tenga|tienen|tener|teniendo",
        "linking": "que estén|que vivan|q|que tengan|que sean|vivan|viven|que se|y que tengan|han"
        "|que|y que|sean|son|deben|deben tener|estén|están|pero|hayan|quienes|sea",
        "filler": "cualquier país|en cualquier lugar|en cualquier país|toda|todo|todas las"
        "|todos los"
        "|ideal"
        "|sería perfecto|sería ideal|sería genial|estaría bien"
        "|más o menos|aprox|aprox.|por favor|si puede ser|idealmente|a ser posible"
        "|preferentemente"
        "|el|la|los|las|un|una|unos|unas|su|sus|de|del|unos|aproximadamente|cerca|solo"
        "|preferiblemente|para una campaña|alrededor",
        "both": "y|e",
        "either": "o|u|ni",
        "between": "entre|de|desde",
        "upto": "a|hasta",
        "since": "después de|tras"
        "|desde|a partir de",
        "at": "que vivan en|que estén en|residentes en|afincados en|afincadas en|que residan en"
        "|radicados en|basados en|con sede en|por la zona de|de la zona de"
        "|en|a|a través de|por|ubicados en|ubicadas en|que viven en|viven en|cerca de|durante",
        "of": "de|del|de la",
        "follower": "subs|seguidoras|suscriptoras|followers"
        "|seguidores|seguidor|suscriptores|suscriptor|fans",
        "engagement": "engagement|tasa de interacción|tasa de engagement|interacción"
        "|tasa de participación",
        "post": "publicaciones|posts|videos|vídeos",
        "posted": "publicaron|publican|hayan publicado|que hayan publicado|que hayan posteado"
        "|posteado"
        "|postearon|que publicaron|han publicado|que han publicado|subido|hayan subido"
        "|que escriban|que escriben|que publiquen|escribieron"
        "|publicado|publicados|publicaciones",
        "at_least": "mín|mín.|min|a partir de|desde|con mínimo|mínimo unos"
        "|al menos|como mínimo|mínimo|mínimo de|un mínimo de|por lo menos|no menos de",
        "above": "arriba de|por arriba de|superiores a|superan los|que superen los|mayores de"
        "|más de|mayor a|mayor que|superior a|superior al|por encima de|mayor de",
        "at_most": "max|máx|máx.|max.|tope|como mucho|no pasen de|que no pasen de|no superen"
        "|que no superen los|un máximo de"
        "|hasta|como máximo|máximo|máximo de|no más de",
        "below": "por abajo de|inferiores a|debajo de"
        "|menos de|menor a|inferior a|inferior al|por debajo de|bajo",
        "or_more": "mínimo|mín|o superior|para arriba|como poco"
        "|o más|como mínimo|en adelante",
        "or_less": "máximo|máx|max|como mucho|tope|para abajo"
        "|o menos|como máximo",
        "past": "último|últimos|última|últimas|pasado|pasada|pasados",
        "this": "este|esta",
        "until": "antes de|hasta",
        "active": "activo|activos|activa|activas|que hayan publicado",
        "speaking": "idioma|idiomas|lengua"
        "|hablen|hablan|que hablan|que hablen|publiquen en|publican en|escriban en"
        "|que publiquen en|habla|que publican en|contenido en",
        "label": "tamaño|rango"
        "|ubicación|países|ciudades|zona|mercado|lugar|localización|red|redes|región"
        "|plataforma|país|ciudad",
        "excluding": "nadie de|nadie en|ninguno de"
        "|en cualquier parte menos|en cualquier lugar menos|en cualquier sitio menos"
        "|en todas partes menos|de todo el mundo menos|de cualquier parte menos"
        "|que no viven|que no vivan|que no vive"
        "|exceptuando|exceptuados|exceptuadas|excluidos|excluidas|excluyan|exclúyanse"
        "|quedan fuera|se excluyen|descartar|descartando|descartad|fuera de|fuera|a excepción"
        "|aparte de|quitando|todos menos|todas menos|cualquiera menos|cualquiera excepto"
        "|en lugar|que no sea de|que no sean de|que no estén en|que no vivan en"
        "|nada que ver con|ninguna de|evitando|eviten|salvo los|salvo las|exclusiones"
        "|no queremos|no quiero|no nos interesan"
        "|excepto|salvo|excluyendo|en lugar de|en vez de|menos los|menos las|pero no"
        "|nada de|ninguna|ningún|evitar|excluir|a excepción de|que no sean|que no sea",
        "refusing": "menos|ni|tampoco"
        "|no|sin|nunca",
        "idiom": "que no sean solo|que no sean sólo|que no solo|que no sólo|que no sean sólo de"
        "|no sean solo"
        "|hecho en|hecha en|hechos en|hechas en|fabricado en|fabricada en|nacido en|made in"
        "|no solo|no sólo|no solamente|sin duda|sin embargo|sin fin|sin parar|sin miedo"
        "|sin límites|sin fronteras|no obstante|sin filtros|sin rodeos|sin lugar a dudas",
        "bio": "bio|biografía|descripción",
        "scale": "mil|miles|millón|millones",
        "hello": "hola|buenas|buenos días|buenas tardes|buenas noches|hola a todos|hola a todas"
        "|estimados|estimado|estimada|qué tal|hola equipo"
        "|espero que estés bien|espero que estéis bien|espero que estén bien"
        "|espero que todo vaya bien",
        "goodbye": "gracias|muchas gracias|mil gracias|saludos|un saludo|un abrazo|atentamente"
        "|cordialmente|gracias de antemano|saludos cordiales",
        "self": "tengo una|tengo un|soy una|soy un|soy|somos una|somos un|somos|tenemos una"
        "|tenemos un|vendemos|vendo|fabricamos|trabajo para|trabajamos para|trabajamos con"
        "|mi cliente|nuestro cliente|cliente|la marca|marca|mi marca|nuestra marca|mi empresa"
        "|nuestra empresa|investigadora de|investigador de|investigo|estudio cómo"
        "|para un cliente|para una clienta|para una campaña|para nuestra campaña"
        "|para la campaña|para el lanzamiento de|para un estudio|para mi tesis"
        "|para una investigación|para mi investigación|lanzamos|estamos lanzando|llevo una"
        "|llevamos una|contexto",
        "times": "veces|vez|una vez|dos veces|tres veces",
        "per": "por|cada|por cada",
        "pay": "ofrecemos|pagar|puedo pagar|podríamos pagar"
        "|por publicación|por post|por vídeo|por video|por reel|por historia|presupuesto"
        "|presupuesto de|pagamos|pago|podemos pagar|honorarios|tarifa|tarifas|remuneración"
        "|pagaríamos",
        "around": "y alrededores|y cercanías|y provincia|y comarca|y área metropolitana"
        "|alrededores",
    },
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    spans={"h": "hora|horas", "d": "día|días", "w": "semana|semanas", "mo": "mes|meses",
           "y": "año|años"},
    numbers="un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    languages={"en": "inglés", "es": "español|castellano", "fr": "francés", "de": "alemán",
               "pt": "portugués", "it": "italiano", "ca": "catalán", "ja": "japonés",
               "zh": "chino", "ru": "ruso", "ar": "árabe"},
    person_endings=("ers", "eros", "eras", "ores", "oras", "istas", "dores", "doras", "icos",
                    "fans",
                    "anos", "chefs", "padres", "madres", "influencers", "antes", "casters"),
    free_of="gluten azúcar lactosa alcohol leche huevo huevos harina carne grasa sal aceite horno"
    " plástico",
    unwanted="marcas agencias empresas tiendas coaches políticos bots sorteos casinos apuestas"
    " patrocinadores publicidad",
    being="sean|sea|son|es|esté|estén|eran",
    amounts="13:trece|14:catorce|15:quince|16:dieciséis|17:diecisiete|18:dieciocho|19:diecinueve"
    "|20:veinte|25:veinticinco|30:treinta|40:cuarenta|50:cincuenta|60:sesenta|70:setenta"
    "|80:ochenta|90:noventa|100:cien|100:ciento|150:ciento cincuenta|200:doscientos"
    "|200:doscientas|300:trescientos|500:quinientos|500:quinientas|12:una docena"
    "|12:docena de",
    seasons="primavera:3|la primavera:3|verano:6|el verano:6|el verano pasado:6|verano pasado:6"
    "|este verano:6|otoño:9|el otoño:9|invierno:12|el invierno:12|el invierno pasado:12"
    "|la primavera pasada:3|el otoño pasado:9",
    speakers="es:hispanohablante|es:hispanohablantes|es:hispanoparlantes|en:anglófonos"
    "|en:angloparlantes|en:anglohablantes|fr:francófonos|fr:francófonas|pt:lusófonos"
    "|pt:lusófonas|ca:catalanohablantes|de:germanoparlantes|ca:catalanoparlantes"
    "|es:castellanohablantes|pt:lusohablantes|de:germanohablantes|fr:francoparlantes",
    genders="mujeres|hombres|chicas|chicos|mujer|hombre|madres|padres|mamás|papás",
    selling="vendan|venden|vende|vendo|promocionen|promocionan|anuncien|vender",
    headings="tema|temas|nicho|nichos|temática|palabras clave",
    unfiltered={
        "gender is not known of creators": "mejor mujeres|mejor hombres"
        "|mujeres preferentemente|que sean mujeres"
        "|que sean hombres|únicamente mujeres|sin hombres"
        "|preferiblemente mujeres|preferiblemente hombres"
        "|de preferencia mujeres|de preferencia hombres|solo mujeres|solo hombres"
        "|preferentemente mujeres|preferentemente hombres",
        "who reads them is not known": "audiencia|público objetivo|público mayoritariamente",
        "awards are not known": "ganado un premio|ganado el premio|ganado un|ganado el"
        "|ganadores de"
        "|que ganaron|premiados",
        "what they are willing to do is not known": "quieran ganar|comisión|dispuestos a"
        "|dispuestas a|disponibles para",
        "who answers whom is not known": "que interactúen|interacción constante|interactúen con",
        "engagement is filtered by a number only": "alto engagement|buen engagement"
        "|alta interacción",
        "what they are to make is not filtered": "entregables|derechos de uso"
        "|fechas de campaña|exclusividad",
        "views are not filtered": "visualizaciones|visualizaciones medias|reproducciones"
        "|media de visualizaciones"
        "|vistas por vídeo|vistas de media|promedio de vistas|alcance medio",
        "how often they post is not filtered": "cada semana|cada día|a diario|diariamente"
        "|semanalmente|con regularidad|regularmente"
        "|todos los días|con frecuencia",
        "age is not known of creators": "menores de|no mayores de|mayores de|menores de edad"
        "|mayores de edad|de mediana edad",
        "authenticity is not filtered": "seguidores reales|sin seguidores falsos"
        "|seguidores falsos",
        "verification is not filtered": "verificados|verificadas|cuenta verificada",
        "growth is not known": "en crecimiento|que crezcan rápido",
    },
)  # fmt: skip
