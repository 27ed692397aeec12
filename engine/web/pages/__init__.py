"""The pages, one module each: what is asked for, who is asked, what is shown."""
