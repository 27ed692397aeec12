"""Data sets of Apify's own scrapers of Instagram and YouTube, by their documented fields."""

from __future__ import annotations

from indexers.files.presets import Preset

_POST = """
    id shortCode|id
    url url
    text caption
    created_at timestamp
    likes likesCount
    replies commentsCount
    views videoPlayCount|videoViewCount|igPlayCount
    reposts sharesCount|reshareCount
    hashtags hashtags
    paid_label isSponsored|paidPartnership|isPaidPartnership
    creator.id ownerId
    creator.handle ownerUsername
    creator.name ownerFullName
"""
_POST_IGNORED = """inputUrl type alt mentions firstComment latestComments dimensionsHeight
    dimensionsWidth displayUrl images childPosts taggedUsers videoUrl videoDuration isPinned
    isCommentsDisabled locationName locationId musicInfo productType coauthorProducers audioUrl
    queryTag queryUsername requestErrorMessages error errorDescription id shortCode fbLikeCount
    fbPlayCount sponsors commentsDisabled dataSource scrapedAt location isVideo transcript
    videoViewCount videoPlayCount igPlayCount originalWidth originalHeight"""
_LINK = "https://www.instagram.com/p/{id}/"

INSTAGRAM_POSTS = Preset(
    name="apify-instagram",
    description="Apify, Instagram posts, reels and hashtag posts",
    source="instagram",
    shapes=("shortCode ownerUsername|ownerId caption|likesCount timestamp commentsCount",),
    columns=_POST,
    ignored=_POST_IGNORED,
    wrappers=frozenset({"items", "data"}),
    link=_LINK,
)
_IN_PROFILE = Preset(
    name="apify-instagram-inside",
    description="posts in a profile or a hashtag",
    source="instagram",
    shapes=("shortCode|id",),
    columns=_POST,
    link=_LINK,
)
INSTAGRAM_PROFILES = Preset(
    name="apify-instagram-profiles",
    description="Apify, Instagram profiles with their latest posts",
    source="instagram",
    shapes=("username followersCount biography|fullName postsCount|followsCount",),
    columns="""
        is_private private|isPrivate
        creator.id id
        creator.handle username
        creator.name fullName
        creator.bio biography
        creator.url url
        creator.followers followersCount
        creator.following followsCount
        creator.posts postsCount
        creator.verified verified|isVerified
        creator.created_at joinedDate|dateJoined
    """,
    ignored="""inputUrl externalUrl externalUrls externalUrlShimmed hasChannel
        highlightReelCount isBusinessAccount joinedRecently businessCategoryName profilePicUrl
        profilePicUrlHD igtvVideoCount relatedProfiles latestIgtvVideos facebookPage fbid about
        address error errorDescription businessAddress following latestPosts topPosts""",
    wrappers=frozenset({"items", "data"}),
    inside=(("latestPosts", _IN_PROFILE), ("latestIgtvVideos", _IN_PROFILE)),
)
INSTAGRAM_HASHTAGS = Preset(
    name="apify-instagram-hashtags",
    description="Apify, Instagram hashtags or places with their top and latest posts",
    source="instagram",
    shapes=("topPosts|latestPosts name postsCount|slug|lat url|id",),
    columns="",
    ignored="""id name url slug lat lng postsCount profilePicUrl inputUrl searchTerm
        searchSource error errorDescription posts postsPerDay related frequent average rare
        relatedAverage relatedFrequent relatedRare difficulty hasPublicPage""",
    inside=(("topPosts", _IN_PROFILE), ("latestPosts", _IN_PROFILE), ("posts", _IN_PROFILE)),
)
YOUTUBE_VIDEOS = Preset(
    name="apify-youtube",
    description="Apify, YouTube videos (streamers/youtube-scraper)",
    source="youtube",
    shapes=("channelName channelUrl title viewCount date id|url",),
    columns="""
        id id
        url url
        title title
        text text|description
        created_at date
        likes likes
        replies commentsCount
        views viewCount
        hashtags hashtags
        paid_label isPaidContent
        creator.id channelId
        creator.handle channelUsername
        creator.name channelName
        creator.url channelUrl
        creator.bio channelDescription
        creator.followers numberOfSubscribers
        creator.posts channelTotalVideos
        creator.location channelLocation
        creator.verified isChannelVerified
        creator.created_at channelJoinedDate
    """,
    ignored="""thumbnailUrl location duration descriptionLinks subtitles isMonetized order
        fromYTUrl type input channelTotalViews channelBannerUrl channelAvatarUrl
        channelDescriptionLinks commentsTurnedOff isMembersOnly isAgeRestricted error note
        translatedTitle translatedText collaborators inputChannelUrl description formats
        aboutChannelInfo""",
)


def readers() -> tuple[Preset, ...]:
    """Return all of them."""
    return INSTAGRAM_POSTS, INSTAGRAM_PROFILES, INSTAGRAM_HASHTAGS, YOUTUBE_VIDEOS
