"""Tables of 4CAT and of Zeeschuimer, which share their columns, by platform."""

from __future__ import annotations

from indexers.files.presets import Preset

_COMMON = """collected_from_url thread_id timestamp unix_timestamp subject author_avatar
    author_avatar_url image_url video_url audio_url thumbnail_url media_url missing_media
    collected_at source_url"""

TIKTOK = Preset(
    name="4cat-tiktok",
    description="TikTok, CSV of 4CAT or Zeeschuimer",
    source="tiktok",
    shapes=("author body plays shares likes tiktok_url|music_id|challenges",),
    columns="""
        id id
        url tiktok_url
        text body
        created_at unix_timestamp|timestamp
        likes likes
        replies comments
        reposts shares
        views plays
        hashtags hashtags
        paid_label is_paid_partnership|is_ad
        creator.handle author
        creator.name author_full
        creator.followers author_followers
        creator.posts author_videos
    """,
    ignored=f"""{_COMMON} author_likes stickers is_duet is_sensitive is_photosensitive
        music_name music_id music_url music_thumbnail music_author challenges
        diversification_labels location_created effects warning is_comment""",
    link="https://www.tiktok.com/@{handle}/video/{id}",
)
INSTAGRAM = Preset(
    name="4cat-instagram",
    description="Instagram, CSV of 4CAT or Zeeschuimer",
    source="instagram",
    shapes=("author body num_likes num_comments id",),
    columns="""
        id id
        url post_url
        text body|caption
        created_at unix_timestamp|timestamp
        likes num_likes
        replies num_comments
        views play_count|num_views|view_count
        hashtags hashtags
        paid_label is_paid_partnership|is_ad
        hides_counts likes_hidden
        creator.id author_id
        creator.handle author
        creator.name author_fullname
        creator.verified verified|author_is_verified
    """,
    ignored=f"""{_COMMON} url type parent_id mentioned media_type num_media image_urls usertags
        media_urls co_authors coauthors coauthor_fullnames coauthor_ids location_name
        location_latlong location_city location_id likes_hidden num_plays partial""",
    link="https://www.instagram.com/p/{id}/",
)
THREADS = Preset(
    name="4cat-threads",
    description="Threads, CSV of 4CAT or Zeeschuimer",
    source="threads",
    shapes=("author body likes reposts replies quotes author_is_verified|link_thumbnail_url",),
    columns="""
        id id
        url url
        text body
        created_at unix_timestamp|timestamp
        likes likes
        replies replies
        reposts reposts
        quotes quotes
        hashtags hashtags
        links link_url
        paid_label is_paid_partnership
        creator.handle author
        creator.verified author_is_verified
    """,
    ignored=f"{_COMMON} link_thumbnail_url",
    link="https://www.threads.com/@{handle}/post/{id}",
)
X = Preset(
    name="4cat-x",
    description="X, CSV of 4CAT or Zeeschuimer",
    source="x",
    shapes=("author body retweet_count like_count author_fullname|is_retweet|author_id",),
    columns="""
        id id
        url link|url
        text body
        created_at unix_timestamp|timestamp
        lang language_guess|language
        likes like_count
        replies reply_count
        reposts retweet_count
        quotes quote_count
        views impression_count|view_count|views
        hashtags hashtags
        links urls
        reply_to in_reply_to_tweet_id
        is_repost is_retweet
        is_private is_protected
        creator.id author_id
        creator.handle author
        creator.name author_fullname|author_name
        creator.bio author_description|author_bio
        creator.followers author_followers|author_followers_count
        creator.following author_following
        creator.verified verified|author_verified|is_verified
    """,
    ignored=f"""{_COMMON} author_banner_url author_profile_picture author_banner source
        possibly_sensitive is_withheld withheld_copyright retweeted_user is_quote_tweet
        quoted_user is_reply replied_user images videos mentions long_lat place_name promoted
        quote_tweet_id quote_author retweet_id replied_author replied_to quote_images
        quote_videos bookmark_count conversation_id display_url_domain""",
    link="https://x.com/{handle}/status/{id}",
)


def readers() -> tuple[Preset, ...]:
    """Return all of them."""
    return TIKTOK, INSTAGRAM, THREADS, X
