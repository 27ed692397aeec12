"""The names people give platforms."""

PLATFORMS = {
    "instagram": "instagram|insta|ig", "tiktok": "tiktok|tik tok", "youtube": "youtube|yt",
    "x": "twitter|x.com|x/twitter", "facebook": "facebook|fb", "twitch": "twitch",
    "reddit": "reddit", "mastodon": "mastodon", "bluesky": "bluesky|bsky", "threads": "threads",
    "linkedin": "linkedin", "pinterest": "pinterest", "snapchat": "snapchat",
    "telegram": "telegram", "substack": "substack", "tumblr": "tumblr", "discord": "discord",
    "hackernews": "hackernews|hacker news", "kick": "kick.com",
}  # fmt: skip
"""Source names, each with what it is called."""

USERS = {
    "instagram": "instagrammer|instagrammers|instagramer|instagramers|instagrameuses",
    "tiktok": "tiktoker|tiktokers|tiktokeurs|tiktokeuses",
    "youtube": "youtuber|youtubers|youtubeur|youtubeurs|youtubeuse|youtubeuses|youtuberinnen",
    "twitch": "twitcher|twitchers", "linkedin": "linkedinfluencers",
}  # fmt: skip
"""What those who post there are called."""
