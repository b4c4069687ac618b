"""What went wrong, as the answer's ``error``."""

import os
import re
import socket
import traceback

from . import dialect_names, known_errors, project_reads, refusals
from .error_groups import leaf_of
from .failure import Failure
from .masking import mask, note_values
from .project_frames import absolute, is_project_file, project_frames

# As Starlette, environs, django-environ and decouple put it.
MISSING_SETTING = re.compile(
    r"(?:Config|Environment variable) ['\"](\w+)['\"] (?:is missing|not set)"
    r"|Set the (\w+) environment variable|^(\w+) not found\. Declare it as envvar"
)

# As an env.py that asks for a value itself puts it: "call this with -x tenant=acme".
MISSING_ARGUMENT = re.compile(r"(?:^|\s|['\"`(])-x[ ]?['\"]?(\w{1,100})=")

# What a missing value leads to.
OF_NOTHING = re.compile(r"NoneType|\bNone\b|option values must be strings|Could not parse SQLAlchemy URL")

# SQLAlchemy of all versions, of a text and of anything else.
NO_URL = re.compile(r"^Could not parse (?:SQLAlchemy|rfc1738) URL|^Expected string or URL object")

# A host, a user or a database of a URL that was put together from nothing.
NAMED_NONE = re.compile(r"['\"\s@/(]None(?:['\"\s@/:),]|$)")

# SQLAlchemy's link below its own errors.
BACKGROUND = re.compile(r"\s{0,8}\(Background on this error at: [^)]{1,200}\)")

# As a server says it of who logs in; of a statement it may be any role.
NO_ROLE = re.compile(r"role \"[^\"]{0,200}\" does not exist", re.IGNORECASE)

# What keeps a revision from being written out whether there is a database or not.
OWN_FAULTS = (NotImplementedError, NameError, ImportError, SyntaxError)


def failure_of(error, revision_folders=()):
    """The error as the extension reads it; with folders of revisions, one of writing SQL out."""
    error, frames, others = leaf_of(error)
    location = location_of(error, frames)
    revision = innermost_below(frames, revision_folders)
    kind, message = kind_and_message(error, location, [] if revision else frames, others)
    if revision is not None and needs_database(error, kind):
        kind, location = "needsDatabase", revision
    missing_import = import_behind(error)
    if kind == "environmentRaised" and missing_import is not None:
        message = "{}: {}".format(message, missing_import)
        error = missing_import
    return {
        "kind": kind,
        "replace": replacement(error, kind),
        "type": type(error).__module__ + "." + type(error).__qualname__,
        "message": mask(message),
        "file": location[0],
        "line": location[1],
    }


def replacement(error, kind):
    """The scheme of a URL that is written in the place of another one; None for other errors."""
    name, meant = dialect_names.misspelt(str(error)) if kind == "dialectMisspelt" else (None, None)
    return {"from": name, "to": meant} if meant else None


def kind_and_message(error, location, frames, others=0):
    if isinstance(error, Failure):
        return error.kind, str(error)
    if asks_in_terminal(error):
        return "asksInTerminal", message_of(error)
    if isinstance(error, SystemExit):
        return "environmentExited", "env.py ended the program with sys.exit({!r}).".format(error.code)
    missing = missing_settings(error)
    if missing:
        return "settingMissing", ", ".join(missing)
    # A revision that is written out has nothing to read from; that is no lack of a setting.
    arguments = missing_arguments(error, location if frames else (None, None))
    if arguments:
        return "argumentMissing", ", ".join(arguments)
    if of_sqlalchemy(error, "NoSuchModuleError"):
        written = dialect_names.misspelt(str(error))
        if written is not None:
            return "dialectMisspelt", dialect_names.correction(*written)
    names = project_reads.unset_names(frames) if frames and is_of_nothing(error) else []
    if names:
        return "settingMissing", ", ".join(names)
    if is_no_url(error):
        return "notAUrl", message_of(error)
    driver = broken_driver(error)
    if driver is not None:
        text = message_of(error)
        return "driverMissing", text if driver in text else "{}: {}".format(driver, text)
    known = known_errors.known_error(error, frames)
    if known is not None:
        return known
    return kind_of(error, location), with_others(message_of(error), others)


def with_others(message, count):
    """The first line says how many more errors its group has."""
    first, *rest = message.split("\n")
    more = "" if count == 0 else ", and 1 more error" if count == 1 else ", and {} more errors".format(count)
    return "\n".join([first + more] + rest)


def is_of_nothing(error):
    """True where the error is what a value that is not there leads to, be it a host that is called None."""
    if isinstance(error, (TypeError, AttributeError, ValueError)) or of_sqlalchemy(error, "ArgumentError"):
        return OF_NOTHING.search(str(error)) is not None
    original = getattr(error, "orig", None)
    refused = original is not None and getattr(error, "statement", None) is None
    return refused and NAMED_NONE.search(str(original)) is not None


def is_no_url(error):
    """True where SQLAlchemy was given something that it can't read as a URL."""
    if of_sqlalchemy(error, "ArgumentError"):
        return NO_URL.search(str(error)) is not None
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, ValueError) and bool(frames) and frames[-1].filename.replace(os.sep, "/").endswith("/sqlalchemy/engine/url.py")


def asks_in_terminal(error):
    """True where a person was to answer, and there is none."""
    if isinstance(error, EOFError) or type(error).__module__.split(".")[0] == "termios":
        return True
    return bool(project_reads.PROMPTS) and (isinstance(error, (SystemExit, OSError)) or is_abort(error))


def is_abort(error):
    """True for that of click, and of packages that have a copy of it."""
    return any(kind.__name__ == "Abort" for kind in type(error).__mro__)


def missing_arguments(error, location):
    """The names of the values of -x that env.py can't do without."""
    if isinstance(error, KeyError) and error.args and error.args[0] in project_reads.NO_ARGUMENTS:
        return [str(error.args[0])]
    if location[0] is None:
        return []
    asked = MISSING_ARGUMENT.search(str(error))
    if asked:
        return [asked.group(1)]
    if project_reads.NO_ARGUMENTS and OF_NOTHING.search(str(error)):
        return [str(project_reads.NO_ARGUMENTS[-1])]
    return []


def innermost_below(frames, folders):
    """File and line of the innermost frame in one of the folders: of a revision, which may have called another file."""
    for path, line, _text in reversed(frames):
        if os.path.realpath(path).startswith(tuple(folder + os.sep for folder in folders)):
            return (path, line)
    return None


def needs_database(error, kind):
    """True for what a revision runs into that reads, for which there is no database in a preview."""
    return kind in ("environmentRaised", "alembic", "other") and not isinstance(error, OWN_FAULTS)


def message_of(error):
    problems = validation_problems(error)
    if problems:
        note_values([(place_of(problem), problem.get("input")) for problem in problems])
        return "; ".join("{} ({})".format(problem["msg"], place_of(problem)) for problem in problems)
    original = getattr(error, "orig", None)
    text = BACKGROUND.sub("", told(original if original is not None else error)).strip()
    return without_traceback(text) or type(error).__name__


def told(error):
    """What a driver's error says, without the number or state before it."""
    arguments = getattr(error, "args", ())
    if len(arguments) == 2 and isinstance(arguments[0], (int, str)) and isinstance(arguments[1], str):
        return arguments[1] if refusals.is_of_database(error) else str(error)
    return str(error)


def without_traceback(text):
    """
    What an error says that quotes another one's traceback, as Flask's does for an app that can't be imported: the two
    messages.
    """
    before, quoted, after = text.partition("Traceback (most recent call last):")
    lines = after.strip().splitlines()
    return "{} {}".format(before.strip(), lines[-1]) if quoted and lines else text


def import_behind(error):
    """The failed import that an error says it was raised from, as that of a logging handler."""
    while error.__cause__ is not None:
        error = error.__cause__
        if isinstance(error, ImportError):
            return error
    return None


def missing_settings(error):
    """The names of settings that env.py asked for and nobody has set, as the usual ways of reading settings tell them."""
    problems = validation_problems(error)
    if problems:
        kinds = {problem["type"] for problem in problems}
        return [place_of(problem) for problem in problems] if kinds <= {"missing", "value_error.missing"} else []
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, KeyError) and frames and os.path.basename(frames[-1].filename) in ("os.py", "<frozen os>"):
        return [str(key) for key in error.args]
    found = MISSING_SETTING.search(str(error.args[0]) if error.args else "")
    return [name for name in found.groups() if name] if found else []


def validation_problems(error):
    """What pydantic found, of either major version; nothing for other errors."""
    kinds = [kind.__module__.split(".")[0] + "." + kind.__name__ for kind in type(error).__mro__]
    if "pydantic_core.ValidationError" in kinds or "pydantic.ValidationError" in kinds:
        return error.errors()
    return []


def place_of(problem):
    return ".".join(str(part) for part in problem["loc"])


def location_of(error, frames):
    """File and line of the innermost frame that is the project's own, else nothing."""
    if isinstance(error, SyntaxError) and error.filename and os.path.exists(absolute(error.filename)):
        return (absolute(error.filename), error.lineno)
    return frames[-1][:2] if frames else (None, None)


def of_sqlalchemy(error, *names):
    found = {kind.__name__ for kind in type(error).__mro__ if kind.__module__.split(".")[0] == "sqlalchemy"}
    return bool(found & set(names))


def kind_of(error, location):
    names = {kind.__module__.split(".")[0] + "." + kind.__name__ for kind in type(error).__mro__}
    if "alembic.CommandError" in names:
        return "alembic"
    if of_sqlalchemy(error, "NoSuchModuleError"):
        return "driverMissing"
    refusal = refusals.refusal_of(error)
    if refusal not in (None, "databaseRefused"):
        return refusal
    is_of_statement = getattr(error, "statement", None) is not None
    if not is_of_statement and refusals.is_of_database(error) and NO_ROLE.search(str(getattr(error, "orig", None) or error)):
        return "wrongPassword"
    # Asynchronous drivers raise the system's own errors.
    unreachable = isinstance(error, (ConnectionError, TimeoutError, socket.timeout, socket.gaierror))
    unreachable = unreachable or (isinstance(error, OSError) and calls_driver(error))
    refused = of_sqlalchemy(error, "DBAPIError") and not of_sqlalchemy(error, "IntegrityError", "DataError")
    # With a statement it is the statement that failed, over a connection that works.
    if unreachable or (refused and not is_of_statement):
        return "cannotConnect"
    if refusal is not None:
        return refusal
    if location[0] is not None:
        return "environmentRaised"
    return "other"


def broken_driver(error):
    """
    The name of a driver that is not there or can't be imported, by SQLAlchemy or by env.py; None where the project
    imports something else.
    """
    frames = frames_of(error)
    part = os.sep + "sqlalchemy" + os.sep
    for at, frame in enumerate(frames):
        if part in frame.f_code.co_filename and frame.f_code.co_name in ("import_dbapi", "dbapi"):
            found = next((root_of(below) for below in frames[at:] if root_of(below) != "sqlalchemy"), None)
            if found is not None:
                return found
        if frame.f_code.co_name == "<module>" and root_of(frame) in refusals.DRIVERS and is_library(frame):
            return root_of(frame)
    is_asked = frames and part in frames[-1].f_code.co_filename
    return (error.name or "") if isinstance(error, ImportError) and is_asked else None


def calls_driver(error):
    """True where the error comes from a call of a database driver."""
    return any(root_of(frame) in refusals.DRIVERS and is_library(frame) for frame in frames_of(error))


def frames_of(error):
    """The frames of a traceback, outermost first, without those of importing."""
    found = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    return [frame for frame in found if not frame.f_code.co_filename.startswith("<frozen importlib")]


def root_of(frame):
    """The package that a frame's module lies in."""
    return str(frame.f_globals.get("__name__")).split(".")[0]


def is_library(frame):
    return not is_project_file(absolute(frame.f_code.co_filename))
