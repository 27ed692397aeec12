"""How briefs are worded in Portuguese."""

from engine.briefs.lexicon import Vocabulary

PORTUGUESE = Vocabulary(
    code="pt",
    markers="o a os as com que e do da dos das no na nos nas em não sem para um uma procuro"
    " encontre seguidores mil mas",
    phrases={
        "asking": "encontre|encontrar|procuro|procuramos|busco|buscamos|quero|queremos|preciso de"
        "|precisamos de|estou procurando|procurando|ache|mostre|liste",
        "crowd": "influenciador|influenciadores|influenciadora|influenciadoras|criadores|criadoras"
        "|criadores de conteúdo|criadoras de conteúdo|influencers|influencer|perfis|contas|perfil"
        "|canais|produtores de conteúdo",
        "people": "pessoas|gente|alguém",
        "talking": "falem sobre|falam sobre|falem de|falam de|postem sobre|postam sobre|sobre"
        "|publicam sobre|publiquem sobre|que postem|compartilham|façam|fazem",
        "having": "com|tenha|tenham|têm|tem|ter|possuem|possuam",
        "linking": "que|e que|sejam|são|devem|devem ter|mas|estejam|quem",
        "filler": "o|a|os|as|um|uma|uns|umas|de|do|da|seu|sua|seus|cerca|aproximadamente|apenas",
        "both": "e",
        "either": "ou|nem",
        "between": "entre|de",
        "upto": "a|até",
        "since": "desde|a partir de",
        "at": "em|no|na|nos|nas|via|por|pelo|localizados em|que moram em|que vivem em|perto de"
        "|durante|dentro de",
        "of": "de|do|da|dos|das",
        "follower": "seguidores|seguidor|inscritos|assinantes|subscritores|fãs",
        "engagement": "taxa de engajamento|engajamento|taxa de interação|engagement",
        "post": "posts|publicações|postagens|vídeos",
        "posted": "publicado|postado|publicações|posts",
        "at_least": "pelo menos|no mínimo|mínimo de|ao menos|mínimo|não menos de|um mínimo de",
        "above": "mais de|acima de|superior a|maior que",
        "at_most": "até|no máximo|máximo de|máximo|não mais de",
        "below": "menos de|abaixo de|inferior a|menor que",
        "or_more": "ou mais|no mínimo|para cima",
        "or_less": "ou menos|no máximo",
        "past": "último|últimos|última|últimas|passado|passada",
        "this": "este|esta|deste|desta|neste|nesta|esse",
        "until": "antes de|até",
        "active": "ativo|ativos|ativa|ativas",
        "speaking": "falem|falam|que falam|publicam em|publiquem em|que publicam em|escrevem em"
        "|postam em|que postam em|conteúdo em",
        "label": "plataforma|país|cidade",
        "excluding": "exceto|salvo|excluindo|em vez de|ao invés de|menos os|menos as|mas não"
        "|nada de|nenhum|nenhuma|fora|evitar|excluir|com exceção de|que não sejam",
        "refusing": "não|sem|nunca",
        "idiom": "não só|não apenas|não somente|sem dúvida|sem fim|sem limites|sem fronteiras"
        "|sem parar|sem medo|sem filtro",
        "bio": "bio|biografia|descrição",
        "scale": "mil|milhão|milhões",
    },
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    spans={"h": "hora|horas", "d": "dia|dias", "w": "semana|semanas", "mo": "mês|meses",
           "y": "ano|anos"},
    numbers="um dois três quatro cinco seis sete oito nove dez onze doze",
    languages={"en": "inglês", "es": "espanhol", "fr": "francês", "de": "alemão",
               "pt": "português", "it": "italiano", "ja": "japonês", "zh": "chinês",
               "ru": "russo", "ar": "árabe"},
    person_endings=("eiros", "eiras", "ores", "oras", "istas", "dores", "doras", "icos", "inos",
                    "fãs", "anos", "chefs", "pais", "mães", "antes", "influencers", "ueses"),
    free_of="glúten açúcar lactose álcool leite ovo ovos farinha carne óleo sal plástico forno",
    unwanted="marcas agências empresas lojas coaches políticos bots sorteios cassinos apostas"
    " patrocínios publicidade",
    unfiltered={
        "gender is not known of creators": "de preferência mulheres|de preferência homens"
        "|só mulheres|só homens|apenas mulheres|apenas homens|preferencialmente mulheres",
        "who reads them is not known": "audiência|público alvo|público majoritariamente",
        "awards are not known": "ganharam o|ganhou o|que ganharam|premiados|premiadas"
        "|vencedores do",
        "what they are willing to do is not known": "queiram ganhar|querem ganhar|comissão"
        "|dispostos a|dispostas a|disponíveis para",
        "engagement is filtered by a number only": "alto engajamento|bom engajamento",
    },
)  # fmt: skip
