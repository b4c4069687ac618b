import type { Environment, EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { rules } from './registry';
import type { FileRule, HistoryRule, RuleFinding } from './rule';

/** What one file gives reason for by itself. Most files give none. */
export interface FileVerdict {
  /** What the rules say that look at single files, with its severity by default. */
  readonly findings: readonly { readonly rule: FileRule; readonly finding: RuleFinding }[];
  /** The rules that have to look at the file. */
  readonly suspectedBy: readonly HistoryRule[];
  readonly hasIgnoreComments: boolean;
}

/** What was said of the files of an earlier snapshot, in the order of its files. */
export interface EarlierVerdicts {
  readonly snapshot: EnvironmentSnapshot;
  readonly verdicts: readonly FileVerdict[];
}

/** Looks at every file that was not looked at before. Yields now and then. */
export function* judgeFiles(
  snapshot: EnvironmentSnapshot,
  earlier: EarlierVerdicts | undefined,
): Generator<void, readonly FileVerdict[], void> {
  const { environment, files } = snapshot;
  const before = earlier?.snapshot.environment === environment ? earlier : undefined;
  const known = before?.snapshot.files.length === files.length ? undefined : verdictsByFile(before);
  const judge = judgeBy(environment);
  const verdicts: FileVerdict[] = [];
  for (let place = 0; place < files.length; place++) {
    const file = files[place];
    if (!file) continue;
    const same = before?.snapshot.files[place] === file ? before.verdicts[place] : known?.get(file);
    verdicts.push(same ?? judge(file));
    if (!same && verdicts.length % filesPerStep === 0) yield;
  }
  return verdicts;
}

const filesPerStep = 50;

const nothing: FileVerdict = { findings: [], suspectedBy: [], hasIgnoreComments: false };

function verdictsByFile(earlier: EarlierVerdicts | undefined): ReadonlyMap<RevisionFile, FileVerdict> {
  const known = new Map<RevisionFile, FileVerdict>();
  earlier?.snapshot.files.forEach((file, place) => known.set(file, earlier.verdicts[place] ?? nothing));
  return known;
}

function judgeBy(environment: Environment): (file: RevisionFile) => FileVerdict {
  const tests = rules.flatMap((rule) =>
    'check' in rule && rule.suspects ? [{ rule, suspects: rule.suspects(environment) }] : [],
  );
  return (file) => {
    let findings: FileVerdict['findings'][number][] | undefined;
    for (const rule of fileRules)
      for (const finding of rule.checkFile(file)) (findings ??= []).push({ rule, finding });
    let suspectedBy: HistoryRule[] | undefined;
    for (const { rule, suspects } of tests) if (suspects(file)) (suspectedBy ??= []).push(rule);
    const hasIgnoreComments = (file.reading.ignoreComments?.length ?? 0) > 0;
    if (!findings && !suspectedBy && !hasIgnoreComments) return nothing;
    return { findings: findings ?? [], suspectedBy: suspectedBy ?? [], hasIgnoreComments };
  };
}

const fileRules = rules.filter((rule): rule is FileRule => 'checkFile' in rule);
