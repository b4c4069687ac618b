#!/usr/bin/env sh
# For any other service: the check of a Python project, without Node. Needs uv and the whole Git history.
#   BASE=origin/main sh check.sh [FOLDER]
set -eu
cd "${1:-.}"
exec uvx alembic-language-server@0.1.0 check ${BASE:+--base "$BASE"}
