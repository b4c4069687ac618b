import assert from 'node:assert/strict';
import type { AlembicConfiguration } from '../../server/core/config/alembicConfiguration';
import type { Finding } from '../../server/core/findings/finding';
import type { GitFacts } from '../../server/core/rules/engine/gitFacts';
import type { UnseenModel } from '../../server/core/models/unseenModels';
import type { AppliedFacts } from '../../server/core/rules/engine/ruleFacts';
import type { RuleSettings } from '../../server/core/rules/engine/ruleSettings';
import { runRules } from '../../server/core/rules/engine/runRules';
import type { SyntaxFacts } from '../../server/core/rules/engine/syntaxFacts';
import { LineIndex } from '../../server/core/text/lineIndex';
import { readFixture } from './fixtureText';
import type { Expectation, FixtureFile } from './fixtureText';
import { snapshotOf } from './snapshotOf';

/** Runs all rules on a fixture and compares everything that they say with what is written under the lines. */
export function check(source: string, options: CheckOptions = {}): readonly Finding[] {
  const fixture = readFixture(source);
  const findings = findingsOf(fixture.files, options);
  assert.equal(render(fixture.files, remarksOf(findings)), render(fixture.files, fixture.expected));
  return findings;
}

export interface CheckOptions {
  readonly settings?: RuleSettings['rules'];
  readonly git?: GitFacts;
  readonly syntax?: SyntaxFacts;
  readonly unseenModels?: readonly UnseenModel[];
  readonly applied?: AppliedFacts;
  readonly configuration?: Partial<AlembicConfiguration>;
}

function findingsOf(files: readonly FixtureFile[], options: CheckOptions): readonly Finding[] {
  const snapshot = snapshotOf(files, options.configuration);
  return runRules(snapshot, { rules: options.settings ?? {} }, options);
}

function remarksOf(findings: readonly Finding[]): readonly Expectation[] {
  return findings.map(({ file, range, severity, code, message }) => ({
    file,
    start: range.start,
    end: range.end,
    text: `${severity}[${code}]: ${message}`,
  }));
}

/** The files with their remarks, in the form of a fixture, so that a difference can be copied. */
function render(files: readonly FixtureFile[], remarks: readonly Expectation[]): string {
  const elsewhere = remarks.filter((remark) => !files.some((file) => file.path === remark.file));
  return [
    ...files.map((file) =>
      renderFile(
        file,
        remarks.filter((remark) => remark.file === file.path),
      ),
    ),
    ...elsewhere.map((remark) => `${remark.file}: ${remark.text}\n`),
  ].join('');
}

function renderFile(file: FixtureFile, remarks: readonly Expectation[]): string {
  const lines = new LineIndex(file.text);
  const shown = file.text.length - file.appended;
  const isWhole = remarks.some((remark) => remark.start > shown);
  const ordered = [...remarks].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1),
  );
  const text = (isWhole ? file.text : file.text.slice(0, shown)).replace(/\n$/, '').split('\n');
  const marked = text.flatMap((line, number) => [
    line,
    ...ordered
      .filter((remark) => lines.at(remark.start).line === number)
      .map((remark) => mark(lines, remark)),
  ]);
  return `#- ${file.path}\n${marked.join('\n')}\n`;
}

function mark(lines: LineIndex, remark: Expectation): string {
  const column = lines.at(remark.start).character;
  const carets = remark.end > remark.start ? '^'.repeat(remark.end - remark.start) : '|';
  return `${column === 0 ? '' : '#'.padEnd(column)}${carets} ${remark.text}`;
}
