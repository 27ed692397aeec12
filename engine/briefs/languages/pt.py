"""How briefs are worded in Portuguese."""

from engine.briefs.lexicon import Vocabulary

PORTUGUESE = Vocabulary(
    code="pt",
    markers="o a os as com que e do da dos das no na nos nas em não sem para um uma procuro"
    " encontre seguidores mil mas",
    phrases={
        "asking": "achar|queria achar|queremos trabalhar com|quero trabalhar com|quero achar"
        "|adoraria trabalhar com|preciso achar"
        "|preciso|precisamos|gostaria de|gostaríamos de|me dá|me dê|me mostre|me mostra"
        "|me encontre|me ache|me passa|me passe|lista de|uma lista de|quero encontrar|busca"
        "|em busca de|à procura de|estou à procura de|estamos à procura de|procura se"
        "|procuram se|dá me|dê me|mostra me|queria|manda|mande|gostava de encontrar"
        "|estou atrás de"
        "|encontre|encontrar|procuro|procuramos|busco|buscamos|quero|queremos|preciso de"
        "|precisamos de|estou procurando|procurando|ache|mostre|liste",
        "crowd": "usuários|usuárias|utilizadores|utilizadoras|usuário|blogueiros|blogueiras"
        "|blogueira"
        "|criador|criadora"
        "|influenciador|influenciadores|influenciadora|influenciadoras|criadores|criadoras"
        "|criadores de conteúdo|criadoras de conteúdo|influencers|influencer|perfis|contas|perfil"
        "|canais|produtores de conteúdo",
        "people": "galera|quem|turma|povo"
        "|pessoas|gente|alguém",
        "talking": "que falam de|que falem de|que falam sobre|que falem sobre|que escrevem sobre"
        "|escrevem sobre|que escrevam sobre|escrevam sobre|fale de|fale sobre|fala de"
        "|que fala de|que postam sobre|que publiquem sobre|que compartilham|que partilham"
        "|partilham|apaixonados por|apaixonadas por|fãs de|amantes de|que curtem|que adoram"
        "|dedicados a"
        "|falem sobre|falam sobre|falem de|falam de|postem sobre|postam sobre|sobre"
        "|publicam sobre|publiquem sobre|que postem|compartilham|façam|fazem",
        "having": "com|tenha|tenham|têm|tem|ter|possuem|possuam",
        "linking": "q|que estejam|que sejam|que tenham|que vivam|vivam|moram|morem|e que tenham"
        "|tenham sido|estão"
        "|que|e que|sejam|são|devem|devem ter|mas|estejam|quem",
        "filler": "qualquer país|em qualquer lugar|toda|todo|toda a|todo o|qualquer lugar"
        "|seria perfeito|seria ideal|seria ótimo"
        "|aqui|mais ou menos|aprox|aprox.|por favor|de preferência|idealmente|pra"
        "|para uma campanha|se possível|só|em torno de|por volta de"
        "|o|a|os|as|um|uma|uns|umas|de|do|da|seu|sua|seus|cerca|aproximadamente|apenas",
        "both": "e",
        "either": "ou|nem",
        "between": "entre|de",
        "upto": "a|até",
        "since": "depois de|após"
        "|desde|a partir de",
        "at": "aqui no|aqui em|aqui na|lá de|lá do|que moram no|que moram na|que vivem no"
        "|que vivem na|que morem em|que vivam em|residentes em|baseados em|baseadas em"
        "|da região de|na região de|moradores de|naturais de|sediados em"
        "|em|no|na|nos|nas|via|por|pelo|localizados em|que moram em|que vivem em|perto de"
        "|durante|dentro de",
        "of": "de|do|da|dos|das",
        "follower": "seguidoras|subs|inscritas|followers"
        "|seguidores|seguidor|inscritos|assinantes|subscritores|fãs",
        "engagement": "taxa de engagement|taxa de envolvimento|engajamento médio"
        "|taxa de engajamento|engajamento|taxa de interação|engagement",
        "post": "posts|publicações|postagens|vídeos",
        "posted": "publicaram|postaram|que postaram|que publicaram|tenham postado"
        "|tenham publicado"
        "|que tenham postado|postando|publicando|que tenham publicado|escreveram|publicam"
        "|postam"
        "|publicado|postado|publicações|posts",
        "at_least": "mín|mín.|min|a partir de|desde|de no mínimo|não menos que|com mínimo de"
        "|no mín"
        "|pelo menos|no mínimo|mínimo de|ao menos|mínimo|não menos de|um mínimo de",
        "above": "mais que|por cima de|superiores a|para cima de|além de"
        "|mais de|acima de|superior a|maior que",
        "at_most": "max|máx|máx.|limite de|não mais que|que não passem de|não passem de"
        "|um máximo de"
        "|no máx"
        "|até|no máximo|máximo de|máximo|não mais de",
        "below": "menos que|abaixo dos|inferiores a|por baixo de"
        "|menos de|abaixo de|inferior a|menor que",
        "or_more": "mínimo|mín|pra cima|ou superior|para mais"
        "|ou mais|no mínimo|para cima",
        "or_less": "máximo|máx|max|pra baixo"
        "|ou menos|no máximo",
        "past": "último|últimos|última|últimas|passado|passada",
        "this": "este|esta|deste|desta|neste|nesta|esse",
        "until": "antes de|até",
        "active": "que estejam ativos|que estiveram ativos|activos|activas|activo"
        "|ativo|ativos|ativa|ativas",
        "speaking": "idioma|idiomas|língua|línguas"
        "|falem|falam|que falam|publicam em|publiquem em|que publicam em|escrevem em"
        "|postam em|que postam em|conteúdo em",
        "label": "tamanho|faixa"
        "|local|localização|países|cidades|região|rede|redes|mercado|plataformas"
        "|plataforma|país|cidade",
        "excluding": "ninguém de|ninguém do|ninguém da|ninguém em"
        "|em qualquer lugar menos|em qualquer lugar exceto|em toda parte menos"
        "|de qualquer lugar menos|do mundo todo menos|de todo o mundo menos"
        "|que não moram|que não vivem|que não vivam"
        "|exceptuando|excetuando|à exceção de|à excepção de|excepto|tirando|fora os|fora as"
        "|fora de|fora da|fora do|em vez|ao invés|a não ser|todos menos|todas menos"
        "|qualquer um menos|qualquer um exceto|que não seja|que não sejam de|que não sejam do"
        "|que não sejam da|que não seja de|que não estejam em|que não morem em|excluídos"
        "|excluam|exclua|evitando|evite|evitem|descartar|descartando|nada a ver com"
        "|não queremos|não quero|não nos interessam|exclusões|com exceção dos|com exceção das"
        "|no lugar de|salvo os|ficam de fora|ficam fora|sem ser"
        "|exceto|salvo|excluindo|em vez de|ao invés de|menos os|menos as|mas não"
        "|nada de|nenhum|nenhuma|fora|evitar|excluir|com exceção de|que não sejam",
        "refusing": "menos|nem|tampouco"
        "|não|sem|nunca",
        "idiom": "que não sejam só|que não sejam apenas|que não só|que não apenas"
        "|feito em|feita em|feito no|feita no|fabricado em|fabricado no|nascido em|made in"
        "|não só|não apenas|não somente|sem dúvida|sem fim|sem limites|sem fronteiras"
        "|sem parar|sem medo|sem filtro",
        "bio": "bio|biografia|descrição",
        "scale": "mil|milhão|milhões",
        "hello": "oi|olá|ola|bom dia|boa tarde|boa noite|oi gente|olá a todos|olá pessoal"
        "|e aí|caros|espero que esteja bem|espero que estejam bem|espero que esteja tudo bem"
        "|prezados|tudo bem|tudo bom",
        "goodbye": "obrigado|obrigada|muito obrigado|muito obrigada|valeu|abraços|abraço"
        "|cumprimentos"
        "|atenciosamente|grato|grata|desde já obrigado|desde já obrigada|um abraço|bjs|beijos"
        "|melhores cumprimentos|com os melhores cumprimentos",
        "self": "tenho uma|tenho um|sou uma|sou um|sou|somos uma|somos um|somos|temos uma"
        "|temos um"
        "|vendemos|vendo|fabricamos|trabalho para|trabalho com|trabalhamos para"
        "|trabalhamos com|meu cliente|nosso cliente|cliente|a marca|marca|minha marca"
        "|nossa marca|minha empresa|nossa empresa|pesquisadora da|pesquisador da"
        "|pesquisadora do|pesquisador do|investigadora da|investigador da|pesquiso"
        "|estudo como|para um cliente|para uma cliente|para uma campanha|para nossa campanha"
        "|para a campanha|para o lançamento|para um estudo|para minha tese|para a minha tese"
        "|lançamos|estamos lançando|estou lançando|contexto|minha loja|nossa loja",
        "times": "vezes|vez|uma vez|duas vezes|três vezes|2x|3x",
        "per": "por|cada|a cada",
        "pay": "pagar|oferecemos|podemos oferecer|posso oferecer"
        "|por post|por publicação|por vídeo|por reel|por story|por postagem|orçamento"
        "|orçamento de|pago|pagamos|podemos pagar|cachê|remuneração|verba|verba de"
        "|posso pagar",
        "around": "e arredores|e região|e redondezas|e grande|e periferia|arredores"
        "|e região metropolitana",
    },
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    spans={"h": "hora|horas", "d": "dia|dias", "w": "semana|semanas", "mo": "mês|meses",
           "y": "ano|anos"},
    numbers="um dois três quatro cinco seis sete oito nove dez onze doze",
    languages={"en": "inglês", "es": "espanhol", "fr": "francês", "de": "alemão",
               "pt": "português", "it": "italiano", "ja": "japonês", "zh": "chinês",
               "ru": "russo", "ar": "árabe"},
    person_endings=("ers", "eiros", "eiras", "ores", "oras", "istas", "dores", "doras", "icos",
                    "inos",
                    "fãs", "anos", "chefs", "pais", "mães", "antes", "influencers", "ueses"),
    free_of="glúten açúcar lactose álcool leite ovo ovos farinha carne óleo sal plástico forno",
    unwanted="marcas agências empresas lojas coaches políticos bots sorteios cassinos apostas"
    " patrocínios publicidade",
    being="sejam|seja|são|é|ser|estejam",
    amounts="13:treze|14:catorze|14:quatorze|15:quinze|16:dezesseis|16:dezasseis|17:dezessete"
    "|18:dezoito|19:dezenove|19:dezanove|20:vinte|25:vinte e cinco|30:trinta|40:quarenta"
    "|50:cinquenta|60:sessenta|70:setenta|80:oitenta|90:noventa|100:cem|100:cento"
    "|150:cento e cinquenta|200:duzentos|200:duzentas|300:trezentos|500:quinhentos"
    "|500:quinhentas|12:uma dúzia|12:uma dúzia de",
    seasons="primavera:3|a primavera:3|verão:6|o verão:6|o verão passado:6|verão passado:6"
    "|este verão:6|outono:9|o outono:9|inverno:12|o inverno:12|o inverno passado:12",
    speakers="pt:lusófono|pt:lusófonos|pt:lusófonas|es:hispanofalantes|es:hispânicos"
        "|en:anglófonos"
    "|en:anglófonas|fr:francófonos|fr:francófonas|pt:lusofalantes|es:hispanófonos"
    "|en:falantes de inglês|pt:falantes de português|es:falantes de espanhol",
    genders="mulheres|homens|meninas|meninos|mulher|homem|mães|pais|moças|raparigas|rapazes"
    "|garotas",
    selling="vendam|vendem|vende|vendo|promovam|promovem|anunciem|vender",
    headings="tema|temas|nicho|nichos|assunto|assuntos|palavras-chave",
    unfiltered={
        "gender is not known of creators": "somente mulheres|somente homens"
        "|mulheres preferencialmente|que sejam mulheres"
        "|que sejam homens|de preferência mulher|sem homens"
        "|de preferência mulheres|de preferência homens"
        "|só mulheres|só homens|apenas mulheres|apenas homens|preferencialmente mulheres",
        "who reads them is not known": "audiência|público alvo|público majoritariamente",
        "awards are not known": "ganharam o|ganhou o|que ganharam|premiados|premiadas"
        "|vencedores do",
        "what they are willing to do is not known": "queiram ganhar|querem ganhar|comissão"
        "|dispostos a|dispostas a|disponíveis para",
        "engagement is filtered by a number only": "alto engajamento|bom engajamento",
        "what they are to make is not filtered": "entregáveis|direitos de uso"
        "|datas da campanha|exclusividade",
        "views are not filtered": "visualizações|média de visualizações"
        "|visualizações em média|visualizações médias"
        "|alcance médio|views",
        "how often they post is not filtered": "toda semana|todos os dias|todo dia"
        "|diariamente|semanalmente|regularmente"
        "|com frequência|todas as semanas",
        "authenticity is not filtered": "seguidores reais|sem seguidores falsos"
        "|seguidores falsos|seguidores orgânicos",
        "verification is not filtered": "verificados|verificadas|conta verificada",
        "growth is not known": "em crescimento|crescendo rápido",
        "age is not known of creators": "mais velhos que|mais novos que|menores de"
        "|com idade entre|com idades entre",
    },
)  # fmt: skip
