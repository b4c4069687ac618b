import type { CheckedEnvironment, CheckedProject } from '../core/answers/checkAnswer';
import { allFindings, checkAnswer } from '../core/answers/checkAnswer';
import type { DetailSources } from '../core/answers/detailedFindings';
import { detailedFindings, fixEdits } from '../core/answers/detailedFindings';
import { editContextOf } from '../core/features/editContextOf';
import { joinPath } from '../core/files/paths';
import type { CheckSummary } from '../core/findings/checkSummary';
import { countRules } from '../core/findings/checkSummary';
import type { CheckFinding } from '../core/findings/detailedFinding';
import type { Finding } from '../core/findings/finding';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { CheckFormatName } from '../core/render/check/checkFormatNames';
import { checkFormats } from '../core/render/check/checkFormats';
import { closingLine } from '../core/render/check/closingLine';
import { findingLine } from '../core/render/findingLine';
import { sourceFrame } from '../core/render/sourceFrame';
import { listedRules } from '../core/rules/engine/ruleList';
import { endOfLine, startOfLine } from '../core/text/textLines';
import { changeBounds } from './changeReport';
import { pathInCheckout } from './ciVariables';
import type { CommandHost } from './host';
import { UsageError } from './host';
import { jsonText } from './jsonText';
import type { CommonOptions } from './report';
import { describeEnvironment, heading, severityStyle } from './report';
import { shownPath, workingDirectory } from './selectEnvironments';

/** How a check is reported. */
export interface CheckReportOptions extends CommonOptions {
  /** Counts by rule in place of findings. */
  readonly statistics?: boolean;
  readonly format?: 'text' | 'json' | CheckFormatName;
  /** The file that the report is written to. */
  readonly output?: string;
}

/** A check with everything that its report shows. */
export interface CheckOutcome extends CheckedProject {
  readonly summary: CheckSummary;
  /** Of this program. */
  readonly version: string;
  /** The branch of CI with which nothing could be compared. */
  readonly notCompared: string | undefined;
}

/** Prints the report, or writes it to a file with the text on the terminal beside it. */
export async function tellCheck(
  host: CommandHost,
  options: CheckReportOptions,
  outcome: CheckOutcome,
): Promise<void> {
  if (options.output === undefined) {
    host.print(await reportOf(host, options, outcome));
    return;
  }
  const path = joinPath(workingDirectory(host, options), options.output);
  const plain = { ...host, colours: false, isTerminal: false };
  const failure = await host.writeOutput(path, await reportOf(plain, options, outcome));
  if (failure !== undefined)
    throw new UsageError(`The report can't be written to ${options.output} (${failure}): name another file.`);
  host.print(textOf(host, options, outcome));
}

async function reportOf(
  host: CommandHost,
  options: CheckReportOptions,
  outcome: CheckOutcome,
): Promise<string> {
  if (options.json) return await jsonOf(host, options, outcome);
  const { format = 'text' } = options;
  if (format === 'text' || format === 'json') return textOf(host, options, outcome);
  const { checked, inConfig, version } = outcome;
  const sources = sourcesInCheckout(host, options, version);
  const findings = [
    ...detailedFindings(undefined, inConfig, sources(undefined)).map((each) => ({ ...each, edits: [] })),
    ...checked.flatMap((each) => ciFindings(host, options, each, sources(each.snapshot))),
  ];
  const pages = format === 'sarif' ? await host.rulePages() : new Map<string, string>();
  return checkFormats[format]({ findings, rules: listedRules, pages, version, summary: lineOf(outcome) });
}

/** The most findings whose fixes are worked out for a report. */
const mostWithEdits = 200;

/** Findings as the reports of CI have them, silenced ones last. */
function ciFindings(
  host: CommandHost,
  options: CheckReportOptions,
  { snapshot, findings, silenced }: CheckedEnvironment,
  sources: DetailSources,
): readonly CheckFinding[] {
  const gate = {
    context: editContextOf(host.editing, host.fileSystem, snapshot),
    bounds: changeBounds(host, options, snapshot.environment.configuration),
    files: host.fileSystem,
  };
  const editsOf = (finding: Finding | undefined, at: number): CheckFinding['edits'] =>
    finding === undefined || options.format !== 'sarif' || at >= mostWithEdits
      ? []
      : fixEdits(snapshot, finding, sources, gate);
  const told = detailedFindings(snapshot, findings, sources).map((finding, at) => ({
    ...finding,
    edits: editsOf(findings[at], at),
  }));
  if (options.format !== 'sarif') return told;
  const untold = silenced.map(({ finding }) => finding);
  const rest = detailedFindings(snapshot, untold, sources).map((finding, at): CheckFinding => {
    const by = silenced[at]?.by;
    return { ...finding, edits: [], ...(by && { silencedBy: by }) };
  });
  return [...told, ...rest];
}

async function jsonOf(
  host: CommandHost,
  options: CheckReportOptions,
  outcome: CheckOutcome,
): Promise<string> {
  const described = await Promise.all(
    outcome.checked.map(({ snapshot }) => describeEnvironment(host, options, snapshot)),
  );
  const sources = sourcesOf(host, options, outcome.version);
  const answer = checkAnswer(
    outcome,
    described,
    outcome.summary,
    (snapshot, findings) => detailedFindings(snapshot, findings, sources(snapshot)),
    options.statistics,
  );
  const { notCompared } = outcome;
  return jsonText({ ...answer, ...(notCompared !== undefined && { notCompared }) });
}

function textOf(host: CommandHost, options: CheckReportOptions, outcome: CheckOutcome): string {
  const { checked, inConfig, version } = outcome;
  const style = severityStyle(host);
  const sources = sourcesOf(host, options, version);
  const lines: string[] = [];
  const add = (snapshot: EnvironmentSnapshot | undefined, findings: readonly Finding[]): void => {
    const found = sources(snapshot);
    for (const [at, finding] of detailedFindings(snapshot, findings, found).entries()) {
      lines.push(findingLine(finding, style));
      const place = host.isTerminal ? findings[at] : undefined;
      if (place)
        lines.push(...sourceFrame(lineAt(found.textOf(place.file) ?? '', place.range.start), finding.range));
    }
  };
  if (options.statistics) {
    for (const { count, severity, code } of countRules(allFindings(outcome)))
      lines.push(`${String(count).padStart(5)}  ${style(severity.padEnd(11), severity)}  ${code}`);
  } else {
    add(undefined, inConfig);
    for (const { snapshot, findings } of checked) {
      if (checked.length > 1 && findings.length > 0) lines.push(heading(host, options, snapshot));
      add(snapshot, findings);
    }
  }
  return [...lines, lineOf(outcome)].map((line) => `${line}\n`).join('');
}

/** The line that holds an offset. */
function lineAt(text: string, offset: number): string {
  return text.slice(startOfLine(text, offset), endOfLine(text, offset));
}

function lineOf({ summary, notCompared }: CheckOutcome): string {
  return closingLine(summary, notCompared);
}

type Sources = (snapshot: EnvironmentSnapshot | undefined) => DetailSources;

function sourcesOf(host: CommandHost, options: CommonOptions, version: string): Sources {
  return (snapshot) => ({
    version,
    textOf: (file) => snapshot?.filesByPath.get(file)?.readText() ?? host.fileSystem.readText(file),
    shownPath: (file) => shownPath(host, options, file),
  });
}

/** The same with the paths that a CI service knows: relative to the root of its checkout. */
function sourcesInCheckout(host: CommandHost, options: CommonOptions, version: string): Sources {
  const usual = sourcesOf(host, options, version);
  return (snapshot) => ({
    ...usual(snapshot),
    shownPath: (file) => pathInCheckout(host.ci, file) ?? shownPath(host, options, file),
  });
}
