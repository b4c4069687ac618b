"""Which frames of a traceback are the project's own."""

import os
import traceback

# Where the program was started; a relative name in a traceback is meant from there.
STARTED_IN = os.getcwd()

LIBRARIES = tuple(os.sep + name + os.sep for name in ("site-packages", "dist-packages"))
STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep
OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep
BRIDGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bridge.py")


def absolute(name):
    """The path of a file, although the working directory is another one by now."""
    return os.path.normpath(os.path.join(STARTED_IN, name))


def is_project_file(path):
    return (
        os.path.exists(path)
        and not any(library in path for library in LIBRARIES)
        and not path.startswith((STANDARD_LIBRARY, OWN))
        and path != BRIDGE
    )


def project_frames(error):
    """File, line and text of the project's frames, outermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [(absolute(frame.filename), frame.lineno, frame.line or "") for frame in frames]
    return [frame for frame in found if is_project_file(frame[0])]
