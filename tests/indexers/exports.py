"""Records as export tools write them, made up after the tools' documentation, with what they mean.

Nobody in them exists.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from engine.vocabulary import Engagement

POST_ID, USER_ID, CODE = "7397388276279102726", "7385428498402313222", "Cx1_aB-c"
SECONDS, ISO = 1_777_629_600, "2026-05-01T10:00:00.000Z"  # one moment
TEXT, BIO = "Flat white & #LatteArt", "Barista in Porto"


class Sample(NamedTuple):
    """One record of the format `name`, and the post (if it is one) and profile it means."""

    name: str
    record: dict[str, Any]
    post_id: str | None
    creator_id: str
    source: str
    engagement: Engagement = Engagement()
    followers: int | None = None
    posts: int = 1


def _full(**others: int | None) -> Engagement:
    return Engagement(**({"likes": 120, "replies": 7} | others))


_APIFY_POST = {
    "inputUrl": "https://www.instagram.com/ana.brews/", "id": "3290", "type": "Image",
    "shortCode": CODE, "caption": TEXT, "hashtags": ["LatteArt"], "mentions": [],
    "url": f"https://www.instagram.com/p/{CODE}/", "commentsCount": 7, "likesCount": 120,
    "timestamp": ISO, "ownerUsername": "ana.brews", "ownerFullName": "Ana", "ownerId": USER_ID,
    "isSponsored": False, "childPosts": [], "taggedUsers": [], "latestComments": [],
    "displayUrl": "https://example.com/a.jpg",
}  # fmt: skip
_TIKTOK_WEB = {
    "id": POST_ID, "desc": TEXT, "createTime": SECONDS, "textLanguage": "en", "isAd": False,
    "author": {"id": USER_ID, "uniqueId": "ana.brews", "nickname": "Ana", "signature": BIO,
               "verified": False, "privateAccount": False},
    "authorStats": {"followerCount": 12_034, "followingCount": 3, "videoCount": 68},
    "stats": {"diggCount": 121, "commentCount": 7, "shareCount": 3, "playCount": 9_000},
    "statsV2": {"diggCount": "120", "commentCount": "7", "shareCount": "3", "playCount": "9001"},
    "textExtra": [{"hashtagName": "LatteArt", "type": 1}, {"hashtagName": "", "type": 0}],
    "challenges": [{"title": "LatteArt"}], "music": {"id": "1"}, "video": {"id": "1"},
}  # fmt: skip
_INSTAGRAM_WEB = {
    "pk": "3290", "id": f"3290_{USER_ID}", "code": CODE, "taken_at": SECONDS, "media_type": 1,
    "caption": {"text": TEXT, "pk": "1"}, "like_count": 120, "comment_count": 7,
    "user": {"pk": USER_ID, "username": "ana.brews", "full_name": "Ana", "is_private": False,
             "is_verified": True},
    "like_and_view_counts_disabled": False, "is_paid_partnership": False, "usertags": None,
}  # fmt: skip
_THREADS_WEB = {
    "pk": "3290", "id": f"3290_{USER_ID}", "code": CODE, "taken_at": SECONDS,
    "caption": {"text": TEXT}, "like_count": 120, "is_paid_partnership": None,
    "user": {"pk": USER_ID, "username": "ana.brews", "is_verified": True},
    "text_post_app_info": {"repost_count": 3, "direct_reply_count": 7, "quote_count": 1},
}  # fmt: skip
_GRAPHQL = {
    "__typename": "GraphImage", "id": "3290", "shortcode": CODE, "taken_at_timestamp": SECONDS,
    "edge_media_to_caption": {"edges": [{"node": {"text": TEXT}}]},
    "edge_media_preview_like": {"count": 120}, "edge_media_to_comment": {"count": 7},
    "owner": {"id": USER_ID, "username": "ana.brews"}, "is_video": False,
}  # fmt: skip
_GRAPHQL_PROFILE = {
    "id": USER_ID, "username": "ana.brews", "full_name": "Ana", "biography": BIO,
    "edge_followed_by": {"count": 12_034}, "edge_follow": {"count": 3}, "is_private": False,
    "edge_owner_to_timeline_media": {"count": 68},
}  # fmt: skip


def _captured(platform: str, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 1, "nav_index": "12:1:0", "item_id": item["id"], "data": item,
        "timestamp_collected": SECONDS * 1_000, "last_updated": SECONDS * 1_000,
        "source_platform": platform, "source_platform_url": f"https://www.{platform}/",
        "source_url": f"https://www.{platform}/api/", "user_agent": "Mozilla/5.0",
    }  # fmt: skip


_WEB = [
    Sample("tiktok-web", _TIKTOK_WEB, POST_ID, USER_ID, "tiktok", _full(reposts=3, views=9_001),
           12_034),
    Sample("instagram-web", _INSTAGRAM_WEB, CODE, USER_ID, "instagram", _full()),
    Sample("threads-web", _THREADS_WEB, CODE, USER_ID, "threads", _full(reposts=3, quotes=1)),
]  # fmt: skip
_PLATFORMS = ("tiktok.com", "instagram.com", "threads.net")
SAMPLES = [
    *_WEB,
    *(
        sample._replace(
            name=f"zeeschuimer-{sample.source}", record=_captured(platform, sample.record)
        )
        for sample, platform in zip(_WEB, _PLATFORMS, strict=True)
    ),
    Sample("apify-instagram", _APIFY_POST, CODE, USER_ID, "instagram", _full()),
    Sample(
        "apify-instagram-profiles",
        {"id": USER_ID, "username": "ana.brews", "fullName": "Ana", "biography": BIO,
         "followersCount": 12_034, "followsCount": 3, "postsCount": 68, "private": False,
         "verified": False, "externalUrl": None, "url": "https://www.instagram.com/ana.brews",
         "latestPosts": [_APIFY_POST]},
        CODE, USER_ID, "instagram", _full(), 12_034,
    ),
    Sample(
        "apify-instagram-hashtags",
        {"id": "178", "name": "latteart", "url": "https://www.instagram.com/explore/tags/latteart",
         "postsCount": 5, "topPosts": [_APIFY_POST], "latestPosts": []},
        CODE, USER_ID, "instagram", _full(),
    ),
    Sample(
        "apify-youtube",
        {"title": "Dialling in", "id": "dQw4w9WgXcQ", "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
         "viewCount": 9_001, "date": ISO, "likes": 120, "channelName": "Ana", "commentsCount": 7,
         "channelUrl": "https://www.youtube.com/@anabrews", "channelId": "UC123", "text": TEXT,
         "numberOfSubscribers": 12_034, "duration": "00:03:33", "thumbnailUrl": "https://e.com/i"},
        "dQw4w9WgXcQ", "UC123", "youtube", _full(views=9_001), 12_034,
    ),
    Sample("instagram-graphql", _GRAPHQL, CODE, USER_ID, "instagram", _full()),
    Sample(
        "instaloader",
        {"node": _GRAPHQL, "instaloader": {"version": "4.14", "node_type": "Post"}},
        CODE, USER_ID, "instagram", _full(),
    ),
    Sample(
        "instaloader-profiles",
        {"node": _GRAPHQL_PROFILE, "instaloader": {"version": "4.14", "node_type": "Profile"}},
        None, USER_ID, "instagram", Engagement(), 12_034, 0,
    ),
    Sample("instagram-graphql-profiles", _GRAPHQL_PROFILE, None, USER_ID, "instagram",
           Engagement(), 12_034, 0),
    Sample(
        "4cat-tiktok",
        {"collected_from_url": "", "id": POST_ID, "thread_id": POST_ID, "author": "ana.brews",
         "author_full": "Ana", "author_followers": "12034", "author_likes": "1",
         "author_videos": "68", "body": TEXT, "timestamp": "2026-05-01 12:00:00",
         "unix_timestamp": str(SECONDS), "is_ad": "no", "is_paid_partnership": "no",
         "music_id": "1", "tiktok_url": f"https://www.tiktok.com/@ana.brews/video/{POST_ID}",
         "likes": "120", "comments": "7", "shares": "3", "plays": "9001", "hashtags": "LatteArt"},
        POST_ID, "ana.brews", "tiktok", _full(reposts=3, views=9_001), 12_034,
    ),
    Sample(
        "4cat-instagram",
        {"id": CODE, "thread_id": CODE, "parent_id": CODE, "url": f"https://www.instagram.com/p/{CODE}",
         "body": TEXT, "author": "ana.brews", "author_fullname": "Ana", "verified": "yes",
         "unix_timestamp": str(SECONDS), "media_type": "photo", "num_media": "1",
         "hashtags": "LatteArt", "usertags": "", "num_likes": "120", "num_comments": "7",
         "play_count": "", "location_name": ""},
        CODE, "ana.brews", "instagram", _full(),
    ),
    Sample(
        "4cat-threads",
        {"id": CODE, "thread_id": CODE, "url": f"https://www.threads.com/@ana.brews/post/{CODE}",
         "body": TEXT, "author": "ana.brews", "author_is_verified": "yes", "likes": "120",
         "reposts": "3", "replies": "7", "quotes": "1", "hashtags": "LatteArt",
         "unix_timestamp": str(SECONDS), "link_url": "", "is_paid_partnership": "no"},
        CODE, "ana.brews", "threads", _full(reposts=3, quotes=1),
    ),
    Sample(
        "4cat-x",
        {"id": POST_ID, "thread_id": POST_ID, "timestamp": "2026-05-01 10:00:00",
         "unix_timestamp": str(SECONDS), "link": f"https://x.com/ana_brews/status/{POST_ID}",
         "body": TEXT, "author": "ana_brews", "author_fullname": "Ana", "author_id": USER_ID,
         "source": "web", "language_guess": "en", "retweet_count": "3", "reply_count": "7",
         "like_count": "120", "quote_count": "1", "impression_count": "9001", "is_retweet": "no",
         "hashtags": "LatteArt", "urls": ""},
        POST_ID, USER_ID, "x", _full(reposts=3, quotes=1, views=9_001),
    ),
    Sample(
        "brightdata-instagram",
        {"url": f"https://www.instagram.com/p/{CODE}", "user_posted": "ana.brews",
         "description": TEXT, "hashtags": ["#LatteArt"], "num_comments": 7, "date_posted": ISO,
         "likes": 120, "shortcode": CODE, "pk": "3290", "content_type": "Image", "photos": [],
         "followers": 12_034, "posts_count": 68, "is_verified": False, "timestamp": ISO,
         "is_paid_partnership": False, "input": {"url": "x"}},
        CODE, "ana.brews", "instagram", _full(), 12_034,
    ),
    Sample(
        "brightdata-instagram-profiles",
        {"account": "ana.brews", "fbid": "17841", "id": USER_ID, "followers": 12_034,
         "posts_count": 68, "following": 3, "biography": BIO, "profile_name": "Ana",
         "is_private": False, "is_verified": False, "posts": [], "timestamp": ISO},
        None, USER_ID, "instagram", Engagement(), 12_034, 0,
    ),
    Sample(
        "brightdata-tiktok",
        {"url": f"https://www.tiktok.com/@ana.brews/video/{POST_ID}", "post_id": POST_ID,
         "description": TEXT, "create_time": ISO, "digg_count": 120, "share_count": "3",
         "comment_count": 7, "play_count": 9_001, "hashtags": ["LatteArt"], "profile_id": USER_ID,
         "profile_username": "Ana", "account_id": "ana.brews", "profile_followers": 12_034,
         "profile_url": "https://www.tiktok.com/@ana.brews", "profile_biography": BIO,
         "is_verified": False, "timestamp": ISO},
        POST_ID, USER_ID, "tiktok", _full(reposts=3, views=9_001), 12_034,
    ),
    Sample(
        "brightdata-tiktok-profiles",
        {"account_id": "ana.brews", "nickname": "Ana", "biography": BIO, "followers": 12_034,
         "following": 3, "likes": 5, "videos_count": 68, "create_time": "2018-05-20T00:00:00.000Z",
         "id": USER_ID, "url": "https://www.tiktok.com/@ana.brews", "is_private": False},
        None, USER_ID, "tiktok", Engagement(), 12_034, 0,
    ),
    Sample(
        "brightdata-youtube",
        {"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Dialling in",
         "youtuber": "@anabrews", "youtuber_id": "UC123", "video_length": 96, "likes": 120,
         "views": 9_001, "date_posted": ISO, "description": TEXT, "num_comments": 7,
         "subscribers": 12_034, "video_id": "dQw4w9WgXcQ", "handle_name": "Ana",
         "channel_url": "https://www.youtube.com/@anabrews", "tags": ["LatteArt"],
         "is_sponsored": False, "verified": True},
        "dQw4w9WgXcQ", "UC123", "youtube", _full(views=9_001), 12_034,
    ),
    Sample(
        "brightdata-youtube-channels",
        {"url": "https://www.youtube.com/@anabrews", "handle": "@anabrews", "name": "Ana",
         "subscribers": 12_034, "videos_count": 68, "views": 5, "Description": BIO,
         "identifier": "UC123", "created_date": ISO, "Details": {"location": "Portugal"}},
        None, "UC123", "youtube", Engagement(), 12_034, 0,
    ),
    Sample(
        "brightdata-x",
        {"id": POST_ID, "user_posted": "ana_brews", "name": "Ana", "description": TEXT,
         "date_posted": ISO, "url": f"https://x.com/ana_brews/status/{POST_ID}", "replies": 7,
         "reposts": 3, "likes": 120, "views": 9_001, "quotes": 1, "hashtags": ["LatteArt"],
         "followers": 12_034, "following": 3, "biography": BIO, "posts_count": 68,
         "is_verified": False, "user_id": USER_ID, "photos": None},
        POST_ID, USER_ID, "x", _full(reposts=3, quotes=1, views=9_001), 12_034,
    ),
    Sample(
        "brightdata-x-profiles",
        {"x_id": USER_ID, "id": "ana_brews", "profile_name": "Ana", "biography": BIO,
         "followers": 12_034, "following": 3, "posts_count": 68, "date_joined": ISO,
         "url": "https://x.com/ana_brews", "is_verified": False, "location": "Porto"},
        None, USER_ID, "x", Engagement(), 12_034, 0,
    ),
    Sample(
        "brightdata-facebook",
        {"url": f"https://www.facebook.com/reel/{POST_ID}/", "post_id": POST_ID, "likes": 120,
         "user_username_raw": "Ana", "content": TEXT, "date_posted": ISO, "num_comments": 7,
         "num_shares": 3, "hashtags": ["latteart"], "profile_id": USER_ID, "page_name": "Ana",
         "user_url": "https://www.facebook.com/ana", "page_followers": 12_034,
         "num_likes_type": {"type": "Like", "num": 119}, "page_is_verified": False},
        POST_ID, USER_ID, "facebook", _full(reposts=3), 12_034,
    ),
    Sample(
        "brightdata-linkedin",
        {"url": f"https://www.linkedin.com/posts/{POST_ID}", "id": POST_ID, "user_id": "ana-brews",
         "post_text": TEXT, "date_posted": ISO, "num_likes": 120, "num_comments": 7,
         "user_followers": 12_034, "user_posts": 68, "title": "Ana on LinkedIn", "hashtags": None},
        POST_ID, "ana-brews", "linkedin", _full(), 12_034,
    ),
    Sample(
        "brightdata-reddit",
        {"post_id": "t3_1abc", "url": "https://www.reddit.com/r/espresso/comments/1abc/x/",
         "user_posted": "ana_brews", "title": "Dialling in", "description": TEXT,
         "num_comments": 7, "date_posted": ISO, "num_upvotes": 120, "community_name": "espresso"},
        "t3_1abc", "ana_brews", "reddit", _full(),
    ),
]  # fmt: skip
