import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, languages, Position, Range, workspace, WorkspaceEdit } from 'vscode';
import type { Diagnostic } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { GitRepository } from '../../fixtures/gitRepository';
import { historyRows } from '../../fixtures/historyView';
import { sayInReport } from '../../fixtures/sayInReport';
import { RandomNumbers } from '../../oracle/randomNumbers';
import { RandomSession } from './randomSession';
import { caseSeed } from '../../fixtures/caseCount';
import { writeFiles } from '../../fixtures/writeFiles';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const seed = caseSeed(7);
const count = Number(process.env['ACTIONS'] ?? 60);
/** Another project to do it with: its folder, and that of its versions below it. */
const [project, versions = 'migrations/versions'] = (process.env['PROJECT'] ?? '').split(':');

suite('a long session', () => {
  let repository: GitRepository;

  suiteSetup(async () => {
    if (project) cpSync(project, folder, { recursive: true, filter: (path) => !path.endsWith('/.git') });
    else writeProject(300);
    repository = GitRepository.around(folder);
    repository.commit({}, 'start');
    repository.git('tag', 'start');
    repository.git('branch', 'feature');
    repository.git('checkout', '--quiet', '-b', 'old');
    for (const name of readdirSync(join(folder, versions))
      .filter((each) => each.endsWith('.py'))
      .sort()
      .slice(-40))
      repository.remove(join(versions, name));
    repository.commit({}, 'older');
    repository.git('checkout', '--quiet', 'feature');
    await historyRows('it is there', (rows) => rows.length > 10);
  });

  test(`${count} things at random (seed ${seed}) leave what a new server finds`, async function () {
    this.timeout(20 * 60_000);
    const unhandled: unknown[] = [];
    const remember = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', remember);
    const session = new RandomSession(repository, join(folder, versions), new RandomNumbers(seed));
    const counts = new Map<string, number>();
    const memory: number[] = [];
    for (let done = 0; done < count; done++) {
      const name = await session.act();
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (done % Math.max(1, Math.floor(count / 10)) === 0) memory.push(serverMemory());
    }
    await endWhatOnlyOneKnows();
    const before = await settled();
    memory.push(serverMemory());
    sayInReport(`${[...counts].map(([name, times]) => `${name} ${times}`).join(', ')}`);
    sayInReport(`server: ${memory.join(', ')} MB; ${before.length} findings at the end`);
    await commands.executeCommand('alembicWorkbench.restartServer');
    const difference = async (): Promise<readonly string[]> => {
      const after = await settled();
      return [
        ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
        ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
      ];
    };
    await eventually('a new server finds the same', difference, (lines) => lines.length === 0);
    process.off('unhandledRejection', remember);
    assert.deepEqual(unhandled.map(String), []);
    assert.doesNotMatch(ownLog(), /\[error\]|Unhandled/i);
    const [, early = 0] = memory;
    assert.ok((memory.at(-1) ?? 0) < 2 * early + 50, 'the memory of the server is stable');
  });
});

/**
 * Ends what a new server can't know: what an unreadable file said before it broke, and that a file with
 * unsaved changes was deleted and is none that is still to be saved.
 */
async function endWhatOnlyOneKnows(): Promise<void> {
  for (const document of workspace.textDocuments)
    if (document.isDirty && document.uri.scheme === 'file' && !existsSync(document.uri.fsPath))
      await document.save();
  for (;;) {
    await settled();
    const broken = languages
      .getDiagnostics()
      .filter(([, all]) =>
        all.some((found) => /^(?:unreadable-|merge-conflict-|invalid-)/.test(codeOf(found))),
      );
    if (broken.length === 0) return;
    for (const [uri] of broken) {
      const document = await workspace.openTextDocument(uri);
      const edit = new WorkspaceEdit();
      edit.replace(uri, new Range(new Position(0, 0), document.positionAt(document.getText().length)), '');
      await workspace.applyEdit(edit);
      await document.save();
    }
  }
}

function codeOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** All findings, when they have not changed for a second. */
async function settled(): Promise<readonly string[]> {
  let last = '';
  let since = Date.now();
  return await eventually('the findings settle', findings, (found) => {
    const text = JSON.stringify(found);
    if (text !== last) since = Date.now();
    last = text;
    return Date.now() - since > 2000;
  });
}

function findings(): readonly string[] {
  return languages
    .getDiagnostics()
    .flatMap(([uri, all]) =>
      all
        .filter(({ source }) => source === 'alembic')
        .map(
          ({ range: { start }, message, severity }) =>
            `${uri.path}:${start.line}:${start.character} ${severity} ${message}`,
        ),
    )
    .sort();
}

/** Megabytes that the language server's process holds. */
function serverMemory(): number {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isChild = readFileSync(`/proc/${id}/status`, 'utf8').includes(`\nPPid:\t${process.pid}\n`);
      if (!isChild || !readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('server/dist/server.js'))
        continue;
      const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
      return Math.round(Number(kilobytes) / 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return 0;
}

/** What the extension has logged: the file is one of those that this process has open. */
function ownLog(): string {
  const files = readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
  const file = files.find((path) => /Alembic Workbench.*\.log$/.test(path));
  assert.ok(file, files.join('\n'));
  return readFileSync(file, 'utf8');
}

/** A chain with a side branch now and then, which is merged again. */
function writeProject(revisions: number): void {
  const files: Record<string, string> = {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': '',
    'migrations/script.py.mako': revisionTemplate,
  };
  const random = new RandomNumbers(1);
  let parent: string | null = null;
  for (let number = 0; number < revisions; number++) {
    const id = random.hexadecimal(12);
    files[`migrations/versions/${id}_step_${number}.py`] = revisionFile(id, parent, {
      message: `step ${number}`,
    });
    parent = id;
  }
  writeFiles(folder, files);
}
