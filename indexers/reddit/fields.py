"""Fields of submissions, comments and accounts that are known and not read."""

_THING_WORDS = """
    _meta ad_business ad_promoted_user_posts adserver_click_url adserver_imp_pixel all_awardings
    allow_live_comments approved approved_at_utc approved_by archived associated_award
    author_cakeday author_created_utc author_flair_background_color author_flair_css_class
    author_flair_richtext author_flair_template_id author_flair_text author_flair_text_color
    author_flair_type author_fullname author_id author_is_blocked author_patreon_flair
    author_premium awarders ban_note banned_at_utc banned_by body_sha1 brand_safe call_to_action
    campaign_id can_comment can_gild can_mod_post category clicked collapsed
    collapsed_because_crowd_control collapsed_reason collapsed_reason_code collections
    comment_type content_categories contest_mode controversiality created crosspost_parent depth
    disable_comments discussion_type distinguished domain downs edited edited_on embed_type
    embed_url event_end event_is_live event_start events expression_asset_data from from_id
    from_kind gallery_data gilded gildings hidden href_url ignore_reports is_blank
    is_created_from_ads_ui is_crosspostable is_gallery is_meta is_original_content
    is_reddit_media_domain is_submitter is_survey_ad is_video likes link_author
    link_flair_background_color link_flair_css_class link_flair_richtext link_flair_template_id
    link_flair_text_color link_flair_type link_permalink link_title link_url locked media
    media_embed media_metadata media_only mobile_ad_url mod_note mod_reason_by mod_reason_title
    mod_removed mod_reports nest_level no_follow num_duplicates num_reports original_link
    outbound_link over_18 parent_whitelist_status pinned poll_data post_categories post_hint
    preview previous_visits product_ids promo_layout promoted_by pwls quarantine removal_reason
    removed removed_by replies reply_delay report_reasons retrieved_on retrieved_utc rpan_video
    rte_mode saved secure_media secure_media_embed send_replies spam spoiler steward_reports
    stickied subreddit_id subreddit_name_prefixed subreddit_subscribers suggested_sort
    third_party_trackers third_party_tracking third_party_tracking_2 thumbnail thumbnail_height
    thumbnail_width top_awarded_type total_awards_received treatment_tags unrepliable_reason
    updated_on updated_utc ups upvote_ratio url_overridden_by_dest user_removed user_reports
    user_reports_dismissed utc_datetime_str visited whitelist_status wls
    """
THING = frozenset(_THING_WORDS.split())

_ACCOUNT_WORDS = """
    accept_chats accept_pms awardee_karma awarder_karma can_create_subreddit can_edit_name coins
    comment_karma created features force_password_reset gold_creddits gold_expiration
    has_android_subscription has_external_account has_gold_subscription has_ios_subscription
    has_mail has_mod_mail has_paypal_subscription has_stripe_subscription has_subscribed
    has_subscribed_to_premium has_verified_email has_visited_new_profile icon_img id in_beta
    in_chat in_redesign_beta inbox_count is_employee is_friend is_gold is_mod is_sponsor
    link_karma modhash new_modmail_exists num_friends over_18 password_set pref_autoplay
    pref_clickgadget pref_geopopular pref_nightmode pref_no_profanity pref_show_snoovatar
    pref_show_trending pref_show_twitter pref_top_karma_subreddits pref_video_autoplay
    snoovatar_img snoovatar_size suspension_expiration_utc total_karma verified
    """
ACCOUNT = frozenset(_ACCOUNT_WORDS.split())
