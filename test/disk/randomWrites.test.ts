import assert from 'node:assert/strict';
import {
  chmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import type { Change } from '../../server/core/edits/change';
import type { EditContext } from '../../server/core/edits/editContext';
import { boundsOf, gateChange } from '../../server/core/edits/gateChange';
import type { FixSpecification } from '../../server/core/findings/fixSpecification';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { runRules } from '../../server/core/rules/engine/runRules';
import { createDateAt } from '../../server/core/text/createDate';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { beginJournal } from '../../server/disk/write/claimWriting';
import { journalFolder } from '../../server/disk/write/stateFolder';
import { writeChange } from '../../server/disk/write/writeChange';
import type { WriteOutcome } from '../../server/disk/write/writeChange';
import { caseCount, caseSeed } from '../fixtures/caseCount';
import { environmentWith } from '../fixtures/environmentWith';
import { applyChange } from '../core/edits/proof';
import { randomHistory } from '../oracle/randomHistory';
import { RandomNumbers } from '../oracle/randomNumbers';

/** Node's own functions, which the writer calls and a test may stand in between of. */
const disk = createRequire(__filename)('node:fs') as Record<string, (...given: unknown[]) => unknown>;
const changing = [
  'openSync',
  'renameSync',
  'linkSync',
  'rmSync',
  'mkdirSync',
  'writeSync',
  'ftruncateSync',
] as const;

const now = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
const context: EditContext = {
  scriptTemplate:
    '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n',
  newRevisionId: 'f1e5a0b7c9d3',
  now,
  fileExists: (path) => nodeFileSystem.version(path) !== undefined,
  readText: (path) => nodeFileSystem.readText(path),
};

type Files = ReadonlyMap<string, string>;

/** What somebody else does to one file meanwhile. */
type Meddling =
  'changed' | 'deleted' | 'readOnly' | 'link' | 'folder' | 'inTheWay' | 'linkedFolder' | 'nothing';
const meddlings: readonly Meddling[] = [
  'changed',
  'deleted',
  'readOnly',
  'link',
  'folder',
  'inTheWay',
  'linkedFolder',
  'nothing',
];

const count = caseCount(200);

suite('writing while somebody else changes a file', () => {
  test(`${String(count)} random changes: nothing half, nothing lost, nothing outside`, function () {
    this.timeout(count * 1000);
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-writes-')));
    const before = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = join(root, 'state');
    const counts = new Map<string, number>();
    try {
      for (let index = 0; index < count; index++) {
        const seed = caseSeed() + index;
        const what = runCase(join(root, 'case'), seed);
        counts.set(what, (counts.get(what) ?? 0) + 1);
      }
      assert.deepEqual(readdirSync(journalFolder()), []);
    } finally {
      if (before === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = before;
      rmSync(root, { recursive: true, force: true });
    }
    for (const [what, times] of [...counts].sort()) console.log(`      ${what}: ${String(times)}`);
    assert.ok((counts.get('written') ?? 0) > 0);
    assert.ok((counts.get('refused: changed meanwhile') ?? 0) > 0);
  });
});

/** One change with one meddling, all of its own; gives a word for what came of it. */
function runCase(folder: string, seed: number): string {
  rmSync(folder, { recursive: true, force: true });
  const chance = new RandomNumbers(seed);
  const project = join(folder, 'project');
  const outside = join(folder, 'outside');
  const versions = join(project, 'migrations', 'versions');
  mkdirSync(versions, { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.py'), 'secret\n');
  for (const [name, text] of Object.entries(randomHistory(seed)))
    writeFileSync(join(versions, name), chance.chance(0.2) ? text.replaceAll('\n', '\r\n') : text);
  const names = readdirSync(versions);
  if (chance.chance(0.2)) linkSync(join(versions, chance.pick(names)), join(project, 'second.py'));
  const snapshot = read(project);
  const wanted = randomChange(chance, snapshot);
  if (!wanted) return 'no change';
  const passed = gateChange(wanted, boundsOf(snapshot.environment.configuration, [project]), nodeFileSystem);
  if (!passed.ok) return 'refused by the gate';
  const started = contents(project);
  const ended = contentsAfter(project, started, wanted);
  const meddling = chance.pick(meddlings);
  const mine = `# mine ${String(seed)}\n`;
  const target = chance.pick(
    meddling === 'inTheWay' ? newFilesOf(wanted, names, versions) : oldFilesOf(wanted, names, versions),
  );
  const meddle = (): void => {
    meddleWith(target, { meddling, mine, outside, versions });
  };
  const moment = chance.chance(0.4) ? 0 : 1 + chance.below(40);
  if (moment === 0) meddle();
  const begun = beginJournal(passed.change.bounds);
  assert.ok(begun.ok);
  let isMeddled = moment === 0;
  const outcome = meddlingAt(
    moment,
    () => {
      isMeddled = true;
      meddle();
    },
    () => writeChange(passed.change, begun.journal),
  );
  const where = `seed ${String(seed)}: ${meddling} ${target} at ${String(moment)}, ${outcome.ok ? 'written' : outcome.reason}`;
  checkNothingOutside(outside, where);
  checkFiles({ project, versions, started, ended, outcome, wanted, target, where });
  const linked = lstatSync(join(project, 'second.py'), { throwIfNoEntry: false });
  if (isMeddled && meddling === 'changed') {
    const kept = [...contents(project, true).values()].includes(mine);
    assert.ok(kept, `${where}: what somebody wrote is lost`);
  }
  if (!isMeddled) assert.ok(outcome.ok, where);
  if (linked && outcome.ok && !isMeddled) assert.equal(linked.nlink, 2, `${where}: a name was left behind`);
  if (outcome.ok) return 'written';
  return `refused: ${/changed meanwhile|by hand|exists already|is gone|no plain file|leads/.exec(outcome.reason)?.[0] ?? outcome.reason.replace(/\S*\/\S*/g, '…')}`;
}

function read(project: string): EnvironmentSnapshot {
  const scriptDirectory = join(project, 'migrations');
  const environment = environmentWith({ scriptDirectory, configFile: join(project, 'alembic.ini') });
  return buildSnapshotAtOnce({ environment, fileSystem: nodeFileSystem, generation: 1 });
}

/** The fix of a finding, or a change that a person asks for. */
function randomChange(chance: RandomNumbers, snapshot: EnvironmentSnapshot): Change | undefined {
  const { files, map } = snapshot;
  if (files.length === 0) return undefined;
  const file = chance.pick(files.map(({ path }) => path));
  const ids = [...map.revisions.keys()];
  const asked: readonly FixSpecification[] = [
    { kind: 'change-revision-id', file, to: 'abcdefabcdef' },
    { kind: 'rename-file', file },
    { kind: 'create-merge', revisions: map.heads },
    ...(ids.length > 0 ? [{ kind: 'reparent' as const, file, parents: [chance.pick(ids)] }] : []),
    { kind: 'disable-rule', file, rule: 'create-date-order', scope: 'file', offset: 0 },
  ];
  const found = runRules(snapshot, { rules: {} }).flatMap(({ fixes }) => fixes);
  for (let tries = 0; tries < 6; tries++) {
    const fix = chance.pick(chance.chance(0.5) && found.length > 0 ? found : asked);
    const outcome = applyFix(snapshot, fix, context);
    if (outcome.ok) return outcome.change;
  }
  return undefined;
}

function oldFilesOf(
  { edits, renames }: Change,
  names: readonly string[],
  versions: string,
): readonly string[] {
  const own = [...edits.map(({ file }) => file), ...renames.map(({ from }) => from)];
  return own.length > 0 ? own : names.map((name) => join(versions, name));
}

function newFilesOf(change: Change, names: readonly string[], versions: string): readonly string[] {
  const own = [...change.creates.map(({ file }) => file), ...change.renames.map(({ to }) => to)];
  return own.length > 0 ? own : oldFilesOf(change, names, versions);
}

function meddleWith(
  target: string,
  {
    meddling,
    mine,
    outside,
    versions,
  }: { meddling: Meddling; mine: string; outside: string; versions: string },
): void {
  const isThere = lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  switch (meddling) {
    case 'changed':
      writeFileSync(target, mine);
      return;
    case 'inTheWay':
      if (!isThere) writeFileSync(target, mine);
      return;
    case 'deleted':
      rmSync(target, { force: true });
      return;
    case 'readOnly':
      if (isThere) chmodSync(target, 0o444);
      return;
    case 'link':
      rmSync(target, { force: true });
      symlinkSync(join(outside, 'secret.py'), target);
      return;
    case 'folder':
      rmSync(target, { force: true });
      mkdirSync(target);
      return;
    case 'linkedFolder': {
      const elsewhere = join(dirname(outside), 'elsewhere');
      disk['renameSync']?.(versions, elsewhere);
      symlinkSync(elsewhere, versions);
      return;
    }
    case 'nothing':
      return;
  }
}

/** Does something at the n-th change to the disk that the work makes. */
function meddlingAt(moment: number, meddle: () => void, work: () => WriteOutcome): WriteOutcome {
  const real = new Map(changing.map((name) => [name, disk[name]]));
  const restore = (): void => {
    for (const [name, own] of real) if (own) disk[name] = own;
  };
  let made = 0;
  for (const [name, own] of real)
    disk[name] = (...given: unknown[]) => {
      // A file with several names is written in place, where nobody can stand between the last look and the
      // write.
      const isInPlace = name === 'writeSync' && isShared(given[0]);
      if (!isInPlace && ++made === moment) {
        restore();
        meddle();
      }
      return own?.(...given);
    };
  try {
    return work();
  } finally {
    restore();
  }
}

function isShared(handle: unknown): boolean {
  return typeof handle === 'number' && fstatSync(handle).nlink > 1;
}

/**
 * The files of a project by their path, temporary ones only where they are asked for; a link is its target.
 */
function contents(project: string, withTemporaries = false): Files {
  const found = new Map<string, string>();
  const look = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (name.startsWith('.alembic-ls-') && !withTemporaries) continue;
      const facts = lstatSync(path);
      if (facts.isSymbolicLink() && name !== 'versions') found.set(path, `-> ${readlinkSync(path)}`);
      else if (facts.isFile()) found.set(path, readFileSync(path, 'utf8'));
      else look(path);
    }
  };
  look(project);
  return found;
}

function contentsAfter(project: string, started: Files, change: Change): Files {
  const listed = [...started].map(([path, text]) => ({ path, text }));
  const ended = new Map(applyChange(listed, change).map(({ path, text }) => [path, text]));
  // The second name of a file goes with it.
  const second = join(project, 'second.py');
  const twin = [...started].find(
    ([path]) => path !== second && started.has(second) && lstatSync(path).ino === lstatSync(second).ino,
  )?.[0];
  const edited = change.edits.some(({ file }) => file === twin);
  const place = change.renames.find(({ from }) => from === twin)?.to ?? twin;
  if (edited && place !== undefined) ended.set(second, ended.get(place) ?? '');
  return ended;
}

function checkNothingOutside(outside: string, where: string): void {
  assert.deepEqual(readdirSync(outside), ['secret.py'], where);
  assert.equal(readFileSync(join(outside, 'secret.py'), 'utf8'), 'secret\n', where);
}

function checkFiles(state: {
  readonly project: string;
  readonly versions: string;
  readonly started: Files;
  readonly ended: Files;
  readonly outcome: WriteOutcome;
  readonly wanted: Change;
  readonly target: string;
  readonly where: string;
}): void {
  const { project, started, ended, outcome, wanted, target, where } = state;
  const final = contents(project);
  const reason = outcome.ok ? '' : outcome.reason;
  const rename = wanted.renames.find(({ from, to }) => from === target || to === target);
  const touched = new Set([target, rename?.from, rename?.to, join(project, 'second.py')]);
  const expected = outcome.ok ? ended : started;
  for (const path of new Set([...expected.keys(), ...final.keys()])) {
    if (touched.has(path) || path.startsWith(`${target}/`)) continue;
    assert.equal(final.get(path), expected.get(path), `${where}: ${path}`);
  }
  for (const path of touched) {
    const text = path === undefined ? undefined : final.get(path);
    const whole = [...started.values(), ...ended.values()];
    const isWhole = text === undefined || /^# mine \d+\n$|^-> /.test(text) || whole.includes(text);
    assert.ok(isWhole, `${where}: ${path ?? ''} is half`);
  }
  for (const path of contents(project, true).keys())
    if (path.includes('/.alembic-ls-')) assert.ok(reason.includes(path), `${where}: ${path} is left`);
}
