import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import type { Finding } from '../../findings/finding';
import type { SilencedFinding } from '../../findings/silencedFinding';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { loadErrorOf } from '../../project/loadErrorOf';
import { closestName } from '../../text/closestName';
import { baselineFingerprint } from '../../workbenchConfig/baseline';
import { baselineEntryOf } from './fingerprints';
import type { RuleSettings } from './ruleSettings';

/** The findings without those that `per-revision-ignore` or the baseline silence, and these. */
export function withoutSilenced(
  snapshot: EnvironmentSnapshot,
  findings: readonly Finding[],
  settings: RuleSettings,
): { readonly told: readonly Finding[]; readonly silenced: readonly SilencedFinding[] } {
  const { workbench } = snapshot.environment;
  const ignored = new Map(Object.entries(workbench?.config.perRevisionIgnore ?? {}));
  const isKnown = knownTo(snapshot, settings.baseline ?? workbench?.baseline ?? []);
  const told: Finding[] = [];
  const silenced: SilencedFinding[] = [];
  for (const finding of findings) {
    const id = snapshot.filesByPath.get(finding.file)?.script?.id;
    if (id !== undefined && ignored.get(id)?.includes(finding.code))
      silenced.push({ finding, by: 'configuration' });
    else if (isKnown(finding)) silenced.push({ finding, by: 'baseline' });
    else told.push(finding);
  }
  return { told, silenced };
}

/** Whether a baseline knows a finding. Where Alembic can't load the files, errors are told all the same. */
function knownTo(snapshot: EnvironmentSnapshot, baseline: readonly string[]): (finding: Finding) => boolean {
  if (baseline.length === 0) return () => false;
  const known = new Set(baseline);
  const isLoaded = loadErrorOf(snapshot) === undefined;
  return (finding) =>
    (isLoaded || finding.severity !== 'error') &&
    known.has(baselineFingerprint(baselineEntryOf(snapshot, finding)));
}

/** The most unknown revisions that are told. */
const mostUnknown = 50;

/** Revisions that the workbench configuration names and that do not exist. */
export function unknownRevisionsOf(snapshot: EnvironmentSnapshot): readonly ConfigurationProblem[] {
  const { workbench } = snapshot.environment;
  if (!workbench || workbench.revisions.length === 0) return [];
  const ids = [...snapshot.map.revisions.keys()];
  const file = workbench.config.path;
  return workbench.revisions
    .filter(({ name }) => !snapshot.map.revisions.has(name))
    .slice(0, mostUnknown)
    .map(({ name, range }): ConfigurationProblem => {
      const meant = ids.find((id) => id.startsWith(name)) ?? closestName(name, ids);
      const advice =
        meant === undefined
          ? ': write the whole id of a revision, or remove it.'
          : `; did you mean '${meant}'?`;
      const message = `No revision has the id '${name}'${advice}`;
      return { code: 'workbench-config', severity: 'warning', message, file, range, fixes: [] };
    });
}
