import { loadErrorOf } from '../core/project/loadErrorOf';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { Finding, Severity } from '../core/findings/finding';
import { baselineEntryOf } from '../core/rules/engine/fingerprints';
import type { RuleSettings } from '../core/rules/engine/ruleSettings';
import { joinPath, parentPath, plainPath } from '../core/files/paths';
import { gateChange } from '../core/edits/gateChange';
import { orList } from '../core/text/lists';
import { baselineText, readBaseline } from '../core/workbenchConfig/baseline';
import { ruleLevels } from '../core/workbenchConfig/configKeys';
import { isRuleLevel, synonymLevel } from '../core/workbenchConfig/configValues';
import { requireRule } from './commands/rules';
import type { CommandHost } from './host';
import { UsageError } from './host';
import type { EnvironmentSelection } from './selectEnvironments';
import { shownPath, workingDirectory } from './selectEnvironments';

/** Severities by rule of `--rule ID=SEVERITY`. Throws a UsageError for a wrong one. */
export function levelsOf(words: readonly string[]): RuleSettings['rules'] {
  return Object.fromEntries(
    words.map((word) => {
      const [id = '', level, ...more] = word.split('=');
      if (level === undefined || more.length > 0)
        throw new UsageError(
          `'${word}' sets no severity: write the rule and its severity, such as --rule multiple-heads=error.`,
        );
      requireRule(id);
      if (!isRuleLevel(level)) {
        const meant = synonymLevel(level);
        throw new UsageError(
          meant === undefined
            ? `'${level}' is no severity: use ${orList(ruleLevels)}.`
            : `'${level}' is no severity; did you mean '${meant}'?`,
        );
      }
      return [id, level];
    }),
  );
}

/** The fingerprints of the file that `--baseline` names. Throws a UsageError where it is none. */
export function namedBaseline(
  host: CommandHost,
  selection: EnvironmentSelection,
  name: string | undefined,
): readonly string[] | undefined {
  if (name === undefined) return undefined;
  const text = host.fileSystem.readText(joinPath(workingDirectory(host, selection), name));
  if (text === undefined)
    throw new UsageError(`There is no baseline ${name}: write it with --write-baseline --baseline ${name}.`);
  const read = readBaseline(text);
  if (!read) throw new UsageError(`${name} is no baseline: write it again with --write-baseline.`);
  return read;
}

/** Writes findings as the baseline, to the named or else the configured file; gives the message about it. */
export async function writeBaseline(
  host: CommandHost,
  selection: EnvironmentSelection,
  name: string | undefined,
  checked: readonly { readonly snapshot: EnvironmentSnapshot; readonly findings: readonly Finding[] }[],
): Promise<{ readonly ok: boolean; readonly message: string }> {
  const directory = workingDirectory(host, selection);
  const configured = checked.flatMap(({ snapshot }) => snapshot.environment.workbench?.config.baseline ?? []);
  const path = name === undefined ? configured[0] : plainPath(joinPath(directory, name));
  if (path === undefined)
    throw new UsageError(
      'Say where the baseline is to be: name a file with --baseline, or set baseline in [tool.alembic-workbench].',
    );
  const kept = checked.flatMap(({ snapshot, findings }) =>
    findings
      .filter(({ file, severity }) => snapshot.filesByPath.has(file) && isKept(snapshot, severity))
      .map((finding) => baselineEntryOf(snapshot, finding)),
  );
  const all = checked.reduce((sum, { findings }) => sum + findings.length, 0);
  const text = baselineText(kept);
  const before = host.fileSystem.readText(path);
  const change =
    before === undefined
      ? { edits: [], creates: [{ file: path, text }], renames: [] }
      : {
          edits: [
            { file: path, before, edits: [{ range: { start: 0, end: before.length }, newText: text }] },
          ],
          creates: [],
          renames: [],
        };
  const shown = shownPath(host, selection, path);
  const passed = gateChange(change, { folders: [directory, parentPath(path)] }, host.fileSystem);
  const written = !passed.ok || before === text ? passed : await host.write(passed.change);
  if (!written.ok) return { ok: false, message: written.reason };
  const rest = all - kept.length;
  const left =
    rest === 0 ? '' : `, ${String(rest)} left out, because Alembic stops at them or they are in config files`;
  return { ok: true, message: `${String(kept.length)} findings written to ${shown}${left}.` };
}

/** A baseline never hides why Alembic stops. */
function isKept(snapshot: EnvironmentSnapshot, severity: Severity): boolean {
  return severity !== 'error' || loadErrorOf(snapshot) === undefined;
}
