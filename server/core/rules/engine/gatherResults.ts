import type { RevisionFile } from '../../project/environmentSnapshot';
import type { FileResult } from './fileResults';
import type { HistoryRule } from './rule';

/** What single files give reason for, of all files together and in load order. */
export interface GatheredResults {
  readonly suspects: ReadonlyMap<HistoryRule, readonly RevisionFile[]>;
  /** Files with ignore comments. */
  readonly commented: readonly RevisionFile[];
  /** What the rules say that look at single files. */
  readonly findings: readonly FileResult['findings'][number][];
}

/** Files with what each gives reason for. */
export interface JudgedFiles {
  readonly files: readonly RevisionFile[];
  readonly verdicts: readonly (FileResult | undefined)[];
}

/** What was gathered before, and the places whose files are others now. */
export interface EarlierGathering extends JudgedFiles {
  readonly gathered: GatheredResults;
  readonly replaced: readonly number[];
}

/**
 * Gathers the verdicts of all files. Where a few files have other texts and give the same reasons, what was
 * gathered before is kept.
 */
export function gatherResults(judged: JudgedFiles, earlier: EarlierGathering | undefined): GatheredResults {
  return (earlier && gatherAgain(judged, earlier)) ?? gatherAll(judged);
}

function gatherAll({ files, verdicts }: JudgedFiles): GatheredResults {
  const suspects = new Map<HistoryRule, RevisionFile[]>();
  const commented: RevisionFile[] = [];
  const findings: FileResult['findings'][number][] = [];
  for (let place = 0; place < files.length; place++) {
    const verdict = verdicts[place];
    const file = verdict && files[place];
    if (!file) continue;
    for (const rule of verdict.suspectedBy) {
      const own = suspects.get(rule);
      if (own) own.push(file);
      else suspects.set(rule, [file]);
    }
    if (verdict.hasIgnoreComments) commented.push(file);
    findings.push(...verdict.findings);
  }
  return { suspects, commented, findings };
}

/** More files than this are gathered from the beginning. */
const mostReplaced = 10;

/** The same with other files, of which no more and no less is to be said; undefined for any other. */
function gatherAgain(
  { files, verdicts }: JudgedFiles,
  earlier: EarlierGathering,
): GatheredResults | undefined {
  if (earlier.replaced.length > mostReplaced) return undefined;
  const others = new Map<RevisionFile, RevisionFile>();
  const concerned = new Set<HistoryRule>();
  for (const place of earlier.replaced) {
    const [file, before, verdict] = [files[place], earlier.files[place], verdicts[place]];
    if (!file || !before || !saysTheSame(verdict, earlier.verdicts[place])) return undefined;
    if (!verdict) continue;
    others.set(before, file);
    for (const rule of verdict.suspectedBy) concerned.add(rule);
  }
  const { gathered } = earlier;
  if (concerned.size === 0) return gathered;
  const suspects = new Map(gathered.suspects);
  for (const rule of concerned)
    suspects.set(rule, gathered.suspects.get(rule)?.map((file) => others.get(file) ?? file) ?? []);
  return { ...gathered, suspects };
}

/** Whether two verdicts name the same suspicions, and nothing that belongs to one text alone. */
function saysTheSame(one: FileResult | undefined, other: FileResult | undefined): boolean {
  if (!one || !other) return one === other;
  const isPlain = ({ findings, hasIgnoreComments }: FileResult): boolean =>
    findings.length === 0 && !hasIgnoreComments;
  return (
    isPlain(one) &&
    isPlain(other) &&
    one.suspectedBy.length === other.suspectedBy.length &&
    one.suspectedBy.every((rule, at) => rule === other.suspectedBy[at])
  );
}
