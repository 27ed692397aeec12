"""How briefs are worded in English."""

from engine.briefs.lexicon import Vocabulary

ENGLISH = Vocabulary(
    code="en",
    markers="the to by at or an be can we you your all any no only than more less up my our"
        " with who and in for of not their that have has from about on are is looking find",
    phrases={
        "asking": "would love to work with|would love to find|we'd love to work with"
        "|i'd love to work with|would like to work with|hoping to find|hope to find"
        "|keen to find|work with|to work with|partner with|want to work with|want to reach"
        "|want to find|like to find|trying to find|need help finding|help finding"
        "|help us find|would love|we'd love"
        "|want|i am after|i'm after|we're after|we are after|shortlist of|a shortlist of"
        "|shortlist|a list of|list of|give us|send me|send us|get us|who are the"
        "|can you get me|do you know|please send|hunting for|in search of|i am seeking"
        "|requesting|sought"
        "|find|find me|search for|search|searching for|looking for|look for|show me|show"
        "|give me|get me|list|i am looking for|i'm looking for|we are looking for|need|we need"
        "|we're looking for|i need|i want|we want|i am searching for|we are searching for"
        "|discover"
        "|please find|please|identify|recommend|can you find|could you find|help me find|seeking"
        "|we're searching for|i'm searching for|i would like|i'd like|wanted",
        "crowd": "influencer|influencers|creator|creators|content creator|content creators"
        "|kol|kols"
        "|account|accounts|profile|profiles|channel|channels|ugc creators|opinion leaders"
        "|social media influencers|digital creators|influencer accounts|user|users",
        "people": "people|anyone|someone|those|folks|persons|somebody|everyone|individuals",
        "talking": "posted about|have posted about|who've posted about|who have posted about"
        "|written about|have written about|talked about|who've talked about|have talked about"
        "|talk a lot about|who make|making|make"
        "|chat about|vlog about|blog about|blogging about|who like|who love|interest in"
        "|who are into|passionate about|keen on"
        "|talk about|talks about|talking about|are talking about|post about|posts about"
        "|posting about|write about|writing about|focus on|focused on|focusing on|post|posting"
        "|share|sharing|about|doing|specialize in|specializing in|cover|covering"
        "|create content about"
        "|creating content about|make content about|make videos about|making videos about"
        "|making content about|create content on|interested in|dedicated to|discuss|discussing"
        "|into|tweet about|posting on",
        "having": "w/|w"
        "|with|have|has|having|got|holding",
        "linking": "they should be|they need to have|who've|who're|they've|they're|it should be"
        "|has to be|have to be|they have to be|they can be"
        "|who are|that are|who were|should have|must have|they should have|would be|could be"
        "|will be|they must have|they need to be"
        "|who|that|which|are|is|must be|they must be|they should|they must|should|must"
        "|should be|can be|were|been|they|whose|needs to|need to|needs to be|and who|where|but",
        "filler": "any country|worldwide|any platform|any language|globally|all of"
        "|the whole of|whole"
        "|smaller|ideal"
        "|either"
        "|would be perfect|would be great|would be ideal|would be nice|is fine|are fine|is ok"
        "|would be amazing|is great|preferred|is a plus|a plus|bonus"
        "|really|approx|approx.|circa|ca|me|nice to have|if possible|any size"
        "|more or less|ballpark|or so"
        "|a|an|the|their|some|any|his|her|around|about|roughly|approximately|of|rate"
        "|rate of"
        "|total|a total of|somewhere|also|only|just|all|currently|anywhere|ideally|preferably"
        "|count"
        "|count of|based|it",
        "both": "and|&|as well as",
        "either": "or|nor|or any|or the",
        "between": "between|anywhere between|somewhere between|ranging from|in the range of",
        "upto": "to|through|up until",
        "since": "after|from after|later than"
        "|since|starting in|starting from|from the start of",
        "at": "living near|living around|from around|somewhere in|anywhere in|out of"
        "|living or working in|from the|who come from|coming from|in or near|in and around"
        "|in|on|at|near|from|within|during|across|via|over|based in|based out of|located in"
        "|living in|who live in|live in|who live near|around|inside|on their|in the city of|for"
        "|over the course of|residing in|throughout|of",
        "of": "of",
        "follower": "follower counts|followings"
        "|followers|follower|follower count|subscribers|subscriber|subs|following|fans"
        "|followers count|number of followers|audience|audience size|flwrs",
        "engagement": "engagement rate|engagement|er|engagement ratio|interaction rate|eng rate",
        "post": "posts|videos|reels|uploads|tweets|articles|publications",
        "posted": "who have posted|they have posted|have been posting|who published|were posting"
        "|post something"
        "|posted|published|have posted|has posted|who posted|uploaded|that posted|posting",
        "at_least": "starting from|no smaller than|minimum size|anything from|not below|not under"
        "|at least|minimum|minimum of|a minimum of|min|min.|no fewer than|no less than"
        "|not less than|upwards of|starting at|>=|\u2265|not fewer than|from at least",
        "above": "well over|just over|exceed|exceeds"
        "|over|above|more than|>|greater than|exceeding|higher than|bigger than"
        "|larger than",
        "at_most": "maxing out at|topping out at|limit of|not beyond|not more"
        "|at most|maximum|maximum of|a maximum of|max|max.|up to|no more than"
        "|not more than"
        "|not exceeding|<=|\u2264|not over|no larger than|not above|capped at|no bigger than",
        "below": "sub|just under|well under"
        "|under|below|less than|fewer than|<|lower than|smaller than",
        "or_more": "+|plus|or more|and up|or above|and above|or higher|minimum|at least|and over"
        "|or over|upwards",
        "or_less": "or less|or fewer|or under|and below|or below|max|maximum|at most|tops",
        "past": "last|past|previous|recent",
        "this": "this|the current",
        "until": "until|before|up to|prior to|till",
        "active": "still active|are active|have been active|who are active|been posting"
        "|still posting"
        "|active|been active|active on social media|who were active|recently active"
        "|actively posting|last posted|last active",
        "speaking": "written in|post content in|content is in"
        "|lang|langs"
        "|languages"
        "|speak|speaks|speaking|who speak|write in|writing in|post in|posting in"
        "|posts in|speakers of|who post in|content in|tweeting in|language|language:|writes in",
        "label": "size|audience size|following size|follower range|range"
        "|locations|countries|cities|where|market|markets|place|geo"
        "|platform|platforms|location|country|city|app|based|region|site|network",
        "excluding": "nobody with|no one with|none with|nobody having"
        "|anywhere but|anywhere but in|everywhere but|anywhere except|everywhere except"
        "|anywhere other than|who don't live|who do not live|that don't live|not living"
        "|no one from|nobody from|none from|nobody in|no one in|noone from|no-one from"
        "|none of those from"
        "|who aren't|who are not|that are not|that aren't|which are not|aren't|must not be"
        "|should not be|can't be|shouldn't be|cannot be|mustn't be|i'd rather not have"
        "|other than the"
        "|anyone but|anybody but|everyone but|everybody but|all but|any but|everyone except"
        "|anyone except|anyone except for|not including|nothing to do with|nothing from"
        "|with the exception of|outside of|not interested in|we don't want|we do not want"
        "|i don't want|do not want|don't want|do not include|don't include|steer clear of"
        "|stay away from|without any ties to|without any links to|without any|with no"
        "|ruling out|barring|save for|in place of|excl|excl.|exclusions|to be excluded"
        "|to exclude|no thanks to"
        "|excluding|exclude|except|except for|other than|instead of|rather than|but not"
        "|but no|leave out|leaving out|apart from|aside from|avoid|avoiding|as opposed to"
        "|and not|but without|skip|omit|omitting|anything but|please no|definitely not|no more",
        "refusing": "nothing"
        "|not|no|without|never|minus|nor|w/o|non",
        "idiom": "who are not only|who are not just|are not only|are not just|who aren't only"
        "|who aren't just|who aren't afraid|who are not afraid|aren't afraid"
        "|made in|born in|grown in|roasted in|brewed in|crafted in|built in"
        "|not only|not just|not merely|not to mention|why not|or not|no matter|no doubt"
        "|no knead|no bake|no code|no till|no dig|no churn|no sew|no problem|no fail|no one"
        "|no longer"
        "|no poo|no makeup|no buy|no contact|no excuses|no filter|no waste|no spend|no nonsense"
        "|no name|no 7|no. 7|no 1|no. 1|no wave|no rinse|no heat|no equipment|no spoilers|no gi"
        "|without fail|without borders|without a doubt|without limits|not for profit|say no"
        "|nothing but|no less|no place like home|sans serif|not yet|no brainer|no deposit"
        "|no limit"
        "|no drama|no frills|no show|no mow|no chill|no oil|no carb|no sugar|no pain|no man's sky"
        "|no time to die|except me|no country for old men|no doubt about it|minus one|no cook"
        "|nothing phone|non fiction|non binary|non profit|non alcoholic|non toxic|non league",
        "bio": "bio|bios|biography|profile description|profile bio|description|about section",
        "named": "username|usernames|user name|handle|handles|name|regular name|display name"
        "|profile name|account name|real name",
        "scale": "thousand|million|thousands",
        "hello": "hope you're well|hope you are well|i hope you're well|i hope you are well"
        "|hope you're doing well|hope you are doing well|hope this finds you well|hope all is well"
        "|hi|hello|hey|dear|good morning|good afternoon|good evening|hiya|greetings"
        "|hi there"
        "|hello there|hi team|hi all|hello team",
        "goodbye": "thanks|thank you|many thanks|thanks in advance|cheers|best regards"
        "|kind regards"
        "|regards|best wishes|warm regards|thx|sincerely",
        "self": "i run|i own|i have|i've got|i am a|i'm a|i am an|i'm an|we are a|we're a"
        "|we are an"
        "|we're an|we run|we own|we have|we sell|i sell|we make|i make|we produce|i work for"
        "|we work for|we work with|i work with|my client|our client|client|client is"
        "|the client|the brand|brand|about us|my brand|our brand|my company|our company"
        "|our product|my shop|i study|we study|i research|i am studying|i'm studying"
        "|i am researching|researcher here|i am writing|i'm writing|we are launching"
        "|we're launching|i am launching|i'm launching|we launch|we are planning"
        "|we're planning|i am working on|i'm working on|we are working on|background|context"
        "|for my thesis|for my phd|for my dissertation|for my research|for a client"
        "|for our client|for a campaign|for our campaign|for the launch of|for a study"
        "|for a project",
        "times": "times|once|twice|thrice",
        "per": "per|each|every|in a",
        "pay": "pay|could pay|can pay|offer|offering|we offer|willing to pay|a post|a reel"
        "|a video"
        "|each|payment"
        "|per post|per reel|per video|per story|per piece|each post|budget|our budget|budgets"
        "|budget of|fee|fees|we pay|we can pay|we'd pay|paying|pays|rate card|rates|pay up to"
        "|compensation",
        "around": "and surroundings|and surrounding areas|and surrounding area|and around"
        "|and nearby"
        "|surroundings|area|metro area|greater area|and the area",
    },
    months="january february march april may june july august september october november december"
    "|jan feb mar apr may jun jul aug sep oct nov dec|- - - - - - - - sept - - -",
    spans={
        "h": "hour|hours", "d": "day|days", "w": "week|weeks|wk|wks",
        "mo": "month|months", "y": "year|years|yr|yrs",
    },
    numbers="one two three four five six seven eight nine ten eleven twelve",
    languages={
        "ar": "arabic", "zh": "chinese|mandarin", "da": "danish", "nl": "dutch|flemish",
        "en": "english", "fi": "finnish", "fr": "french", "de": "german", "el": "greek",
        "he": "hebrew", "hi": "hindi", "it": "italian", "ja": "japanese", "ko": "korean",
        "no": "norwegian", "pl": "polish", "pt": "portuguese", "ru": "russian", "es": "spanish",
        "sv": "swedish", "tr": "turkish", "uk": "ukrainian", "ca": "catalan", "th": "thai",
        "vi": "vietnamese", "id": "indonesian", "cs": "czech", "ro": "romanian", "hu": "hungarian",
    },
    person_endings=("ers", "ors", "ists", "ians", "rs", "moms", "mums", "dads", "women", "men",
                    "fans", "chefs", "girls", "guys", "parents", "pros", "coaches", "artists",
                    "athletes", "musicians", "nurses", "students", "cooks", "enthusiasts",
                    "lovers", "geeks", "nerds", "experts", "founders", "baristas", "mothers"),
    things="letters flowers burgers rivers posters papers numbers answers orders dinners"
        " computers"
    " chargers trailers covers colors colours sweaters sneakers slippers crackers rollers cars"
    " bars guitars jars stars years hours doors floors motors mirrors flavors drivers tutors"
    " teachers learners speakers",
    free_of="gluten sugar dairy lactose alcohol waste plastic cruelty oil meat code eggs egg"
        " flour"
    " butter nuts soy makeup salt yeast caffeine animals equipment",
    unwanted="brands brand agencies agency companies company businesses business shops shop"
        " stores"
    " coaches bots giveaways ads advertising resellers sponsors politics celebrities dealers"
    " professionals corporations retailers gambling casinos spam crypto onlyfans nsfw",
    being="are|is|be|being|were|was|aren't|isn't",
    amounts="13:thirteen|14:fourteen|15:fifteen|16:sixteen|17:seventeen|18:eighteen|19:nineteen"
    "|20:twenty|25:twenty five|30:thirty|40:forty|50:fifty|60:sixty|70:seventy"
    "|75:seventy five|80:eighty|90:ninety|100:hundred|100:a hundred|100:one hundred"
    "|200:two hundred|250:two hundred and fifty|300:three hundred|500:five hundred"
    "|12:a dozen|12:dozen|2:a couple|24:two dozen",
    seasons="spring:3|springtime:3|summer:6|autumn:9|fall:9|winter:12|last summer:6"
    "|last winter:12|last spring:3|last autumn:9",
    speakers="en:anglophone|en:anglophones|fr:francophone|fr:francophones|es:hispanophone"
    "|es:hispanophones|pt:lusophone|pt:lusophones|de:germanophone|de:germanophones"
    "|ar:arabophone",
    genders="women|men|woman|man|girls|guys|females|males|moms|mums|dads|mothers|fathers|ladies"
    "|boys",
    selling="sell|sells|selling|promote|promotes|promoting|advertise|advertising",
    headings="topic|topics|main topic|niche|niches|theme|themes|subject|keywords|brief",
    unfiltered={
        "gender is not known of creators": "female creators preferred|female creators"
        "|male creators|women creators|no males"
        "|no females|females only|males only|female led|men excluded"
        "|prefer men|prefer women|prefer males|prefer females"
        "|preferably men|preferably women|preferably male|preferably female|women preferred"
        "|men preferred|female only|male only|only women|only men|women only|men only"
        "|prefer male|prefer female|female preferred|male preferred|ideally women|ideally men"
        "|must be women|must be female|must be male|no men|no women|mostly women|mostly men"
        "|ideally female|ideally male",
        "who reads them is not known": "audience demographic|audience demographics|demographic"
        "|demographics|audience mostly|audience primarily|mostly male audience|audience is"
        "|mostly female audience|audience in|audience from|audience based|followers mostly"
        "|u.s audience|us audience|u.s. audience|female audience|male audience|whose audience"
        "|whose followers|audience aged|target audience|audience between|young audience",
        "age is not known of creators": "older than|younger than|no older than|not older than"
        "|over 40|over 30|over 50|over 60|under 30|under 25"
        "|in their 20s"
        "|in their 30s|in their 40s|in their twenties|in their thirties|years old|aged"
        "|aged between",
        "awards are not known": "won the|have won|has won|who won|winner of|winners of"
        "|award winning creators|nominated for",
        "what they are willing to do is not known": "want to earn|wants to earn|willing to"
        "|open to|commission|commissions|affiliate deals|available for"
        "|interested in collaborating"
        "|ready to|open for collaborations|collaborate with us|affordable|cheap|low budget"
        "|open to gifting|looking to earn|who would promote",
        "who answers whom is not known": "consistent interaction|interact with|interacts with"
        "|comment sections|comment section|reply to comments|replies to comments|interacting with"
        "|respond to comments|active community|engage with their|maintain comment",
        "growth is not known": "fast growing|growing fast|rapidly growing|growing audience"
        "|steady growth|quickly growing",
        "how often they post is not filtered": "daily|post daily|posts daily|posting daily"
        "|post weekly|posting weekly|times a week|times per week|once a week|twice a week"
        "|every day"
        "|every week|post regularly|posting regularly|posts regularly|consistently post"
        "|consistently|regularly",
        "contact details are not known": "email address|contact info|contact email|phone number"
        "|with an email|public email",
        "verification is not filtered": "verified|verified accounts|blue check|blue tick",
        "authenticity is not filtered": "real followers|authentic followers|no fake followers"
        "|fake followers|organic followers|genuine followers",
        "engagement is filtered by a number only": "high engagement|good engagement"
        "|strong engagement|highly engaged|engaged audience|low engagement|great engagement",
        "what they are to make is not filtered": "deliverables|deliverable|usage rights"
        "|campaign dates|exclusivity",
        "views are not filtered": "average views|avg views|avg. views|average view count"
        "|views per video|views per post"
        "|views per reel|monthly views|views a video|views each|median views|view count"
        "|average reach|impressions",
        "how old their accounts are is not filtered": "accounts older than|account older than"
        "|account age|accounts created"
        "|accounts that are older than|joined before",
    },
)  # fmt: skip
