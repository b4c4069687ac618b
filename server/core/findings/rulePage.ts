/** The page about a rule, as the version of this program has it. */
export function rulePageOf(id: string, version: string): string {
  return `https://github.com/alembic-workbench/alembic-workbench/blob/v${version}/docs/rules/${id}.md`;
}
