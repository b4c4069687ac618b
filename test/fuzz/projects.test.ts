import assert from 'node:assert/strict';
import { suite } from 'mocha';
import { runCommandLine } from '../../server/cli/commandLine';
import type { CommandHost } from '../../server/cli/host';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import type { Change } from '../../server/core/edits/change';
import { boundsOf, gateChange } from '../../server/core/edits/gateChange';
import { completeRevisions } from '../../server/core/features/completeRevisions';
import { editContextOf } from '../../server/core/features/editContextOf';
import { findReferences } from '../../server/core/features/findReferences';
import { renameTargetAt } from '../../server/core/features/renameTarget';
import { revisionNameAt } from '../../server/core/features/revisionNameAt';
import { withText } from '../../server/core/project/fileWithText';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import type { FileSystem } from '../../server/core/files/fileSystem';
import { unifiedDiff } from '../../server/core/render/unifiedDiff';
import { runRules } from '../../server/core/rules/engine/runRules';
import { revisionFile } from '../fixtures/alembicFiles';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import type { RandomNumbers } from '../oracle/randomNumbers';
import { fuzz } from './fuzz';
import { mutateText, oddNames } from './mutateText';
import type { Pieces } from './reducePieces';
import { iniSeeds, makoSeeds, revisionSeeds, tomlSeeds } from './seeds';
import { iniWords, makoWords, pythonWords, tomlWords } from './vocabularies';

/** Milliseconds for a whole project: reading, all rules, every fix, every answer. */
const limit = 3000;

let newIds = 0;

const editing = {
  // Another one each time: what is taken already is asked for again.
  newRevisionId: () => (newIds++).toString(16).padStart(12, 'f'),
  epochMilliseconds: () => Date.UTC(2026, 0, 31),
  localTimeZone: () => 'UTC',
};

/** A small project, some of whose files were changed. */
function makeProject(random: RandomNumbers): Pieces {
  newIds = 0;
  const ids = ['a1', 'b2', 'c3', 'd4', 'e5'].map((id) => (random.chance(0.1) ? random.pick(oddNames) : id));
  const files: Record<string, string> = {
    '/project/alembic.ini': '[alembic]\nscript_location = migrations\n',
    '/project/migrations/env.py': 'x = 1\n',
    '/project/migrations/script.py.mako': random.pick(makoSeeds),
  };
  ids.forEach((id, index) => {
    const down = index === 0 ? null : random.pick(ids);
    files[`/project/migrations/versions/f${index}.py`] = revisionFile(id, down, {
      message: random.chance(0.2) ? random.pick(oddNames) : `Make ${id}`,
    });
  });
  if (random.chance(0.2)) files['/project/pyproject.toml'] = random.pick(tomlSeeds);
  for (const name of Object.keys(files)) {
    if (!random.chance(0.25)) continue;
    const text = files[name] ?? '';
    files[name] = name.endsWith('.ini')
      ? mutateText(random, random.pick([text, ...iniSeeds]), iniSeeds, iniWords)
      : name.endsWith('.toml')
        ? mutateText(random, text, tomlSeeds, tomlWords)
        : name.endsWith('.mako')
          ? mutateText(random, text, makoSeeds, makoWords)
          : mutateText(random, text, revisionSeeds, pythonWords);
  }
  return files;
}

function snapshotsOf(fileSystem: MemoryFileSystem): readonly EnvironmentSnapshot[] {
  const { environments } = discoverAtOnce(fileSystem, '/project');
  return environments.map((environment) => buildSnapshotAtOnce({ environment, fileSystem, generation: 1 }));
}

/** Every place of a change lies in the project, by a name without steps upwards. */
function checkPlaces({ edits, creates, renames }: Change): void {
  const places = [
    ...edits.map(({ file }) => file),
    ...creates.map(({ file }) => file),
    ...renames.map(({ to }) => to),
  ];
  for (const place of places) {
    const parts = place.split('/').slice(1);
    assert.ok(
      place.startsWith('/project/') && !parts.some((part) => /^\.{0,2}$|^\.git$|[\\\0]/.test(part)),
      place,
    );
  }
}

suite('fuzz: projects', () => {
  fuzz({
    name: 'rules and fixes',
    share: 0.04,
    usual: 40,
    limit,
    make: makeProject,
    run: (files) => {
      const fileSystem = new MemoryFileSystem(files);
      for (const snapshot of snapshotsOf(fileSystem)) {
        const context = editContextOf(editing, fileSystem, snapshot);
        const findings = runRules(snapshot, { rules: {} });
        // What fails over one file is told in place of being thrown.
        const failed = findings.find(({ message }) =>
          /failed on this file|since reading it failed|because of an internal error/.test(message),
        );
        assert.equal(failed?.message, undefined);
        for (const { range, file } of findings)
          assert.ok(range.start >= 0 && range.start <= range.end, `${file}: ${range.start}–${range.end}`);
        const fixes = findings.flatMap((finding) => finding.fixes);
        // A name that is missing three thousand times has as many fixes; some of them tell for all.
        const step = Math.ceil(fixes.length / 40);
        for (const [index, fix] of fixes.entries()) {
          if (index % step === 0) {
            const outcome = applyFix(snapshot, fix, context);
            if (!outcome.ok) continue;
            const bounds = boundsOf(snapshot.environment.configuration, ['/project'], '/project');
            const passed = gateChange(outcome.change, bounds, fileSystem);
            if (!passed.ok) continue;
            checkPlaces(passed.change);
            unifiedDiff(passed.change, (path) => path.slice(1));
          }
        }
      }
    },
  });

  fuzz({
    name: 'what an editor asks at a place',
    share: 0.02,
    usual: 15,
    limit,
    make: makeProject,
    run: (files) => {
      for (const snapshot of snapshotsOf(new MemoryFileSystem(files))) {
        for (const file of snapshot.files.flatMap((each) => withText(each) ?? [])) {
          const step = Math.max(1, Math.floor(file.text.length / 20));
          for (let offset = 0; offset <= file.text.length; offset += step) {
            completeRevisions(snapshot, file, offset);
            renameTargetAt(snapshot, file, offset);
            const name = revisionNameAt(file, offset);
            const revision = name && snapshot.map.revisions.get(name.name);
            if (revision) findReferences(snapshot, revision, true);
          }
        }
      }
    },
  });

  const commands: readonly (readonly string[])[] = [
    ['check', '--no-git', '--json'],
    ['check', '--no-git'],
    ['history'],
    ['history', '--json'],
    ['heads'],
    ['environments', '--json'],
    ['show', 'head'],
    ['plan', 'upgrade', 'heads'],
    ['merge', 'heads', '--dry-run'],
    ['fix', '--dry-run'],
    ['rename', 'b2', 'renamed', '--dry-run'],
    ['rebase', 'c3', '--onto', 'a1', '--dry-run'],
  ];

  fuzz({
    name: 'command line',
    share: 0.04,
    usual: 30,
    limit,
    make: (random) => ({ ...makeProject(random), words: JSON.stringify(random.pick(commands)) }),
    run: async ({ words, ...files }) => {
      const host = hostWith(new MemoryFileSystem(files));
      const code = await runCommandLine(JSON.parse(words ?? '["check"]') as string[], host, '0');
      assert.ok(code === 0 || code === 1 || code === 2, String(code));
    },
  });
});

function hostWith(files: MemoryFileSystem): CommandHost {
  // As the one of the disk is: an object whose functions can be taken over into another.
  const fileSystem: FileSystem = {
    readDirectory: (path) => files.readDirectory(path),
    readText: (path) => files.readText(path),
    version: (path) => files.version(path),
    realPath: (path) => files.realPath(path),
  };
  return {
    workingDirectory: '/project',
    alembicConfig: undefined,
    ci: { base: undefined, root: undefined },
    isTerminal: false,
    fileSystem,
    colours: false,
    errorColours: false,
    print: () => undefined,
    printError: () => undefined,
    editing,
    write: () => Promise.reject(new Error('nothing is written')),
    interruptedChanges: () => Promise.resolve([]),
    settleInterrupted: () => Promise.resolve({ sentences: [], isStuck: false }),
    readGit: () => Promise.resolve(undefined),
    readStaged: () => Promise.resolve(undefined),
    readGitFiles: () => Promise.reject(new Error('there is no repository')),
    runRules: (snapshot, settings) => Promise.resolve(runRules(snapshot, settings)),
    checkSyntax: () => Promise.resolve(undefined),
    inputLines: async function* () {
      // Nobody types.
    },
    rulePages: () => Promise.resolve(new Map()),
    nextChange: () => Promise.resolve(false),
    writeOutput: () => Promise.reject(new Error('nothing is written')),
  };
}
