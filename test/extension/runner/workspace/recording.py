"""Stands in Alembic's place: notes the words it was called with, then calls Alembic with them."""

import json
import os
import sys

with open("calls.jsonl", "a", encoding="utf-8") as calls:
    calls.write(json.dumps({"words": sys.argv[1:], "tenant": os.environ.get("TENANT"), "quiet": os.environ.get("QUIET")}) + "\n")

from alembic.config import main

words = sys.argv[sys.argv.index("alembic") + 1 :] if "alembic" in sys.argv else sys.argv[1:]
main(argv=words, prog="alembic")
