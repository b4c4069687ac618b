import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { projectRoot } from '../fixtures/projectRoot';

/** The names of the lines of the table of threats. */
function linesOfTable(): readonly string[] {
  const text = readFileSync(join(projectRoot, 'SECURITY.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|')[1]?.trim() ?? '');
}

/** The names of all suites, as far as they are written out. */
function suiteNames(): readonly string[] {
  const folder = join(projectRoot, 'test');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/\bsuite\(\s*(['"`])(.*?)\1/g)].map(([, , name = '']) => name);
  });
}

suite('SECURITY.md', () => {
  test('each line of its table is the name of a suite, or the end of one', () => {
    const lines = linesOfTable();
    assert.ok(lines.length > 10, `${lines.length} lines`);
    const suites = suiteNames();
    const missing = lines.filter(
      (line) => !suites.some((name) => name === line || name.endsWith(`: ${line}`)),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(lines, [...new Set(lines)]);
  });
});

suite('no network', () => {
  const folders = ['server', 'client/src'];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/(^|[\\/])(node_modules|dist)[\\/]/.test(name))
      .map((name) => join(folder, name)),
  );

  /** What may touch sockets, and why that is no network. */
  const knownSockets = [
    // A child's pipe is one.
    'client/src/infrastructure/alembic/process/childRun.ts',
    // The editor that started the server may listen on a local one.
    'server/lsp/workspace/clientStreams.ts',
  ];

  test('no source of the product can open a connection', () => {
    const opening = [
      /from '(?:node:)?(?:https?|http2|net|tls|dgram|dns(?:\/promises)?|inspector|undici|ws)'/,
      /\b(?:require|import)\(\s*['"](?:node:)?(?:https?|http2|net|tls|dgram|dns)/,
      /(?<![.\w])fetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\b|\bsendBeacon\b/,
      /\benv\.openExternal\(|\bcreateTelemetryLogger\b/,
    ];
    assert.ok(sources.length > 300, `${sources.length} sources`);
    const found = sources.filter((file) => {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      return opening.some((pattern) => pattern.test(text));
    });
    assert.deepEqual(found.map((file) => file.replaceAll('\\', '/')).sort(), knownSockets);
  });

  test('the server connects to nothing but this machine', () => {
    const text = readFileSync(join(projectRoot, knownSockets[1] ?? ''), 'utf8');
    const targets = [...text.matchAll(/(?<!function )\bconnect\(([^;]*)\)/g)].map(([, target]) => target);
    assert.ok(targets.length > 0);
    for (const target of targets) assert.match(target ?? '', /'127\.0\.0\.1'|^value\)?$/);
  });

  test('nor does the Python that we bring', () => {
    const folder = join(projectRoot, 'client', 'python');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => name.endsWith('.py')).map((name) => join(folder, name));
    assert.ok(files.length > 10);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    assert.doesNotMatch(text, /\b(?:import|from) (?:ssl|urllib\.request|http|requests|ftplib)\b/);
    // The module is imported for the names of its errors.
    assert.doesNotMatch(text, /\bsocket\.(?:socket|create_\w+|getaddrinfo|gethostby\w+)\b/);
  });
});
