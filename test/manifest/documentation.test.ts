import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationProblemCodes } from '../../server/core/config/configurationProblems';
import { rules, rulesAboutComments } from '../../server/core/rules/registry';
import { projectRoot } from '../fixtures/projectRoot';
import { manifest, readProjectFile } from './manifest';

const allRules: readonly {
  readonly id: string;
  readonly summary: string;
  readonly defaultSeverity?: string;
}[] = [
  ...rules,
  ...rulesAboutComments,
  // Their severity depends on the option; the page names the usual one.
  ...Object.entries(configurationProblemCodes).map(([id, summary]) => ({ id, summary })),
];
const pages = readdirSync(`${projectRoot}/docs/rules`)
  .filter((name) => name !== 'README.md')
  .map((name) => name.replace(/\.md$/, ''));

suite('documentation: rules', () => {
  const index = new Map(
    [
      ...readProjectFile('docs/rules/README.md').matchAll(
        /^\| \[([\w-]+)\]\(([\w-]+)\.md\)\s*\| (\w+)\s*\| (.*?)\s*\|$/gm,
      ),
    ].map(([, id, target, severity, summary]) => [id ?? '', { target, severity, summary }] as const),
  );

  test('every rule has a page and a row, and no page is without its rule', () => {
    const ids = allRules.map(({ id }) => id).sort();
    assert.deepEqual([...pages].sort(), ids);
    assert.deepEqual([...index.keys()].sort(), ids);
  });

  test('every rule fires in a fixture', () => {
    const fixtures = readdirSync(`${projectRoot}/test/core/rules`)
      .map((name) => readProjectFile(`test/core/rules/${name}`))
      .join('\n');
    const silent = [...rules, ...rulesAboutComments]
      .map(({ id }) => id)
      .filter((id) => !new RegExp(`(error|warning|information|hint)\\[${id}\\]: `).test(fixtures));
    assert.deepEqual(silent, []);
  });

  for (const { id, defaultSeverity, summary } of allRules)
    test(`${id} is documented as it is`, () => {
      const row = index.get(id);
      const severity = defaultSeverity ?? row?.severity ?? '';
      assert.match(severity, /^(error|warning|information|hint|off)$/);
      assert.deepEqual(row, { target: id, severity, summary });
      const page = readProjectFile(`docs/rules/${id}.md`);
      assert.ok(page.startsWith(`# ${id}\n`));
      const opening = page.split('\n')[2] ?? '';
      assert.equal(
        opening.replaceAll('`', '').replace(/\(\) function/, ' function'),
        `${summary} Default: **${severity}**.`,
      );
      for (const heading of [
        'What is wrong',
        'Why it matters',
        'Fixes',
        'When it stays quiet',
        'Changing it',
      ])
        assert.ok(page.includes(`\n## ${heading}\n`), `There is no '${heading}'.`);
      assert.ok(page.includes(`"alembicWorkbench.rules": { "${id}": `));
      assert.ok(!page.includes('FIXME'), 'The page is not written yet.');
    });
});

suite('documentation: the project', () => {
  test('the changelog begins with the version of both packages', () => {
    const newest = /^## \[(\d+\.\d+\.\d+)\]/m.exec(readProjectFile('CHANGELOG.md'))?.[1];
    const server = JSON.parse(readProjectFile('server/package.json')) as { readonly version: string };
    assert.equal(newest, manifest.version);
    assert.equal(server.version, manifest.version);
  });

  test('every command is described', () => {
    const text = markdownFiles().map(readProjectFile).join('\n');
    const missing = manifest.contributes.commands
      .map(({ title }) => title.replace(/…$/, ''))
      .filter((title) => !text.includes(title));
    assert.deepEqual(missing, []);
  });

  test('every setting is described', () => {
    const text = markdownFiles().map(readProjectFile).join('\n');
    const missing = manifest.contributes.configuration
      .flatMap(({ properties }) => Object.keys(properties))
      .filter((id) => !text.includes(`\`${id}\``) && !text.includes(`"${id}"`));
    assert.deepEqual(missing, []);
  });

  test('the table of commands is that of the manifest', () => {
    const cells = firstTable('docs/commands.md').map(([names]) => names ?? '');
    const listed = cells.flatMap((names) => names.split(', '));
    const declared = manifest.contributes.commands.map(({ title }) => title);
    assert.deepEqual([...listed].sort(), [...declared].sort());
  });

  test('the table of settings is that of the manifest', () => {
    const listed = firstTable('docs/settings.md').map(([id, value]) => `${id ?? ''} ${value ?? ''}`);
    const declared = manifest.contributes.configuration
      .flatMap(({ properties }) => Object.entries(properties))
      .map(([id, { default: value }]) => `\`${id}\` ${value === '' ? 'empty' : `\`${asText(value)}\``}`);
    assert.deepEqual([...listed].sort(), [...declared].sort());
  });

  test('the map names every room of core, and no folder or file that is gone', () => {
    const pages = [
      'ARCHITECTURE.md',
      ...markdownFiles().filter((file) => file.startsWith(join('docs', 'architecture'))),
    ];
    const named = pages.flatMap((page) =>
      [...readProjectFile(page).matchAll(/`((?:server|client|test|scripts|docs)\/[\w/.-]+)`/g)].map(
        ([, path]) => path ?? '',
      ),
    );
    assert.deepEqual(
      named.filter((path) => !existsSync(`${projectRoot}/${path}`)),
      [],
    );
    const rooms = readdirSync(`${projectRoot}/server/core`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const floors = [...readProjectFile('ARCHITECTURE.md').matchAll(/^\| \d* +\| `(\w+)`/gm)];
    assert.deepEqual(floors.map(([, room]) => room).sort(), rooms.sort());
  });

  test('links between documents lead somewhere', () => {
    const broken = markdownFiles().flatMap((file) =>
      linksIn(readProjectFile(file))
        .filter((link) => !leadsSomewhere(file, link))
        .map((link) => `${file}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });
});

/** The rows of the first table of a page, the cells of each. */
function firstTable(page: string): readonly (readonly string[])[] {
  const lines = readProjectFile(page).split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const rows = lines.slice(start, end);
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The documents of the project, relative to its root. */
function markdownFiles(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    existsSync(`${projectRoot}/${folder}`)
      ? readdirSync(`${projectRoot}/${folder}`, { recursive: true, encoding: 'utf8' }).map((name) =>
          join(folder, name),
        )
      : [];
  const top = readdirSync(projectRoot).filter((name) => statSync(`${projectRoot}/${name}`).isFile());
  return [...top, 'server/README.md', ...below('docs'), ...below('walkthrough')].filter(
    (name) => name.endsWith('.md') && existsSync(`${projectRoot}/${name}`),
  );
}

/** Targets of links and images outside of code, those to other sites left out. */
function linksIn(markdown: string): readonly string[] {
  const text = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)|<(?:img|a)[^>]*(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(`${projectRoot}/${target}`)) return false;
  if (anchor === undefined) return true;
  const headings = [...readProjectFile(target).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return headings.includes(anchor);
}
