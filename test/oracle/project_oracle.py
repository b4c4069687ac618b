"""Says of projects on disk whether the real Alembic loads, upgrades and lists them: one JSON document in, one out. Works with Alembic from 1.8 on."""

import io
import json
import os
import py_compile
import signal
import sys
import warnings

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

warnings.simplefilter("ignore")

# Recursion and endless loops of the library end here, in seconds of computing; no healthy case comes near.
LIMIT = 1.0


class Endless(BaseException):
    pass


def on_alarm(signum, frame):
    raise Endless()


def failure(action):
    """The error of an action as text, or None."""
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        action()
        return None
    except Endless:
        return "never finishes"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def judge(project):
    folder = project["folder"]
    for path in project["compiled"]:
        source = os.path.join(folder, path)
        try:
            py_compile.compile(source, source + "c", doraise=True)
        except Exception:
            continue
        os.remove(source)

    def config():
        made = Config(stdout=io.StringIO(), output_buffer=io.StringIO())
        made.set_main_option("script_location", os.path.dirname(folder))
        locations = [os.path.join(folder, each) for each in project["locations"]]
        made.set_main_option("version_locations", os.pathsep.join(locations))
        made.set_main_option("version_path_separator", "os")
        made.set_main_option("path_separator", "os")
        made.set_main_option("recursive_version_locations", str(project["recursive"]).lower())
        made.set_main_option("sourceless", str(project["sourceless"]).lower())
        return made

    return {
        "load": failure(lambda: ScriptDirectory.from_config(config()).get_heads()),
        "upgrade": failure(lambda: command.upgrade(config(), "heads", sql=True)),
        "history": failure(lambda: command.history(config())),
    }


sys.dont_write_bytecode = True
signal.signal(signal.SIGPROF, on_alarm)
# Before 1.10 files were loaded in the order of the directory, which says nothing.
_listdir = os.listdir
os.listdir = lambda *args: sorted(_listdir(*args))
answers = sys.stdout
sys.stdout = sys.stderr
json.dump([judge(project) for project in json.load(sys.stdin)], answers)
