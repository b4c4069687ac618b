import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import { boundsOf, gateChange } from '../../server/core/edits/gateChange';
import type { PassedChange } from '../../server/core/edits/gateChange';
import { editContextOf } from '../../server/core/features/editContextOf';
import type { FixSpecification } from '../../server/core/findings/fixSpecification';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { runRules } from '../../server/core/rules/engine/runRules';
import { applyTextEdits } from '../../server/core/text/textEdit';
import { normalizePath } from '../../server/disk/nativePath';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { Journal, listJournals } from '../../server/disk/write/journal';
import { writeChange } from '../../server/disk/write/writeChange';
import { revisionTemplate } from '../fixtures/alembicFiles';
import { caseCount, caseSeed } from '../fixtures/caseCount';
import { environmentWith } from '../fixtures/environmentWith';
import { randomHistory } from '../oracle/randomHistory';
import { RandomNumbers } from '../oracle/randomNumbers';

const cases = caseCount(300);

const editing = {
  newRevisionId: () => 'f00dfacecafe',
  epochMilliseconds: () => Date.UTC(2026, 0, 31),
  localTimeZone: () => 'UTC',
};

type Tree = Readonly<Record<string, string>>;

/** Everything below a folder: texts of files, targets of links. */
function treeOf(folder: string, below = ''): Tree {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    const place = join(folder, path);
    const facts = lstatSync(place);
    if (facts.isSymbolicLink()) tree[path] = `→ ${readlinkSync(place)}`;
    else if (facts.isDirectory()) Object.assign(tree, { [`${path}/`]: '' }, treeOf(folder, path));
    else tree[path] = readFileSync(place, 'utf8');
  }
  return tree;
}

/** A project on disk, and a folder beside it that nothing may touch. */
class Place {
  readonly root = normalizePath(realpathSync(mkdtempSync(join(tmpdir(), 'alembic-workbench-'))));
  readonly versions = `${this.root}/project/migrations/versions`;

  constructor(seed: number) {
    mkdirSync(this.versions, { recursive: true });
    mkdirSync(`${this.root}/outside`);
    writeFileSync(`${this.root}/outside/other.py`, '# not to be touched\n');
    writeFileSync(`${this.root}/project/alembic.ini`, '[alembic]\nscript_location = migrations\n');
    writeFileSync(`${this.root}/project/migrations/script.py.mako`, revisionTemplate);
    for (const [name, text] of Object.entries(randomHistory(seed)))
      writeFileSync(`${this.versions}/${name}`, text);
  }

  snapshot(): EnvironmentSnapshot {
    const environment = environmentWith({
      configFile: `${this.root}/project/alembic.ini`,
      scriptDirectory: `${this.root}/project/migrations`,
      versionLocations: [this.versions],
      workingDirectory: `${this.root}/project`,
    });
    return buildSnapshotAtOnce({ environment, fileSystem: nodeFileSystem, generation: 1 });
  }
}

/** A fix of a finding, or a change that needs none. */
function randomFix(random: RandomNumbers, snapshot: EnvironmentSnapshot): FixSpecification | undefined {
  const fixes = runRules(snapshot, { rules: {} }).flatMap((finding) => finding.fixes);
  if (fixes.length > 0 && random.chance(0.6)) return random.pick(fixes);
  const ids = [...snapshot.map.revisions.keys()];
  const files = snapshot.files.map(({ path }) => path);
  if (ids.length === 0 || files.length === 0) return undefined;
  switch (random.below(4)) {
    case 0:
      return { kind: 'change-revision-id', file: random.pick(files), to: 'renamed' };
    case 1:
      return { kind: 'create-merge', revisions: random.sample(ids, 2), message: 'merge' };
    case 2:
      return { kind: 'rename-file', file: random.pick(files) };
    default:
      return { kind: 'rebase', revisions: [random.pick(ids)], onto: random.pick(ids), newCreateDates: true };
  }
}

/** What another program does between plan and write. */
function meddle(random: RandomNumbers, { root, versions }: Place, change: PassedChange): string {
  const touched = [...change.edits.map(({ file }) => file), ...change.renames.map(({ from }) => from)];
  const others = readdirSync(versions).map((name) => `${versions}/${name}`);
  const file = random.pick(touched.length > 0 && random.chance(0.7) ? touched : others);
  const made = [...change.creates.map((create) => create.file), ...change.renames.map(({ to }) => to)];
  switch (random.below(made.length > 0 ? 11 : 10)) {
    case 0:
      appendFileSync(file, '# a line more\n');
      return `a line more in ${basename(file)}`;
    case 1:
      rmSync(file);
      return `${basename(file)} deleted`;
    case 2:
      rmSync(file);
      symlinkSync(`${root}/outside/other.py`, file);
      return `${basename(file)} is a link to another file`;
    case 3:
      renameSync(file, `${root}/outside/moved.py`);
      symlinkSync(`${root}/outside/moved.py`, file);
      return `${basename(file)} is a link to where it was moved`;
    case 4:
      rmSync(file);
      mkdirSync(file);
      return `${basename(file)} is a folder`;
    case 5:
      renameSync(versions, `${root}/outside/versions`);
      symlinkSync(`${root}/outside/versions`, versions);
      return 'the version location is a link';
    case 6:
      writeFileSync(file, '');
      return `${basename(file)} is empty`;
    case 7:
      // Whoever may write to the folder may replace the file in it, and it stays read-only.
      chmodSync(file, 0o444);
      return `${basename(file)} is read-only`;
    case 8:
      chmodSync(versions, 0o555);
      return 'the version location is read-only';
    case 9:
      return 'nothing';
    default: {
      const taken = random.pick(made);
      mkdirSync(dirname(taken), { recursive: true });
      writeFileSync(taken, '# taken\n');
      return `${basename(taken)} is taken`;
    }
  }
}

/** The tree after a change that was made. */
function expectedTree({ root }: Place, before: Tree, change: PassedChange): Tree {
  const tree: Record<string, string> = { ...before };
  const name = (path: string): string => path.slice(root.length + 1);
  for (const { file, edits, before: text } of change.edits) tree[name(file)] = applyTextEdits(text, edits);
  for (const { file, text } of change.creates) tree[name(file)] = text;
  const moved = change.renames.map(({ from, to }) => ({ from, to, text: tree[name(from)] ?? '' }));
  for (const { from } of moved) delete tree[name(from)];
  for (const { to, text } of moved) tree[name(to)] = text;
  for (const path of [...change.creates.map(({ file }) => file), ...change.renames.map(({ to }) => to)])
    for (let folder = dirname(path); folder.length > root.length; folder = dirname(folder))
      tree[`${name(folder)}/`] = '';
  return tree;
}

suite('a change that somebody meddles with', () => {
  let state = '';
  const before = process.env['XDG_STATE_HOME'];
  suiteSetup(() => {
    state = mkdtempSync(join(tmpdir(), 'alembic-workbench-'));
    process.env['XDG_STATE_HOME'] = state;
  });
  suiteTeardown(() => {
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    rmSync(state, { recursive: true, force: true });
  });

  test('nothing half, nothing lost, nothing outside', function () {
    if (process.platform === 'win32') this.skip();
    this.timeout(300_000 + cases * 300);
    const counts = { written: 0, refused: 0, noFix: 0 };
    for (let seed = caseSeed(); seed < caseSeed() + cases; seed++) {
      const random = new RandomNumbers(seed ^ 0x3ed0);
      const place = new Place(seed);
      try {
        const snapshot = place.snapshot();
        const fix = randomFix(random, snapshot);
        const outcome = fix && applyFix(snapshot, fix, editContextOf(editing, nodeFileSystem, snapshot));
        const passed =
          outcome?.ok === true &&
          gateChange(outcome.change, boundsOf(snapshot.environment.configuration, []), nodeFileSystem);
        if (!passed || !passed.ok) {
          counts.noFix++;
          continue;
        }
        const what = meddle(random, place, passed.change);
        const meddled = treeOf(place.root);
        const written = writeChange(passed.change, Journal.begin([place.root]));
        const after = treeOf(place.root);
        const where = `seed ${seed}, ${JSON.stringify(fix).slice(0, 300)}, ${what}: ${JSON.stringify(written)}`;
        assert.deepEqual(after, written.ok ? expectedTree(place, meddled, passed.change) : meddled, where);
        const outside = (tree: Tree): Tree =>
          Object.fromEntries(Object.entries(tree).filter(([name]) => name.startsWith('outside')));
        assert.deepEqual(outside(after), outside(meddled), where);
        if (what === 'nothing') assert.ok(written.ok, where);
        assert.deepEqual(listJournals(), [], where);
        counts[written.ok ? 'written' : 'refused']++;
      } finally {
        if (existsSync(place.versions)) chmodSync(place.versions, 0o755);
        rmSync(place.root, { recursive: true, force: true });
      }
    }
    console.log(
      `      seeds ${caseSeed()} to ${caseSeed() + cases - 1}: ${counts.written} written, ${counts.refused} refused, ${counts.noFix} without a change`,
    );
    assert.ok(counts.written > cases / 10 && counts.refused > cases / 5);
  });
});
