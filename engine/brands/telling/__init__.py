"""What the words of a post tell: where its writer stands, and whether it is advertising."""
