"""What instaloader saves beside pictures: nodes of Instagram's GraphQL interface."""

from __future__ import annotations

from indexers.files.presets import Preset, under

_POST = Preset(
    name="instagram-graphql",
    description="Instagram posts of its GraphQL interface (instagram-scraper and others)",
    source="instagram",
    shapes=("shortcode taken_at_timestamp|date edge_media_to_caption|caption owner id|__typename",),
    columns="""
        id shortcode
        text edge_media_to_caption.edges.node.text|caption|iphone_struct.caption.text
        created_at taken_at_timestamp|date|iphone_struct.taken_at
        likes edge_media_preview_like.count|edge_liked_by.count|likes.count|iphone_struct.like_count
        replies edge_media_to_comment.count|edge_media_to_parent_comment.count|comments.count
        views video_play_count|video_view_count|iphone_struct.play_count
        hides_counts like_and_view_counts_disabled|iphone_struct.like_and_view_counts_disabled
        paid_label is_paid_partnership|is_ad|iphone_struct.is_paid_partnership
        is_private owner.is_private|iphone_struct.user.is_private
        creator.id owner.id|iphone_struct.user.pk
        creator.handle owner.username|iphone_struct.user.username
        creator.name owner.full_name|iphone_struct.user.full_name
        creator.verified owner.is_verified|iphone_struct.user.is_verified
        creator.followers owner.edge_followed_by.count
    """,
    ignored="""__typename accessibility_caption caption_is_edited coauthor_producers comments
        comments_disabled commenting_disabled_for_viewer dash_info date dimensions
        display_resources display_src display_url edge_liked_by edge_media_preview_comment
        edge_media_preview_like edge_media_to_caption edge_media_to_comment
        edge_media_to_hoisted_comment edge_media_to_parent_comment edge_media_to_sponsor_user
        edge_media_to_tagged_user edge_related_profiles edge_sidecar_to_children
        edge_web_media_to_related_media encoding_status fact_check_information
        fact_check_overall_rating felix_profile_grid_crop follow_hashtag_info gating_info
        has_audio has_ranked_comments has_upcoming_event id iphone_struct is_affiliate
        is_published is_video likes location media_overlay_info media_preview nft_asset_info
        owner pinned_for_users product_type sensitivity_friction_info sharing_friction_info
        should_log_client_event tags thumbnail_resources thumbnail_src thumbnail_tall_src title
        tracking_token upcoming_event urls username video_duration video_play_count video_url
        video_view_count viewer_can_reshare viewer_has_liked viewer_has_saved
        viewer_has_saved_to_collection viewer_in_photo_of_you clips_music_attribution_info
        compressed_media_info is_pinned_for_users node like_and_view_counts_disabled
        commerciality_status overlay_image_src xdt_api caption""",
    wrappers=frozenset({"GraphImages"}),
    link="https://www.instagram.com/p/{id}/",
)
_PROFILE = Preset(
    name="instagram-graphql-profiles",
    description="Instagram profiles of its GraphQL interface",
    source="instagram",
    shapes=("username edge_followed_by biography id",),
    columns="""
        is_private is_private
        creator.id id|iphone_struct.pk
        creator.handle username
        creator.name full_name
        creator.bio biography
        creator.followers edge_followed_by.count|iphone_struct.follower_count
        creator.following edge_follow.count|iphone_struct.following_count
        creator.posts edge_owner_to_timeline_media.count|iphone_struct.media_count
        creator.verified is_verified
    """,
    ignored="""__typename profile_pic_url profile_pic_url_hd external_url bio_links fbid
        edge_felix_video_timeline edge_media_collections edge_saved_media edge_mutual_followed_by
        blocked_by_viewer business_category_name category_name category_enum connected_fb_page
        country_block followed_by_viewer follows_viewer has_ar_effects has_blocked_viewer
        has_channel has_clips has_guides has_requested_viewer hide_like_and_view_counts
        highlight_reel_count is_business_account is_joined_recently is_professional_account
        iphone_struct pronouns requested_by_viewer restricted_by_viewer biography_with_entities
        edge_owner_to_timeline_media""",
)


def _saved(preset: Preset, name: str, description: str, shape: str) -> Preset:
    """Return `preset` for nodes in the envelope of instaloader."""
    return under(
        preset, "node", name=name, shapes=(shape,), description=description, ignored="instaloader"
    )


def readers() -> tuple[Preset, ...]:
    """Return all of them."""
    posts = "node.shortcode node.owner|node.iphone_struct node.__typename|node.id"
    profiles = "node.username node.biography node.edge_followed_by|node.iphone_struct"
    return (
        _POST,
        _PROFILE,
        _saved(_POST, "instaloader", "instaloader, JSON of a post", posts),
        _saved(_PROFILE, "instaloader-profiles", "instaloader, JSON of a profile", profiles),
    )
