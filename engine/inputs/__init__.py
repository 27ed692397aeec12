"""What the user names, opened: a file, standard input, an archive or a folder of files.

One stream is opened here; what stands in folders and ZIP archives in `engine.inputs.archives`.
"""

from engine.inputs.opening import HEAD_BYTES, STDIN, head, open_input, open_stream

__all__ = ["HEAD_BYTES", "STDIN", "head", "open_input", "open_stream"]
