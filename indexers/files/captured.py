"""What a browser was sent: items of TikTok, Instagram and Threads as Zeeschuimer captures them.

4CAT keeps the same items without the envelope. The names are those of the platforms' own web
interfaces.
"""

from __future__ import annotations

from indexers.files.presets import Preset, under

_ENVELOPE = """id nav_index item_id timestamp_collected last_updated source_platform
    source_platform_url source_url user_agent"""

TIKTOK = Preset(
    name="tiktok-web",
    description="TikTok videos as its web site is sent them, NDJSON of 4CAT",
    source="tiktok",
    shapes=("desc createTime author id stats|statsV2 video|music",),
    columns="""
        id id
        text desc
        created_at createTime
        lang textLanguage
        likes statsV2.diggCount|stats.diggCount
        replies statsV2.commentCount|stats.commentCount
        reposts statsV2.shareCount|stats.shareCount
        views statsV2.playCount|stats.playCount
        hashtags textExtra|challenges
        paid_label isAd|adAuthorization
        is_private privateItem|author.privateAccount|author.secret
        creator.id author.id|authorId
        creator.handle author.uniqueId|author
        creator.name author.nickname|nickname
        creator.bio author.signature
        creator.followers authorStatsV2.followerCount|authorStats.followerCount
        creator.following authorStatsV2.followingCount|authorStats.followingCount
        creator.posts authorStatsV2.videoCount|authorStats.videoCount
        creator.verified author.verified
    """,
    ignored="""AIGCDescription BAInfo CategoryType IsAigc adLabelVersion aigcLabelType anchors
        backendSourceEventTracking brandOrganicType channelTags collected contents
        creatorAIComment digged diversificationId diversificationLabels duetDisplay duetEnabled
        duetInfo effectStickers event forFriend imagePost indexEnabled isActivityItem isECVideo
        isHDBitrate isOnThisDay isPinnedItem isReviewing itemCommentStatus itemMute item_control
        locationCreated maskType moderationAigcLabelType music officalItem originalItem playlist
        playlistId poi secret shareEnabled showNotPass source stickersOnItem stitchDisplay
        stitchEnabled suggestedWords takeDown textTranslatable titleLanguage titleTranslatable
        transcript translateSupport userBuried video videoSuggestWordsList vl1 warnInfo
        HasPromoteEntry aIGCDescription bAInfo avatarThumb challenges authorSecId createTimeISO
        commentStatus contentLocation __import_meta original_size serverABVersions videoStatus
        scheduleTime itemInfos keywordTags""",
    wrappers=frozenset({"itemList", "item_list"}),
    link="https://www.tiktok.com/@{handle}/video/{id}",
)
INSTAGRAM = Preset(
    name="instagram-web",
    description="Instagram posts as its web site is sent them, NDJSON of 4CAT",
    source="instagram",
    shapes=("code user.username taken_at like_count|comment_count pk|id",),
    columns="""
        id code|shortcode
        text caption.text
        created_at taken_at
        likes like_count
        replies comment_count
        reposts media_repost_count|reshare_count
        views play_count|ig_play_count|view_count
        hides_counts like_and_view_counts_disabled
        paid_label is_paid_partnership
        is_private user.is_private
        creator.id user.pk|user.id
        creator.handle user.username
        creator.name user.full_name
        creator.verified user.is_verified
        creator.followers user.follower_count
    """,
    ignored="""__typename _zs_partial _zs_instagram_view _zs_html_embedded_json __import_meta
        accessibility_caption ad_action affiliate_info ai_agent_owner_username
        all_previous_submitters are_remixes_crosspostable audience avatar_stickers
        boost_unavailable_identifier boost_unavailable_reason boosted_status can_reply
        can_reshare can_see_insights_as_brand can_send_custom_emojis can_viewer_reshare
        can_viewer_save caption_is_edited caption_add_on carousel_media carousel_media_count
        carousel_media_ids carousel_media_pending_post_count carousel_parent_id
        clips_attribution_info clips_metadata clips_tab_pinned_user_ids coauthor_producers
        coauthor_producer_can_see_organic_insights code collab_follow_button_info
        comment_inform_treatment comment_threading_enabled commenting_disabled_for_viewer
        comments comments_disabled commerciality_status community_notes_info
        creator_product_tags_info cross_share_info crosspost_metadata deleted_reason
        device_timestamp display_uri explore explore_hide_comments enable_media_notes_production
        enable_waist expiring_at fb_aggregated_comment_count fb_aggregated_like_count
        fb_comment_count fb_like_count fb_play_count fb_user_tags featured_products
        facepile_top_likers feed_demotion_control feed_recs_demotion_control filter_type
        follow_hashtag_info fundraiser_tag gen_ai_detection_method group has_audio
        has_delayed_metadata has_high_risk_gen_ai_inform_treatment has_hidden_comments has_liked
        has_more_comments has_privately_liked has_shared_to_fb has_tagged_users
        has_user_added_transition_info has_viewer_saved headline height
        hidden_likes_string_variant id igbio_product ig_media_sharing_disabled image_versions2
        imported_taken_at inline_composer_display_condition inline_composer_imp_trigger_time
        integrity_review_decision invited_coauthor_producers is_artist_pick is_auto_created
        is_comments_gif_composer_enabled is_cutout_sticker_allowed is_dash_eligible
        is_eligible_for_media_note_recs_nux is_eligible_for_meta_ai_share
        is_eligible_content_for_post_roll_ad is_in_profile_grid is_open_to_public_submission
        is_organic_product_tagging_eligible is_pinned is_post_live is_post_live_clips_media
        is_quiet_post is_reuse_allowed is_shared_from_basel is_social_ufi_disabled
        is_tagged_media_shared_to_viewer_profile_grid is_third_party_downloads_eligible
        is_unified_video is_visual_reply_commenter_notice_enabled ig_play_count jobs_eligible
        lat lng like_and_view_counts_disabled link link_hint_text location logged_in_user_liked
        logging_info_token logo_bottom_margin main_feed_carousel_starting_media_id mashup_info
        max_num_visible_preview_comments media media_attributions_data media_cropping_info
        media_level_comment_controls media_name media_notes media_overlay_info media_type
        meta_ai_content_deep_dive_prompt meta_ai_suggested_prompts mezql_token music_metadata
        next_max_id number_of_qualities open_carousel_show_follow_button
        open_carousel_submission_state organic_tracking_token original_height
        original_lang_for_translations original_width original_media_has_visual_reply_media
        owner owner_is_story_only photo_of_you pinned_for_users pk play_count post preview
        preview_comments previous_submitter product_suggestions product_tags product_type
        profile_grid_control_enabled profile_grid_thumbnail_fitting_style reshare_count
        saved_collection_ids sensitivity_friction_info share_count_disabled
        sharing_friction_info shop_routing_user_id should_have_inform_treatment
        should_request_ads should_show_author_pog_for_tagged_media_shared_to_profile_grid
        similar_posts_info social_context social_proof_info sponsor_tags squareize story_cta
        strong_id__ subscribe_cta_visible subtype_name_for_REST__ tagged_users thumbnails
        timeline_pinned_user_ids timezone_offset title top_likers translated_langs_for_autodub
        upcoming_event user user_id usertags video_codec video_dash_manifest video_duration
        video_is_downloaded video_sticker_locales video_subtitles_confidence
        video_subtitles_locale video_subtitles_uri video_versions view_count
        view_state_item_type viewer_has_liked visibility visual_comment_reply_sticker_info width
        floating_context_items wearable_attribution_info""",
    wrappers=frozenset({"items"}),
    link="https://www.instagram.com/p/{id}/",
)
THREADS = Preset(
    name="threads-web",
    description="Threads posts as its web site is sent them, NDJSON of 4CAT",
    source="threads",
    shapes=("code user.username taken_at text_post_app_info caption|like_count pk|id",),
    columns="""
        id code
        text caption.text
        created_at taken_at
        likes like_count
        replies text_post_app_info.direct_reply_count
        reposts text_post_app_info.repost_count
        quotes text_post_app_info.quote_count
        hides_counts like_and_view_counts_disabled
        paid_label is_paid_partnership
        is_private user.is_private|user.text_post_app_is_private
        creator.id user.pk|user.id
        creator.handle user.username
        creator.name user.full_name
        creator.verified user.is_verified
    """,
    ignored="""__import_meta accessibility_caption audio canonical_url caption_add_on
        caption_is_edited carousel_media fb_like_count giphy_media_info has_audio has_liked id
        image_versions2 inline_media is_fb_only is_internal_only is_post_unavailable
        is_dash_eligible link logging_info_token media media_overlay_info media_type meta_place
        organic_tracking_token original_height original_width pk profile_grid_control_enabled
        reshare_count text_post_app_info transcription_data user usertags video_codec
        video_dash_manifest video_versions view_count location number_of_qualities translation
        gen_ai_detection_method ig_media_sharing_disabled comment_count is_reply
        like_and_view_counts_disabled snippet_attachment_info tag_header link_preview_attachment""",
    link="https://www.threads.com/@{handle}/post/{id}",
)


def _captured(preset: Preset, name: str, platform: str, shape: str) -> Preset:
    """Return `preset` for items in Zeeschuimer's envelope."""
    return under(
        preset,
        "data",
        name=f"zeeschuimer-{name}",
        shapes=(f"item_id source_platform timestamp_collected {shape}",),
        description=f"Zeeschuimer NDJSON of {platform}",
        ignored=_ENVELOPE,
        columns="creator.measured_at timestamp_collected",
    )


ZEESCHUIMER = (
    _captured(TIKTOK, "tiktok", "TikTok", "data.desc data.author data.createTime"),
    _captured(INSTAGRAM, "instagram", "Instagram", "data.code data.user data.media_type|data.pk"),
    _captured(
        THREADS,
        "threads",
        "Threads",
        "data.code data.user data.text_post_app_info data.taken_at",
    ),
)
OTHERS = Preset(
    name="zeeschuimer-others",
    description="Zeeschuimer NDJSON of other platforms: refused by name",
    source="file",
    shapes=("item_id source_platform timestamp_collected data",),
    columns="",
    refused="items of {source_platform} are not read: in Zeeschuimer, export them as CSV",
)


def readers() -> tuple[Preset, ...]:
    """Return all of them."""
    return TIKTOK, INSTAGRAM, THREADS, *ZEESCHUIMER, OTHERS
