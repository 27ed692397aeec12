"""The command line: parse, call, print. `main` builds what the commands use."""
