import { closestName } from '../../core/text/closestName';
import { listedRules, ruleIds } from '../../core/rules/engine/ruleList';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import { jsonText } from '../jsonText';

interface RulesOptions {
  readonly json?: boolean;
}

/** `alembic-ls rules`: every rule with its severity by default and what it finds. */
export function rulesCommand(host: CommandHost, { json }: RulesOptions): number {
  if (json) {
    host.print(jsonText({ rules: listedRules }));
    return 0;
  }
  const width = Math.max(...ruleIds.map((id) => id.length));
  for (const { id, severity, summary } of listedRules)
    host.print(`${id.padEnd(width)}  ${severity.padEnd('information'.length)}  ${summary}\n`);
  return 0;
}

/** `alembic-ls explain RULE`: the page about a rule, from the package itself. */
export async function explainCommand(host: CommandHost, id: string, { json }: RulesOptions): Promise<number> {
  requireRule(id);
  const page = (await host.rulePages()).get(id) ?? '';
  const rule = listedRules.find((each) => each.id === id);
  host.print(json ? jsonText({ rules: [{ ...rule, page }] }) : page);
  return 0;
}

/** Throws a UsageError where there is no rule of this id. */
export function requireRule(id: string): void {
  if (ruleIds.includes(id)) return;
  const meant = closestName(id, ruleIds);
  throw new UsageError(
    meant === undefined
      ? `There is no rule '${id}': "alembic-ls rules" lists them.`
      : `There is no rule '${id}'; did you mean '${meant}'?`,
  );
}
