"""What env.py asked for: variables that are not set, values of ``-x`` that are not given, a person's answer."""

import linecache
import os
import re
import sys

from .project_frames import absolute, is_project_file

# Names of variables that were read and are not set or empty, each with the place that read it.
UNSET = []
# Values of -x that were looked for and are not given.
NO_ARGUMENTS = []
# Prompts that were waited at.
PROMPTS = []

ASSIGNED = re.compile(r"^\s{0,200}(?:\w{1,80}\.)?(\w{1,200})\s{0,20}(?::[^=]{1,200})?=[^=]")
CONDITION = re.compile(r"^\s{0,200}(?:if|elif|while|assert)\b|\sif\s[^\n]{1,400}\selse\s")
READ = re.compile(r"environ|getenv|config\(|env\(")
WORD = re.compile(r"\w+")
DATABASE_NAME = re.compile(r"URL|URI|DSN|DATABASE|(?:^|_)DB|POSTGRES|(?:^|_)PG|MYSQL|MARIADB|SQL", re.IGNORECASE)
MOST_NAMES = 100


def note_reads():
    """Has noted what is read from here on."""
    environ = type(os.environ)
    get = environ.get

    def noted(self, key, default=None):
        value = get(self, key, default)
        if value in (None, "") and isinstance(key, str) and len(UNSET) < MOST_NAMES:
            place = reading_place()
            if place is not None:
                UNSET.append((key,) + place)
        return value

    environ.get = noted
    sys.addaudithook(note_prompt)


def note_prompt(event, arguments):
    if event == "builtins.input" or (event == "open" and arguments[0] in ("/dev/tty", "CON", "CONIN$")):
        PROMPTS.append(str(arguments[0]))


def reading_place():
    """File and line in the project that reads a variable itself, or by ``os.getenv``."""
    frame = sys._getframe(2)
    if frame is not None and os.path.basename(frame.f_code.co_filename) in ("os.py", "<frozen os>"):
        frame = frame.f_back
    if frame is None:
        return None
    path = absolute(frame.f_code.co_filename)
    return (path, frame.f_lineno) if is_project_file(path) else None


class Arguments(dict):
    """Values of ``-x`` by name."""

    def __missing__(self, name):
        NO_ARGUMENTS.append(name)
        raise KeyError(name)

    def get(self, name, default=None):
        if default is None and name not in self:
            NO_ARGUMENTS.append(name)
        return dict.get(self, name, default)


def note_x_arguments(environment):
    """Has noted which values of ``-x`` are looked for."""
    get_x_argument = environment.get_x_argument

    def get_noted(as_dictionary=False):
        found = get_x_argument(as_dictionary=as_dictionary)
        return Arguments(found) if as_dictionary else found

    environment.get_x_argument = get_noted


def unset_names(frames):
    """
    The variables that are behind a missing value in the frames: those that a line of them reads, or a name on it was
    given; else the only one, or those that are named like a database's.
    """
    words = set()
    for _path, _line, text in frames[-3:]:
        words.update(WORD.findall(text))
    behind = [name for name, path, line in UNSET if name in words or assigned_at(path, line) & words]
    names = {name for name, path, line in UNSET if not has_fallback(path, line)}
    if not behind:
        behind = names if len(names) == 1 else [name for name in names if DATABASE_NAME.search(name)]
    return sorted(set(behind))


def has_fallback(path, line):
    """True where the line goes on without the value: it asks whether there is one, or has another beside it."""
    text = linecache.getline(path, line)[:1000]
    if CONDITION.search(text):
        return True
    _, alternative, rest = text.rpartition(" or ")
    return bool(alternative) and READ.search(rest) is None


def assigned_at(path, line):
    """The name that the line gives a value to."""
    found = ASSIGNED.match(linecache.getline(path, line)[:1000])
    return {found.group(1)} if found else set()
