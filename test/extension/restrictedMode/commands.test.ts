import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

suite('Restricted mode', () => {
  const programs = mkdtempSync(join(tmpdir(), 'marks-'));
  const mark = join(programs, '.mark');
  const path = process.env['PATH'] ?? '';
  const children = new Map<number, string>();
  let replaced: number | undefined;
  let watching: NodeJS.Timeout | undefined;

  suiteSetup(async () => {
    const names = new Set([...path.split(delimiter).flatMap(executables), ...likely]);
    assert.ok(names.size > 100, 'the programs of this machine');
    // Nothing but the marks is on the PATH, so that no program is found past them.
    const note = (name: string): string => `#!/bin/sh\necho "${name} $1 $2" >> '${mark}'\n`;
    for (const name of names) writeFileSync(join(programs, name), note(name));
    for (const name of names) chmodSync(join(programs, name), 0o755);
    process.env['PATH'] = programs;
    watching = setInterval(() => noteChildren(children), 5);
    [replaced] = servers();
    // The language server started with the PATH that was there before.
    await commands.executeCommand('alembicWorkbench.restartServer');
    await eventually('another server runs', () => {
      const [server] = servers();
      return server !== undefined && server !== replaced;
    });
  });
  suiteTeardown(() => {
    clearInterval(watching);
    process.env['PATH'] = path;
    rmSync(programs, { recursive: true, force: true });
  });

  test('the history is there', async () => {
    const rows = await historyRows('it is there');
    assert.equal(rows.length, 14);
  });

  for (const command of [
    'upgrade',
    'downgrade',
    'newRevision',
    'findRevision',
    'initialise',
    'runAgain',
    'showCurrent',
    'selectInterpreter',
    'upgradeToHere',
    'downgradeToHere',
    'previewUpgradeSql',
    'previewDowngradeSql',
    'previewRevisionSql',
    'stamp',
    'stampHere',
    'checkDrift',
  ]) {
    test(`${command} says why it starts nothing, and what to do`, async () => {
      const [row] = await historyRows('it is there');
      const shown = await answering({ pick: (items) => items[0], type: () => 'message' }, () =>
        commands.executeCommand(`alembicWorkbench.${command}`, row?.node),
      );
      assert.equal(shown.length, 1, JSON.stringify(shown));
      assert.match(shown[0]?.message ?? '', /Restricted Mode/);
      assert.equal(shown[0]?.buttons[0], 'Manage Workspace Trust');
    });
  }

  test('no program was started: none left its mark, and the extension host had no child but the language server and its parser', () => {
    const marks = existsSync(mark) ? readFileSync(mark, 'utf8').trim().split('\n') : [];
    // How the language client sees to it that the server of before the restart ended.
    const started = marks.filter((line) => line !== `pgrep -P ${replaced}` && !looksForPorts.test(line));
    assert.deepEqual(started, []);
    if (process.platform !== 'linux') return;
    const ours = [...children.values()].filter(
      (line) => !/\/lib\/vscode\//.test(line) && !looksForPorts.test(line.replace(/^\/bin\/sh (-c )?/, '')),
    );
    const others = ours.filter((commandLine) => !/server\/dist\/(server|syntax-check)\.js/.test(commandLine));
    assert.deepEqual(others, []);
    assert.ok(ours.length > 0, 'the language server was seen');
  });

  /** The language servers among the children that were seen and still live. */
  function servers(): readonly number[] {
    return [...descendants()].filter(([, line]) => line.includes('server/dist/server.js')).map(([id]) => id);
  }
});

/** What VS Code's own server starts in every extension host, to offer ports that something listens on. */
const looksForPorts = /^(\S*\/)?(ls -l \/proc\/|grep (socket:|root)|ps -F -A)/;

/** Programs that a runner could look for and this machine may lack. */
const likely = [
  'python',
  'python3',
  'py',
  'alembic',
  'git',
  'uv',
  'poetry',
  'pipenv',
  'conda',
  'docker',
  'flask',
];

function executables(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function noteChildren(seen: Map<number, string>): void {
  for (const [id, commandLine] of descendants()) {
    // Between fork and exec it looks as its parent does.
    if (commandLine !== '' && !commandLine.includes('--type=extensionHost')) seen.set(id, commandLine);
  }
}

/** The processes below this one, with their command lines. */
function descendants(id: number = process.pid): Map<number, string> {
  const found = new Map<number, string>();
  try {
    const children = readdirSync(`/proc/${id}/task`).flatMap((task) =>
      readFileSync(`/proc/${id}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    for (const child of children) {
      found.set(child, readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0').join(' ').trim());
      for (const [below, line] of descendants(child)) found.set(below, line);
    }
  } catch {
    // It ended meanwhile, or there is no /proc.
  }
  return found;
}
