"""How briefs are worded in English."""

from engine.briefs.lexicon import Vocabulary

ENGLISH = Vocabulary(
    code="en",
    markers="the with who and in for of not their that have has from about on are is looking find",
    phrases={
        "asking": "find|find me|search for|search|searching for|looking for|look for|show me|show"
        "|give me|get me|list|i am looking for|i'm looking for|we are looking for|need|we need"
        "|we're looking for|i need|i want|we want|i am searching for|we are searching for|discover"
        "|please find|please|identify|recommend|can you find|could you find|help me find|seeking"
        "|we're searching for|i'm searching for|i would like|i'd like|wanted",
        "crowd": "influencer|influencers|creator|creators|content creator|content creators|kol|kols"
        "|account|accounts|profile|profiles|channel|channels|ugc creators|opinion leaders"
        "|social media influencers|digital creators|influencer accounts|user|users",
        "people": "people|anyone|someone|those|folks|persons|somebody|everyone|individuals",
        "talking": "talk about|talks about|talking about|are talking about|post about|posts about"
        "|posting about|write about|writing about|focus on|focused on|focusing on|post|posting"
        "|share|sharing|about|doing|specialize in|specializing in|cover|covering"
        "|create content about"
        "|creating content about|make content about|make videos about|making videos about"
        "|making content about|create content on|interested in|dedicated to|discuss|discussing"
        "|into|tweet about|posting on",
        "having": "with|have|has|having|got|holding",
        "linking": "who|that|which|are|is|must be|they must be|they should|they must|should|must"
        "|should be|can be|were|been|they|whose|needs to|need to|needs to be|and who|where|but",
        "filler": "a|an|the|their|some|any|his|her|around|about|roughly|approximately|of|rate"
        "|rate of"
        "|total|a total of|somewhere|also|only|just|all|currently|anywhere|ideally|preferably|count"
        "|count of|based|it",
        "both": "and|&|as well as",
        "either": "or|nor|or any|or the",
        "between": "between|anywhere between|somewhere between|ranging from|in the range of",
        "upto": "to|through|up until",
        "since": "since|starting in|starting from|from the start of",
        "at": "in|on|at|near|from|within|during|across|via|over|based in|based out of|located in"
        "|living in|who live in|live in|who live near|around|inside|on their|in the city of|for"
        "|over the course of|residing in|throughout|of",
        "of": "of",
        "follower": "followers|follower|follower count|subscribers|subscriber|subs|following|fans"
        "|followers count|number of followers|audience|audience size|flwrs",
        "engagement": "engagement rate|engagement|er|engagement ratio|interaction rate|eng rate",
        "post": "posts|videos|reels|uploads|tweets|articles|publications",
        "posted": "posted|published|have posted|has posted|who posted|uploaded|that posted|posting",
        "at_least": "at least|minimum|minimum of|a minimum of|min|min.|no fewer than|no less than"
        "|not less than|upwards of|starting at|>=|\u2265|not fewer than|from at least",
        "above": "over|above|more than|>|greater than|exceeding|higher than|bigger than"
        "|larger than",
        "at_most": "at most|maximum|maximum of|a maximum of|max|max.|up to|no more than"
        "|not more than"
        "|not exceeding|<=|\u2264|not over|no larger than|not above|capped at|no bigger than",
        "below": "under|below|less than|fewer than|<|lower than|smaller than",
        "or_more": "+|plus|or more|and up|or above|and above|or higher|minimum|at least|and over"
        "|or over|upwards",
        "or_less": "or less|or fewer|or under|and below|or below|max|maximum|at most|tops",
        "past": "last|past|previous|recent",
        "this": "this|the current",
        "until": "until|before|up to|prior to|till",
        "active": "active|been active|active on social media|who were active|recently active"
        "|actively posting|last posted|last active",
        "speaking": "speak|speaks|speaking|who speak|write in|writing in|post in|posting in"
        "|posts in|speakers of|who post in|content in|tweeting in|language|language:|writes in",
        "label": "platform|platforms|location|country|city|app|based|region|site|network",
        "excluding": "excluding|exclude|except|except for|other than|instead of|rather than|but not"
        "|but no|leave out|leaving out|apart from|aside from|avoid|avoiding|as opposed to"
        "|and not|but without|skip|omit|omitting|anything but|please no|definitely not|no more",
        "refusing": "not|no|without|never|minus|nor|w/o|non",
        "idiom": "not only|not just|not merely|not to mention|why not|or not|no matter|no doubt"
        "|no knead|no bake|no code|no till|no dig|no churn|no sew|no problem|no fail|no one"
        "|no longer"
        "|no poo|no makeup|no buy|no contact|no excuses|no filter|no waste|no spend|no nonsense"
        "|no name|no 7|no. 7|no 1|no. 1|no wave|no rinse|no heat|no equipment|no spoilers|no gi"
        "|without fail|without borders|without a doubt|without limits|not for profit|say no"
        "|nothing but|no less|no place like home|sans serif|not yet|no brainer|no deposit|no limit"
        "|no drama|no frills|no show|no mow|no chill|no oil|no carb|no sugar|no pain|no man's sky"
        "|no time to die|except me|no country for old men|no doubt about it|minus one|no cook"
        "|nothing phone|non fiction|non binary|non profit|non alcoholic|non toxic|non league",
        "bio": "bio|bios|biography|profile description|profile bio|description|about section",
        "named": "username|usernames|user name|handle|handles|name|regular name|display name"
        "|profile name|account name|real name",
        "scale": "thousand|million|thousands",
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
    things="letters flowers burgers rivers posters papers numbers answers orders dinners computers"
    " chargers trailers covers colors colours sweaters sneakers slippers crackers rollers cars"
    " bars guitars jars stars years hours doors floors motors mirrors flavors drivers tutors"
    " teachers learners speakers",
    free_of="gluten sugar dairy lactose alcohol waste plastic cruelty oil meat code eggs egg flour"
    " butter nuts soy makeup salt yeast caffeine animals equipment",
    unwanted="brands brand agencies agency companies company businesses business shops shop stores"
    " coaches bots giveaways ads advertising resellers sponsors politics celebrities dealers"
    " professionals corporations retailers gambling casinos spam crypto onlyfans nsfw",
    unfiltered={
        "gender is not known of creators": "prefer men|prefer women|prefer males|prefer females"
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
        "age is not known of creators": "over 40|over 30|over 50|over 60|under 30|under 25"
        "|in their 20s"
        "|in their 30s|in their 40s|in their twenties|in their thirties|years old|aged"
        "|aged between",
        "awards are not known": "won the|have won|has won|who won|winner of|winners of"
        "|award winning creators|nominated for",
        "what they are willing to do is not known": "want to earn|wants to earn|willing to"
        "|open to|commission|commissions|affiliate deals|available for|interested in collaborating"
        "|ready to|open for collaborations|collaborate with us|affordable|cheap|low budget"
        "|open to gifting|looking to earn|who would promote",
        "who answers whom is not known": "consistent interaction|interact with|interacts with"
        "|comment sections|comment section|reply to comments|replies to comments|interacting with"
        "|respond to comments|active community|engage with their|maintain comment",
        "growth is not known": "fast growing|growing fast|rapidly growing|growing audience"
        "|steady growth|quickly growing",
        "how often they post is not filtered": "daily|post daily|posts daily|posting daily"
        "|post weekly|posting weekly|times a week|times per week|once a week|twice a week|every day"
        "|every week|post regularly|posting regularly|posts regularly|consistently post"
        "|consistently|regularly",
        "contact details are not known": "email address|contact info|contact email|phone number"
        "|with an email|public email",
        "verification is not filtered": "verified|verified accounts|blue check|blue tick",
        "authenticity is not filtered": "real followers|authentic followers|no fake followers"
        "|fake followers|organic followers|genuine followers",
        "engagement is filtered by a number only": "high engagement|good engagement"
        "|strong engagement|highly engaged|engaged audience|low engagement|great engagement",
    },
)  # fmt: skip
