"""Asks the project's own Alembic and writes one JSON answer to a file.

Run as ``python bridge.py ANSWER_FILE REQUEST`` with the project's interpreter, from the directory in which Alembic
is run. REQUEST is JSON: ``{"ask": "probe"}``, or one of ``{"ask": "current"}``, ``{"ask": "sql", "parts": [...]}`` and
``{"ask": "compare"}`` with the command in whose place it asks: ``"program"``, ``"config"``, ``"arguments"`` (values of
-x) and ``"words"``, which each part of SQL has for itself. The answer goes to a file because ``env.py`` may print, log,
replace ``sys.stdout`` or exit; it is ``{"result": ...}`` or ``{"error": {"kind", "type", "message", "file", "line"}}``.
A password never leaves this process. Works from Python 3.8 and Alembic 1.8 on, and imports nothing else than Alembic
and what env.py imports.
"""

import os
import sys


def load_answers():
    """The modules beside this file, without leaving compiled code there; their folder is not on the path afterwards."""
    own = os.path.dirname(os.path.abspath(__file__))
    # Python has put it there, unless it was told not to.
    if sys.path and os.path.abspath(sys.path[0]) == own:
        sys.path.pop(0)
    writes_nothing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, own)
    try:
        import workbench_bridge.answers
    finally:
        sys.path.remove(own)
        sys.dont_write_bytecode = writes_nothing
    return workbench_bridge.answers


if __name__ == "__main__":
    load_answers().main()
