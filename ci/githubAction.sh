#!/usr/bin/env bash
# What action.yml runs: annotations and the exit code first, then SARIF, the summary and the comment.
set -u -o pipefail

cd "${ALEMBIC_LS_FOLDER:-.}" || exit 2
alembic_ls() {
  npx --yes "alembic-language-server@${ALEMBIC_LS_VERSION}" "$@"
}
read -r -a arguments <<< "${ALEMBIC_LS_ARGUMENTS:-}"

alembic_ls check --format github ${arguments[@]+"${arguments[@]}"}
code=$?
# Wrong use is said above; nothing else could be said.
if [ "$code" -gt 1 ]; then exit "$code"; fi

if [ "${ALEMBIC_LS_SARIF:-}" = true ]; then
  sarif="${RUNNER_TEMP:-/tmp}/alembic-ls.sarif"
  alembic_ls check --format sarif --output "$sarif" --exit-zero ${arguments[@]+"${arguments[@]}"} > /dev/null &&
    echo "sarif-file=$sarif" >> "$GITHUB_OUTPUT"
fi

review="${RUNNER_TEMP:-/tmp}/alembic-ls-review.md"
alembic_ls review > "$review"
if [ -s "$review" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$review" >> "$GITHUB_STEP_SUMMARY"; fi
if [ "${ALEMBIC_LS_COMMENT:-}" = true ] && [ -n "${ALEMBIC_LS_PULL_REQUEST:-}" ] && [ -s "$review" ]; then
  gh pr comment "$ALEMBIC_LS_PULL_REQUEST" --repo "$GITHUB_REPOSITORY" --edit-last --create-if-none --body-file "$review" ||
    echo "::warning title=alembic-ls::The comment could not be written: give the job the permission pull-requests write."
fi
exit "$code"
