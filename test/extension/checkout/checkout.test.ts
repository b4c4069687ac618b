import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { extensions, languages, workspace } from 'vscode';
import { revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { GitRepository } from '../../fixtures/gitRepository';
import { historyRows } from '../../fixtures/historyView';
import { revisionFile } from '../../fixtures/revisionFile';
import { sayInReport } from '../../fixtures/sayInReport';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

const revisions = 1000;
/**
 * What the other branch does to the history: edits these, deletes those after them, and goes on from there.
 */
const edited = { from: 700, count: 200 };
const deleted = { from: 950, count: 50 };
const added = 50;

/** Longer than a pause between two file events. */
const quietMilliseconds = 3000;

/**
 * When VS Code told of a Python file for the last time; 0 where it has not yet. Of many that are written at
 * once it may tell none.
 */
let lastEvent = 0;

suite('a checkout in a repository of a thousand revisions', () => {
  let repository: GitRepository;

  suiteSetup(() => {
    write('migrations/env.py', '');
    write('migrations/script.py.mako', revisionTemplate);
    for (let number = 0; number < revisions; number++)
      write(fileOf(number), revisionFile(idOf(number), number > 0 ? idOf(number - 1) : undefined));
    write('alembic.ini', '[alembic]\nscript_location = %(here)s/migrations\n');
    const watcher = workspace.createFileSystemWatcher('**/*.py');
    for (const on of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      on(() => (lastEvent = Date.now()));
    repository = GitRepository.around(folder);
    repository.commit({}, 'the history');
    repository.git('checkout', '--quiet', '-b', 'feature');
    for (let number = edited.from; number < edited.from + edited.count; number++) {
      const parent = number === edited.from ? 'nowhere' : idOf(number - 1);
      write(fileOf(number), revisionFile(idOf(number), parent).replace('pass', 'print()'));
    }
    for (let number = deleted.from; number < deleted.from + deleted.count; number++)
      rmSync(join(folder, fileOf(number)));
    for (let number = 0; number < added; number++) {
      const parent = number === 0 ? idOf(deleted.from - 1) : `new${number - 1}`;
      write(`migrations/versions/new${number}.py`, revisionFile(`new${number}`, parent));
    }
    repository.commit({}, 'another line');
    repository.git('checkout', '--quiet', 'main');
  });

  test('leaves no stale diagnostic, back and forth', async function () {
    // Four check-outs, and what it takes until each is quiet.
    this.timeout(600_000);
    await historyRows('all are read', (rows) => rows.length > 0);
    await watcherReady();
    const times: number[] = [];
    for (const branch of ['feature', 'main', 'feature', 'main']) {
      times.push(await checkOut(repository, branch));
      assert.equal(shown().length > 0, branch === 'feature');
    }
    const seconds = times.map((time) => (time / 1000).toFixed(1));
    sayInReport(`settled ${seconds.join(', ')} seconds after the last file event`);
  });
});

/**
 * Checks a branch out and waits until the editor shows what a fresh look gives: one stale diagnostic, and it
 * never does. When no event comes any more it has to be so still. Gives the milliseconds from the last file
 * event until it was so.
 */
async function checkOut(repository: GitRepository, branch: string): Promise<number> {
  lastEvent = 0;
  repository.git('checkout', '--quiet', branch);
  const fresh = await freshLook();
  const { at: settled } = await eventually(
    'the editor shows what a fresh look gives',
    () => ({ at: Date.now(), wrong: differences(fresh) }),
    ({ wrong }) => wrong.length === 0,
  );
  await eventually(
    'no event comes any more',
    () => Date.now(),
    (now) => now > Math.max(lastEvent, settled) + quietMilliseconds,
  );
  await eventually(
    'it still does',
    () => differences(fresh),
    (wrong) => wrong.length === 0,
  );
  return lastEvent === 0 ? 0 : Math.max(0, settled - lastEvent);
}

/** Waits until VS Code tells of files: it does so some time after the watcher was made. */
async function watcherReady(): Promise<void> {
  const probe = 'probe.py';
  await eventually('a new file is told', () => {
    rmSync(join(folder, probe), { force: true });
    write(probe, '');
    return lastEvent > 0;
  });
  rmSync(join(folder, probe));
}

/** Diagnostics that are stale or missing, a few of them. */
function differences(expected: readonly string[]): readonly string[] {
  const now = shown();
  const [known, present] = [new Set(expected), new Set(now)];
  const stale = now.filter((one) => !known.has(one)).map((one) => `stale: ${one}`);
  const missing = expected.filter((one) => !present.has(one)).map((one) => `missing: ${one}`);
  return [...stale, ...missing].slice(0, 5);
}

/** Every diagnostic that the editor shows, as text. */
function shown(): readonly string[] {
  return languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) =>
      diagnostics
        .filter(({ source }) => source === 'alembic')
        .map(({ code, message, range: { start } }) =>
          describe(uri.fsPath, start, typeof code === 'object' ? code.value : code, message),
        ),
    )
    .sort();
}

/** The same from the command line, which knows nothing of what was before. */
async function freshLook(): Promise<readonly string[]> {
  const extension = extensions.getExtension('alembic-workbench.alembic-workbench')?.extensionPath ?? '';
  const program = join(extension, 'server', 'dist', 'alembic-ls.js');
  const output = await run([program, '--cwd', folder, '--json', 'check']);
  const { environments } = JSON.parse(output) as {
    readonly environments: readonly { readonly findings: readonly CheckedFinding[] }[];
  };
  return environments
    .flatMap(({ findings }) =>
      findings.map(({ file, range, code, message }) =>
        describe(resolve(folder, file), range.start, code, message),
      ),
    )
    .sort();
}

interface CheckedFinding {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/**
 * What a program prints, while this process goes on taking events. Findings make it end with 1, which is no
 * failure here.
 */
async function run(words: readonly string[]): Promise<string> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [...words], { encoding: 'utf8', maxBuffer: 1 << 26 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}

function describe(
  file: string,
  { line, character }: { readonly line: number; readonly character: number },
  code: string | number | undefined,
  message: string,
): string {
  return `${file}:${line}:${character} ${code} ${message}`;
}

function idOf(number: number): string {
  return `r${String(number).padStart(4, '0')}x`;
}

function fileOf(number: number): string {
  return `migrations/versions/${idOf(number)}_some_change.py`;
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
