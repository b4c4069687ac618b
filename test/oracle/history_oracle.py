"""Says of directories of revision files whether the real Alembic loads, upgrades and lists them: one JSON document in, one out."""

import io
import json
import pathlib
import signal
import sys
import tempfile
import warnings

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

warnings.simplefilter("ignore")

ENV = """
from alembic import context

context.configure(dialect_name="sqlite", output_buffer=context.config.output_buffer)
with context.begin_transaction():
    context.run_migrations()
"""

# Recursion and endless loops of the library end here; no healthy case comes near.
LIMIT = 1.0


class Endless(BaseException):
    pass


def on_alarm(signum, frame):
    raise Endless()


def failure(action):
    """The error of an action as text, or None."""
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        action()
        return None
    except Endless:
        return "never finishes"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def judge(root, number, files):
    folder = root / f"case{number}"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")

    def config():
        made = Config(stdout=io.StringIO(), output_buffer=io.StringIO())
        made.set_main_option("script_location", str(root))
        made.set_main_option("version_locations", str(folder))
        made.set_main_option("path_separator", "newline")
        return made

    return {
        "load": failure(lambda: ScriptDirectory.from_config(config()).get_heads()),
        "upgrade": failure(lambda: command.upgrade(config(), "heads", sql=True)),
        "history": failure(lambda: command.history(config())),
    }


def main():
    signal.signal(signal.SIGALRM, on_alarm)
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary).resolve()
        (root / "env.py").write_text(ENV)
        cases = json.load(sys.stdin)
        json.dump([judge(root, number, files) for number, files in enumerate(cases)], sys.stdout)


sys.dont_write_bytecode = True
main()
