"""The page and the interface for programs: on this machine, without a build step or an account.

Handlers parse, call and render; what is computed is computed by other rooms of the engine. Works
without JavaScript. Posts, handles, names and links are hostile everywhere.
"""

from engine.questions import Opened
from engine.web.app import make_app
from engine.web.door import Door
from engine.web.tools import Tools

__all__ = ["Door", "Opened", "Tools", "make_app"]
