import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import { configurationFixes } from '../../edits/config/configurationFixes';
import { isWithin, parentPath } from '../../files/paths';
import type { Finding } from '../../findings/finding';
import { closestName } from '../../text/closestName';
import type {
  NamedInConfig,
  WorkbenchConfig,
  WorkbenchConfigReading,
} from '../../workbenchConfig/workbenchConfig';
import { ruleIds } from './ruleList';
import type { RuleSettings } from './ruleSettings';

/** The faults of workbench configurations, rules that do not exist among them. */
export function workbenchProblems(
  readings: readonly WorkbenchConfigReading[],
): readonly ConfigurationProblem[] {
  const known = new Set(ruleIds);
  return readings.flatMap(({ config, problems, named }): readonly ConfigurationProblem[] => [
    ...problems,
    ...named
      .filter(({ kind, name }) => kind === 'rule' && !known.has(name))
      .map((rule) => unknownRule(config.path, rule)),
  ]);
}

/**
 * What is wrong in config files as findings, with the severity that settings or the file's own workbench
 * configuration choose.
 */
export function configFindings(
  problems: readonly ConfigurationProblem[],
  readings: readonly WorkbenchConfigReading[],
  { rules }: RuleSettings,
): readonly Finding[] {
  return [...problems, ...workbenchProblems(readings)].flatMap((problem) => {
    const chosen = { ...levelsFor(problem.file, readings), ...rules };
    const severity = chosen[problem.code] ?? problem.severity;
    if (severity === 'off') return [];
    return [{ ...problem, severity, related: [], fixes: configurationFixes(problem) }];
  });
}

/** The levels of the nearest workbench configuration above a file. */
function levelsFor(file: string, readings: readonly WorkbenchConfigReading[]): WorkbenchConfig['rules'] {
  const above = readings.filter(({ config }) => isWithin(file, parentPath(config.path)));
  const nearest = above.sort((a, b) => b.config.path.length - a.config.path.length)[0];
  return nearest?.config.rules ?? {};
}

function unknownRule(file: string, { name, range, written }: NamedInConfig): ConfigurationProblem {
  const meant = closestName(name, ruleIds);
  const message =
    meant === undefined
      ? `There is no rule '${name}': use an id that "alembic-ls rules" lists.`
      : `There is no rule '${name}'; did you mean '${meant}'?`;
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const fixes =
    meant === undefined
      ? []
      : [
          {
            title: `Change to ${meant}`,
            edits: [{ range, oldText: written, newText: `${quote}${meant}${quote}` }],
            creates: [],
            isCertain: true as const,
          },
        ];
  return { code: 'workbench-config', severity: 'warning', message, file, range, fixes };
}
