"""What a post may cost, what it is worth counted for, and what a budget buys.

Every figure comes from a dated row of a table with its source, which the user may replace, or from
the user. Nothing here was measured by us, and every estimate is a range that says how it was made.
"""
