"""Campaigns: codes and links for each creator, the posts they led to, and what these brought."""
