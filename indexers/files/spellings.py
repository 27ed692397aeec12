"""What columns are usually called, in English, Spanish, French, German and Portuguese.

Names are compared without case, accents, spaces and punctuation: `Nombre de J'aime` is
`nombredejaime`. A name may say what it belongs to first: `post_`, `tweet_`, `video_` and the like
for a post, `user_`, `author_`, `channel_` and the like for its creator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

_POST_WORDS = """
    post tweet status video media message item content reel photo thread
    publicacion publicacao publication beitrag
"""
_CREATOR_WORDS = """
    author user owner creator account channel profile poster blogger influencer page from
    authormeta snippetchannel
    autor auteur usuario utilisateur benutzer nutzer cuenta compte konto conta canal chaine kanal
    perfil profil creador createur ersteller criador
"""

POST: Final[Mapping[str, str]] = {
    "source": """source platform network socialnetwork socialmedia site datasource
        plataforma plateforme plattform red redsocial reseau reseausocial netzwerk rede
        redesocial""",
    "id": """id idstr nativeid shortcode code pk urn uniqueid guid number key
        identificador identifiant kennung""",
    "url": """url link permalink permalinkurl href weburl webvideourl pageurl uri
        enlace lien adresse endereco""",
    "text": """text caption fulltext rawcontent body message content description desc selftext
        copy commentary tweet post hitsentence openingtext snippet
        texto contenido mensaje leyenda descripcion texte contenu legende nachricht inhalt
        beschreibung bildunterschrift conteudo mensagem legenda descricao""",
    "title": "title headline titulo titre titel",
    "created_at": """createdat created createdtime pubdate datepublished
        timestamp createtime createtimeiso createdutc
        date datetime dateposted posteddate postedat posted publishedat published publishdate
        publisheddate publishedtime publicationdate publishtime takenat takenattimestamp
        unixtimestamp time utcdate dateutc timestamputc creationdate createddate dateandtime
        postdate uploaddate
        fecha fechapublicacion fechadepublicacion fechadecreacion fechahora fechayhora
        datepublication datedepublication datedecreation dateheure publiele
        datum veroffentlichtam veroffentlichungsdatum erstelltam erstellt zeitstempel
        data datapublicacao datadepublicacao datadacriacao datahora""",
    "lang": "lang language textlanguage languagecode idioma langue sprache lingua",
    "likes": """likes like likecount likescount numlikes nlikes numberoflikes totallikes likesnumber
        favorites favorite favoritecount favoritescount favourites favouritescount favs
        favouritecount nbfavorites edgemediapreviewlikecount hearts diggcount digg upvotes ups score
        reactions
        reactioncount reactionscount totalreactions likessummarytotalcount
        reactionssummarytotalcount nodemegusta nodelikes
        megusta megustas numerodemegusta numerodelikes cantidaddelikes favoritos
        jaime jaimes mentionsjaime nombredejaime nombredelikes
        gefalltmir gefalltmirangaben anzahllikes anzahldergefalltmirangaben
        curtidas gostos numerodecurtidas""",
    "replies": """comments comment commentcount commentscount numcomments ncomments numberofcomments
        totalcomments replies reply replycount repliescount numreplies numberofreplies
        edgemediatocommentcount responses commentssummarytotalcount nodecomentarios
        comentarios numerodecomentarios respuestas commentaires nombredecommentaires reponses
        kommentare anzahlkommentare antworten respostas""",
    "reposts": """shares share sharecount sharescount numshares numberofshares totalshares retweets
        retweet retweetcount retweetscount numretweets numberofretweets reposts repost repostcount
        xreposts twitterretweets reshares boosts reblogs reblogscount forwards
        compartidos vecescompartido retuits retweeteos partages nombredepartages geteilt
        geteilteinhalte teilungen anzahlgeteilt compartilhamentos partilhas""",
    "quotes": "quotes quote quotecount quotescount citas citations zitate citacoes",
    "views": """views view viewcount viewscount numviews numberofviews totalviews plays playcount
        playscount videoviews videoviewcount videoplaycount impressions impressioncount
        vistas visualizaciones numerodevisualizaciones reproducciones visitas impresiones
        vues nombredevues lectures aufrufe anzahlaufrufe wiedergaben impressionen
        visualizacoes numerodevisualizacoes impressoes""",
    "hashtags": "hashtags hashtag tags hashtagnames etiquetas",
    "links": "links urls outlinks expandedurls linkurls enlaces liens",
    "reply_to": """inreplyto inreplytoid inreplytostatusid inreplytotweetid inreplytostatusidstr
        replyto replytoid parentid""",
    "paid_label": """ispaidpartnership paidpartnership paidpartnershiplabel issponsored sponsored
        isad isbrandedcontent brandedcontent ispaid publicidad anzeige sponsorise""",
    "is_repost": "isretweet isrepost retweet retweeted isshare isreblog",
    "is_private": "isprivate privateaccount protected isprotected privateitem",
}
CREATOR: Final[Mapping[str, str]] = {
    "id": "id idstr nativeid uid did pk identificador identifiant kennung",
    "handle": """handle username screenname nick login uniqueid account user author creator
        channel owner poster page twitterhandle instagramhandle tiktokhandle
        nombredeusuario nomdutilisateur pseudo benutzername nutzername nomedeusuario arroba
        usuario utilisateur benutzer nutzer autor auteur cuenta compte konto conta canal chaine
        kanal influencer influenceur youtuber tiktoker instagrammer streamer blogger""",
    "name": """name fullname displayname nickname realname title full
        nombre nombrecompleto nom nomcomplet vollername anzeigename nome nomecompleto""",
    "bio": """bio biography signature about intro rawdescription description profiledescription
        biografia biographie""",
    "url": "url link permalink profileurl profilelink href",
    "followers": """followers follower followercount followerscount numfollowers nfollowers
        numberoffollowers totalfollowers fans fancount subscribers subscribercount subscriberscount
        subs xfollowers twitterfollowers instagramfollowers edgefollowedbycount
        followersatposting likesatposting
        seguidores numerodeseguidores suscriptores abonnes nombredabonnes abonnesnombre
        abonnenten anzahlfollower inscritos""",
    "following": """following followingcount followscount follows friends friendscount
        numfollowing edgefollowcount seguidos siguiendo abonnements folgt gefolgt seguindo
        aseguir""",
    "posts": """posts postcount postscount statuses statusescount mediacount videocount videoscount
        tweetscount tweetcount numposts uploads video videos publicaciones publications beitrage
        publicacoes""",
    "location": """location country city region place locationname
        ubicacion pais ciudad lieu pays ville ort land stadt localizacao cidade localisation""",
    "verified": "verified isverified blue isblueverified verificado verifie verifiziert",
    "created_at": "createdat created joined joindate datejoined joineddate createdutc creationdate",
}
# What a profile calls its text, and a post hardly ever does alone.
BIO_WORDS: Final = frozenset({"description", "desc", "descripcion", "descricao", "beschreibung"})
# Names that say something of the creator without the word for them.
BARE_CREATOR: Final = frozenset({"handle", "bio", "followers", "following", "verified"})
_BARE_OTHERS = {
    "fullname": "name", "displayname": "name", "nickname": "name", "name": "name",
    "nombrecompleto": "name", "nomcomplet": "name", "nomecompleto": "name", "nombre": "name",
    "nom": "name", "anzeigename": "name", "vollername": "name", "nome": "name",
    "profileurl": "url", "profilelink": "url", "authorurl": "url",
    "uploads": "posts", "statusescount": "posts", "postscount": "posts", "mediacount": "posts",
    "uid": "id",
    "location": "location", "country": "location", "city": "location", "pais": "location",
    "pays": "location", "land": "location", "ubicacion": "location",
    "joined": "created_at", "joindate": "created_at", "datejoined": "created_at",
}  # fmt: skip
_FILES = frozenset({"video", "media", "photo"})  # whose address is rarely that of the post
_MUCH_LESS = 40
_HANDLES = frozenset(CREATOR["handle"].split())
_NOT_BARE = frozenset({"description", "link", "title", "intro"})


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """Return `name` without case, accents, spaces and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return re.sub(
        r"[\W_]", "", "".join(c for c in decomposed if not unicodedata.combining(c))
    ).lower()


def _spelled() -> Iterator[tuple[str, str, int]]:
    """Yield every spelling with the field it may mean and its place in the list of that field."""
    for target, listed in POST.items():
        for rank, spelling in enumerate(listed.split()):
            yield spelling, target, rank
            for word in _POST_WORDS.split():
                is_file = target == "url" and word in _FILES
                yield word + spelling, target, rank + _MUCH_LESS * is_file
    for target, listed in CREATOR.items():
        for rank, spelling in enumerate(listed.split()):
            yield from ((written, f"creator.{target}", rank) for written in _of(target, spelling))
    for rank, (spelling, target) in enumerate(_BARE_OTHERS.items(), start=50):
        yield spelling, f"creator.{target}", rank


def _of(target: str, spelling: str) -> Iterator[str]:
    """Yield what a field of the creator may be called; a `username` is no name."""
    if target in BARE_CREATOR and spelling not in _NOT_BARE:
        yield spelling
    for word in _CREATOR_WORDS.split():
        if target != "name" or word + spelling not in _HANDLES:
            yield word + spelling


def _ranked() -> dict[str, list[tuple[str, int]]]:
    """Return what each spelling may mean, with how far down its list it stands: lower is surer."""
    found: dict[str, list[tuple[str, int]]] = {}
    for spelling, target, rank in _spelled():
        found.setdefault(spelling, []).append((target, rank))
    return found


_MEANINGS: Final = _ranked()
TARGETS: Final = (*POST, *(f"creator.{target}" for target in CREATOR))


def meanings(name: str) -> list[tuple[str, int]]:
    """Return the fields that a column called `name` may hold, each with a rank: lower is surer."""
    return _MEANINGS.get(plain(name), [])
