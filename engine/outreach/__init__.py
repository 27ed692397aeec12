"""First letters to creators: who can be reached how, what to quote, and a draft from a template.

Nothing is sent and nothing is written by a model: a draft holds what the template says, a post the
creator wrote, and figures with their sources. Who is on the do-not-contact list gets none.
"""
