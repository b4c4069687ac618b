// `npm run new-rule -- ID [--history] [--severity S] [--summary "…"] [--under HEADING] [--dry-run]`: the
// files of a new rule. Options of npm itself come before `--`, ours behind it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { isMain, root } from './paths.mjs';
import { runMain, SetupError } from './setup/command.mjs';

const severities = ['error', 'warning', 'information', 'hint', 'off'];

/**
 * Writes rule, test, page, row and registry entry, or prints their names with `dryRun`. Nothing is written if
 * any of it can't be.
 */
export async function newRule(id, { history, severity, summary, under, dryRun }) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new SetupError(`'${id}' is no rule id: write words of small letters and digits, joined by dashes.`);
  if (!severities.includes(severity))
    throw new SetupError(`'${severity}' is no severity: write one of ${severities.join(', ')}.`);
  if (!/^[A-Z].*\.$/.test(summary) || /[|\n]/.test(summary))
    throw new SetupError(
      'The summary has to be one sentence: begin with a capital letter and end with a full stop.',
    );
  const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const rule = { id, name, severity, summary };
  const added = {
    [`server/core/rules/${id}.ts`]: history ? historyRule(rule) : fileRule(rule),
    [`test/core/rules/${name}.test.ts`]: testOf(rule),
    [`docs/rules/${id}.md`]: pageOf(rule),
  };
  for (const path of Object.keys(added))
    if (existsSync(join(root, path)))
      throw new SetupError(`${path} exists already: choose another id than '${id}'.`);
  const changed = {
    'server/core/rules/registry.ts': registered(read('server/core/rules/registry.ts'), rule),
    'docs/rules/README.md': listed(read('docs/rules/README.md'), rule, under),
  };
  const files = await Promise.all(
    Object.entries({ ...added, ...changed }).map(async ([path, text]) => {
      const filepath = join(root, path);
      return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
    }),
  );
  for (const { path, text } of files) {
    if (!dryRun) writeFileSync(join(root, path), text);
    console.log(`${path in added ? 'new' : 'changed'}: ${path}`);
  }
  if (!dryRun)
    console.log("Replace each FIXME, then run 'npm run generate' and 'npm test -- manifest core'.");
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

/**
 * A rule over single files that fires on the id of its own test, so that everything is connected from the
 * start.
 */
function fileRule({ id, name, severity, summary }) {
  return `import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** FIXME: the fault, and what Alembic does with it. */
export const ${name}: Rule = {
  id: '${id}',
  defaultSeverity: '${severity}',
  summary: ${JSON.stringify(summary)},
  checkFile(file) {
    if (file.script?.id !== 'fixme') return [];
    return [
      {
        message: 'FIXME: what is wrong, and what to do next.',
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [],
      },
    ];
  },
};
`;
}

/** The same over the whole history. */
function historyRule({ id, name, severity, summary }) {
  return `import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** FIXME: the fault, and what Alembic does with it. */
export const ${name}: Rule = {
  id: '${id}',
  defaultSeverity: '${severity}',
  summary: ${JSON.stringify(summary)},
  suspects:
    () =>
    ({ script }) =>
      script?.id === 'fixme',
  *check({ suspects }) {
    for (const file of suspects)
      yield {
        message: 'FIXME: what is wrong, and what to do next.',
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [],
      };
  },
};
`;
}

function testOf({ id, severity }) {
  const isOff = severity === 'off';
  return `import { check } from '../check';

suite('rules: ${id}', () => {
  test('FIXME: where it fires', () => {
    check(
      \`
#- /versions/a.py
revision = 'fixme'
#          ^^^^^^^ ${isOff ? 'hint' : severity}[${id}]: FIXME: what is wrong, and what to do next.
down_revision = None
\`,
      ${isOff ? `{ settings: { '${id}': 'hint' } },` : ''}
    );
  });

  test('FIXME: where it stays quiet', () => {
    check(\`
#- /versions/a.py
revision = 'a'
down_revision = None
\`);
  });
});
`;
}

function pageOf({ id, severity, summary }) {
  const other = severity === 'off' ? 'hint' : 'off';
  return `# ${id}

${summary} Default: **${severity}**.

## What is wrong

FIXME: an example in which the rule fires.

\`\`\`python
revision = "fixme"
down_revision = None
\`\`\`

## Why it matters

FIXME: what Alembic does, as a run of the real one showed it.

## Fixes

FIXME: the titles of the fixes and what they change, then what a person can do.

## When it stays quiet

FIXME: the exceptions.

## Changing it

Severity for the project: \`"alembicWorkbench.rules": { "${id}": "${other}" }\` in the settings. One place: \`# alembic: ignore[${id}] -- reason\` at the end of the line. [More on both](README.md#severity-and-ignoring).
`;
}

/** The registry with the rule's import, in the order of ids, and the rule at the end of the list. */
function registered(text, { id, name }) {
  const lines = text.split('\n');
  const isLater = (line) => /^import \{ \w+ \} from '\.\/([\w-]+)';$/.exec(line)?.[1] > id;
  const later = lines.findIndex(isLater);
  const at = later < 0 ? lines.findIndex((line) => line.startsWith('import type')) : later;
  lines.splice(at, 0, `import { ${name} } from './${id}';`);
  const list = lines.findIndex((line) => line.startsWith('export const rules:'));
  const end = lines.indexOf('];', list);
  if (list < 0 || end < 0) throw new SetupError('registry.ts has no list of rules: add the rule by hand.');
  lines.splice(end, 0, `  ${name},`);
  return lines.join('\n');
}

/** The table of rules under a heading, with the rule's row at its end. */
function listed(text, { id, severity, summary }, heading) {
  const lines = text.split('\n');
  const start = lines.indexOf(`## ${heading}`);
  const headings = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
  if (start < 0)
    throw new SetupError(`docs/rules/README.md has no heading '${heading}': ${headings.join(', ')}.`);
  const table = lines.findIndex((line, index) => index > start && line.startsWith('|'));
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  if (table < 0 || (next >= 0 && table > next))
    throw new SetupError(`There is no table of rules under '${heading}' in docs/rules/README.md.`);
  const length = lines.slice(table).findIndex((line) => !line.startsWith('|'));
  lines.splice(table + length, 0, `| [${id}](${id}.md) | ${severity} | ${summary} |`);
  return lines.join('\n');
}

if (isMain(import.meta))
  await runMain(async () => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        history: { type: 'boolean', default: false },
        severity: { type: 'string', default: 'warning' },
        summary: { type: 'string', default: 'FIXME.' },
        under: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    if (positionals.length !== 1)
      throw new SetupError(
        "Name one rule: npm run new-rule -- some-rule --summary 'A revision does something wrong.'",
      );
    const { 'dry-run': dryRun, under = values.history ? 'The chain' : 'The files', ...rest } = values;
    await newRule(positionals[0], { ...rest, under, dryRun });
  });
