"""What an application holds, by typed names, so that there are no globals."""

from __future__ import annotations

from aiohttp import web
from jinja2 import Environment

from engine.questions.served import ServedCorpus
from engine.web.door import Door
from engine.web.jobs import Jobs
from engine.web.searching import Lists
from engine.web.tools import Tools
from engine.web.uploads import Uploads
from engine.web.working import Work

DOOR = web.AppKey("door", Door)
SERVED = web.AppKey("served", ServedCorpus)
TEMPLATES = web.AppKey("templates", Environment)
LISTS = web.AppKey("lists", Lists)
TOOLS = web.AppKey("tools", Tools)
WORK = web.AppKey("work", Work)
JOBS = web.AppKey("jobs", Jobs)
EARS = web.AppKey("ears", Jobs)  # listening goes on beside other work
UPLOADS = web.AppKey("uploads", Uploads)
