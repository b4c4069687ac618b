import { visibleText } from '../../text/visibleText';
import type { CheckFinding } from '../../findings/detailedFinding';
import type { CheckReport } from './checkReport';

/** A JUnit report: a test case for each finding, or one that passed where there is none. */
export function junitFormat({ findings, summary }: CheckReport): string {
  const count = String(findings.length);
  const tests = String(Math.max(1, findings.length));
  const cases =
    findings.length > 0
      ? findings.map(caseOf)
      : [`    <testcase classname="alembic-ls" name="${attribute(summary)}"/>`];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="alembic-ls check" tests="${tests}" failures="${count}" errors="0">`,
    `  <testsuite name="alembic-ls check" tests="${tests}" failures="${count}" errors="0" skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf({ code, severity, message, file, range: { start } }: CheckFinding): string {
  const place = `${file}:${String(start.line + 1)}:${String(start.character + 1)}`;
  const failure = `<failure type="${severity}" message="${attribute(message)}">${attribute(place)}</failure>`;
  const name = attribute(`${code} ${place}`);
  const line = String(start.line + 1);
  return `    <testcase classname="${attribute(file)}" name="${name}" file="${attribute(file)}" line="${line}">${failure}</testcase>`;
}

/** Control characters are none that XML could hold. */
function attribute(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\p{Surrogate}|[\uFFFE\uFFFF]/gu, '\uFFFD');
}
