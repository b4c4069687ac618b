import type { Environment, EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { rules } from '../registry';
import type { Memoize } from './memoize';
import type { FileRule, HistoryRule, Rule, RuleFinding } from './rule';
import { ruleFailure } from './ruleFailure';

/** What one file gives reason for by itself. Most files give none. */
export interface FileResult {
  /** What the rules say that look at single files, with its severity by default. */
  readonly findings: readonly { readonly rule: Rule; readonly finding: RuleFinding }[];
  /** The rules that have to look at the file. */
  readonly suspectedBy: readonly HistoryRule[];
  readonly hasIgnoreComments: boolean;
}

/** What was said of all files of a snapshot. */
export interface CheckedFiles {
  /** In the order of the snapshot's files; undefined for a file that gives no reason for anything. */
  readonly verdicts: readonly (FileResult | undefined)[];
  /** The places of the files that were looked at now; undefined where places are not those of before. */
  readonly looked: readonly number[] | undefined;
}

/** What was said of the files of an earlier snapshot, in the order of its files. */
export interface EarlierResults {
  readonly snapshot: EnvironmentSnapshot;
  readonly verdicts: readonly (FileResult | undefined)[];
}

/** Looks at every file that was not looked at before. Yields now and then. */
export function* checkFiles(
  snapshot: EnvironmentSnapshot,
  earlier: EarlierResults | undefined,
  remember: Memoize,
): Generator<void, CheckedFiles, void> {
  const { environment, files } = snapshot;
  const before = earlier?.snapshot.environment === environment ? earlier : undefined;
  const judge = remember(judgeBy, environment);
  const { verdicts, judged } = verdictsFor(files, before);
  const looked = placesThatDiffer(files, judged);
  for (const [at, place] of looked.entries()) {
    const file = files[place];
    if (file) verdicts[place] = judge(file);
    if (at % filesPerStep === filesPerStep - 1) yield;
  }
  return { verdicts, looked: before?.snapshot.files.length === files.length ? looked : undefined };
}

function placesThatDiffer<Item>(
  items: readonly Item[],
  others: readonly (Item | undefined)[],
): readonly number[] {
  const places: number[] = [];
  for (let place = 0; place < items.length; place++) if (items[place] !== others[place]) places.push(place);
  return places;
}

const filesPerStep = 50;

interface KnownVerdicts {
  readonly verdicts: (FileResult | undefined)[];
  /** By place, the file that the verdict there is about. */
  readonly judged: readonly (RevisionFile | undefined)[];
}

/** What is known already of the files of a snapshot. */
function verdictsFor(files: readonly RevisionFile[], before: EarlierResults | undefined): KnownVerdicts {
  if (!before) return { verdicts: files.map(() => undefined), judged: [] };
  const earlier = before.snapshot.files;
  if (earlier.length === files.length) return { verdicts: before.verdicts.slice(), judged: earlier };
  const places = new Map(earlier.map((file, place) => [file, place]));
  return {
    verdicts: files.map((file) => before.verdicts[places.get(file) ?? -1]),
    judged: files.map((file) => (places.has(file) ? file : undefined)),
  };
}

function judgeBy(environment: Environment): (file: RevisionFile) => FileResult | undefined {
  const tests = rules.flatMap((rule) =>
    'check' in rule && rule.suspects ? [{ rule, suspects: rule.suspects(environment) }] : [],
  );
  return (file) => {
    let findings: FileResult['findings'][number][] | undefined;
    const note = (rule: Rule, finding: RuleFinding): void => void (findings ??= []).push({ rule, finding });
    for (const rule of fileRules)
      try {
        for (const finding of rule.checkFile(file)) note(rule, finding);
      } catch (error) {
        note(rule, ruleFailure(rule, file.path, error));
      }
    let suspectedBy: HistoryRule[] | undefined;
    for (const { rule, suspects } of tests)
      try {
        if (suspects(file)) (suspectedBy ??= []).push(rule);
      } catch (error) {
        note(rule, ruleFailure(rule, file.path, error));
      }
    const hasIgnoreComments = (file.reading.ignoreComments?.length ?? 0) > 0;
    if (!findings && !suspectedBy && !hasIgnoreComments) return undefined;
    return { findings: findings ?? [], suspectedBy: suspectedBy ?? [], hasIgnoreComments };
  };
}

const fileRules = rules.filter((rule): rule is FileRule => 'checkFile' in rule);
