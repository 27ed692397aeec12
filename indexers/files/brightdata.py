"""Data sets of Bright Data, by the names its documentation gives their fields."""

from __future__ import annotations

from indexers.files.presets import Preset

_COMMON = """error error_code warning warning_code input discovery_input timestamp db_source
    snapshot_id record_id"""

INSTAGRAM_POSTS = Preset(
    name="brightdata-instagram",
    description="Bright Data, Instagram posts and reels",
    source="instagram",
    shapes=("user_posted date_posted num_comments shortcode|pk|content_type|product_type",),
    columns="""
        id shortcode|post_id|pk
        url url
        text description|post_content_text
        created_at date_posted
        likes likes
        replies num_comments
        views video_play_count|video_view_count|views
        hashtags hashtags
        paid_label is_paid_partnership
        creator.id user_posted_id|owner_id
        creator.handle user_posted
        creator.name full_name
        creator.url profile_url|user_profile_url
        creator.followers followers
        creator.following following
        creator.posts posts_count
        creator.verified is_verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} photos videos location latest_comments top_comments thumbnail
        content_type pk content_id engagement_score_view tagged_users profile_image_link
        partnership_details post_content audio audio_url videos_duration images photos_number
        alt_text product_type coauthor_producers length video_url post_id shortcode display_url
        is_pinned location_id caption_hashtags""",
    link="https://www.instagram.com/p/{id}/",
)
INSTAGRAM_PROFILES = Preset(
    name="brightdata-instagram-profiles",
    description="Bright Data, Instagram profiles",
    source="instagram",
    shapes=("account followers posts_count|following biography|profile_name|full_name",),
    columns="""
        is_private is_private
        creator.id id
        creator.handle account
        creator.name full_name|profile_name
        creator.bio biography
        creator.url profile_url|url
        creator.followers followers
        creator.following following
        creator.posts posts_count
        creator.verified is_verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} fbid is_business_account is_professional_account avg_engagement
        external_url business_category_name category_name post_hashtags posts profile_image_link
        highlights_count highlights bio_hashtags is_joined_recently has_channel partner_id
        business_address related_accounts email_address region bio_links""",
)
TIKTOK_POSTS = Preset(
    name="brightdata-tiktok",
    description="Bright Data, TikTok posts",
    source="tiktok",
    shapes=("post_id digg_count play_count create_time profile_id|profile_username|account_id",),
    columns="""
        id post_id|shortcode
        url url
        text description
        created_at create_time
        likes digg_count
        replies comment_count
        reposts share_count
        views play_count
        hashtags hashtags
        creator.id profile_id
        creator.name profile_username
        creator.handle account_id
        creator.url profile_url
        creator.bio profile_biography
        creator.followers profile_followers
        creator.verified is_verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} collect_count video_duration original_sound profile_avatar
        preview_image post_type offical_item official_item secu_id original_item shortcode width
        ratio video_url music cdn_url carousel_images tagged_user tt_chain_token region
        commerce_info subtitle_url subtitle_info subtitle_format cdn_link""",
)
TIKTOK_PROFILES = Preset(
    name="brightdata-tiktok-profiles",
    description="Bright Data, TikTok profiles",
    source="tiktok",
    shapes=("account_id nickname followers videos_count",),
    columns="""
        is_private is_private
        creator.id id
        creator.handle account_id
        creator.name nickname
        creator.bio biography
        creator.url url
        creator.followers followers
        creator.following following
        creator.posts videos_count
        creator.verified is_verified
        creator.created_at create_time
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} awg_engagement_rate comment_engagement_rate like_engagement_rate
        bio_link predicted_lang likes like_count digg_count profile_pic_url profile_pic_url_hd
        secu_id duet_setting comment_setting stitch_setting short_id ftc relation open_favorite
        top_videos top_posts_data region is_ad_virtual is_under_age_18 room_id is_commerce_user
        favorites_count friends_count signature changelog""",
)
YOUTUBE_VIDEOS = Preset(
    name="brightdata-youtube",
    description="Bright Data, YouTube videos",
    source="youtube",
    shapes=("youtuber title views date_posted video_id|shortcode|video_length|youtuber_id",),
    columns="""
        id video_id|shortcode
        url url
        title title
        text description
        created_at date_posted
        likes likes
        replies num_comments
        views views
        hashtags hashtags|tags
        paid_label is_sponsored
        creator.id youtuber_id|channel_id
        creator.handle youtuber
        creator.name handle_name
        creator.url channel_url
        creator.followers subscribers
        creator.verified verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} video_url video_length transcript preview_image post_type shortcode
        tags quality quality_label related_videos current_optional_qualities license
        viewport_frame chapters formatted_transcript avatar_img_channel is_age_restricted music
        codecs viewer_likes color captions transcript_language transcription_language
        next_recommended_videos youtube_shorts""",
    link="https://www.youtube.com/watch?v={id}",
)
YOUTUBE_CHANNELS = Preset(
    name="brightdata-youtube-channels",
    description="Bright Data, YouTube channels",
    source="youtube",
    shapes=(
        "handle subscribers videos_count|views identifier|name",
        "channel_name channel_url subscribers total_videos|total_views",
    ),
    columns="""
        creator.id identifier|channel_id|id
        creator.handle handle
        creator.name name|channel_name
        creator.bio Description|description
        creator.url url|channel_url
        creator.followers subscribers
        creator.posts videos_count|total_videos
        creator.verified is_verified|verified
        creator.location Details.location|details.location|location
        creator.created_at created_date|joined_date
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} handle_banner profile_image banner_img views total_views top_videos
        Links links id url description Details details subscribers_text profile_image_url""",
)
X_POSTS = Preset(
    name="brightdata-x",
    description="Bright Data, X posts",
    source="x",
    shapes=("user_posted date_posted reposts replies likes description",),
    columns="""
        id id
        url url
        text description
        created_at date_posted
        likes likes
        replies replies
        reposts reposts
        quotes quotes
        views views
        hashtags hashtags
        creator.id user_id
        creator.handle user_posted
        creator.name name
        creator.bio biography
        creator.followers followers
        creator.following following
        creator.posts posts_count
        creator.verified is_verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} photos videos quoted_post tagged_users external_url
        external_image_urls external_video_urls profile_image_link bookmarks parent_post_details
        verification_type latest_replies""",
)
X_PROFILES = Preset(
    name="brightdata-x-profiles",
    description="Bright Data, X profiles",
    source="x",
    shapes=("x_id profile_name followers following",),
    columns="""
        creator.id x_id
        creator.handle id
        creator.name profile_name
        creator.bio biography
        creator.url url
        creator.followers followers
        creator.following following
        creator.posts posts_count
        creator.location location
        creator.verified is_verified
        creator.created_at date_joined
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} profile_image_link external_link subscriptions birth_date posts
        suggested_profiles category_name is_business_account is_government_account banner_image""",
)
FACEBOOK_POSTS = Preset(
    name="brightdata-facebook",
    description="Bright Data, Facebook posts",
    source="facebook",
    shapes=("user_username_raw content date_posted num_comments num_shares",),
    columns="""
        id post_id|shortcode
        url url
        text content
        created_at date_posted
        likes likes|num_likes|num_likes_type.num
        replies num_comments
        reposts num_shares
        views video_view_count|play_count
        hashtags hashtags
        paid_label is_sponsored
        creator.id profile_id|page_id
        creator.handle profile_handle
        creator.name page_name|user_username_raw
        creator.url user_url|page_url
        creator.bio page_intro
        creator.followers page_followers
        creator.verified page_is_verified
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} num_likes_type count_reactions_type num_likes page_category page_logo
        page_external_website page_phone page_email page_creation_time page_reviews_score
        page_reviewers_amount page_price_range post_image post_external_image post_external_link
        post_external_title original_post other_posts_url attachments post_type shortcode
        delegate_page_id header_image avatar_image_url has_handshake is_page
        include_profile_data user_is_verified user_username link_description_text following
        page_url about active_ads_urls""",
)
LINKEDIN_POSTS = Preset(
    name="brightdata-linkedin",
    description="Bright Data, LinkedIn posts",
    source="linkedin",
    shapes=("post_text date_posted num_likes num_comments user_id",),
    columns="""
        id id
        url url
        text post_text
        created_at date_posted
        likes num_likes
        replies num_comments
        hashtags hashtags
        creator.id user_id
        creator.handle user_id
        creator.name user_name|user_title
        creator.url use_url|user_url
        creator.followers user_followers
        creator.posts user_posts
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} title headline headline_link images videos video_duration
        embedded_links document_cover_image document_page_count tagged_companies tagged_people
        post_text_html user_articles user_title top_visible_comments more_articles_by_user
        more_relevant_posts author_profile_pic num_connections video_thumbnail
        external_link_data account_type post_type repost original_post_text""",
)
REDDIT_POSTS = Preset(
    name="brightdata-reddit",
    description="Bright Data, Reddit posts",
    source="reddit",
    shapes=("post_id user_posted title num_upvotes num_comments date_posted",),
    columns="""
        id post_id
        url url
        title title
        text description
        created_at date_posted
        likes num_upvotes
        replies num_comments
        creator.handle user_posted
        creator.measured_at timestamp
    """,
    ignored=f"""{_COMMON} community_name community_url community_description
        community_members_num community_rank num_members members_num photos videos tag comments
        related_posts embedded_links bio_description post_karma comment_karma""",
)


def readers() -> tuple[Preset, ...]:
    """Return all of them."""
    return (
        INSTAGRAM_POSTS, INSTAGRAM_PROFILES, TIKTOK_POSTS, TIKTOK_PROFILES, YOUTUBE_VIDEOS,
        YOUTUBE_CHANNELS, X_POSTS, X_PROFILES, FACEBOOK_POSTS, LINKEDIN_POSTS, REDDIT_POSTS,
    )  # fmt: skip
