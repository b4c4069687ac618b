"""The error of a group, such as a task group's, that is told."""

from . import refusals
from .project_frames import project_frames

DEEPEST = 20


def leaf_of(error):
    """
    The error inside of a group that says most: a database's, else the first one. With the project's frames of all around
    it, and how many others there are.
    """
    leaves = leaves_of(error, [], 0)
    chosen = next((leaf for leaf in leaves if refusals.is_of_database(leaf[0])), leaves[0])
    return chosen[0], chosen[1], len(leaves) - 1


def leaves_of(error, frames, depth):
    around = frames + project_frames(error)
    inner = getattr(error, "exceptions", None)
    if depth >= DEEPEST or not is_group(error, inner):
        return [(error, around)]
    return [leaf for each in inner for leaf in leaves_of(each, around, depth + 1)]


def is_group(error, inner):
    named = any(kind.__name__ in ("BaseExceptionGroup", "MultiError") for kind in type(error).__mro__)
    return named and isinstance(inner, (tuple, list)) and len(inner) > 0 and isinstance(inner[0], BaseException)
