import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { findCycles } from '../../server/core/revision/graph/findCycles';
import type { Finding } from '../../server/core/findings/finding';
import { runRules } from '../../server/core/rules/engine/runRules';
import type { SyntaxProblem } from '../../server/core/rules/engine/syntaxFacts';
import { needsParser } from '../../server/core/rules/engine/syntaxFacts';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import type { PythonParser } from '../../server/disk/syntax/pythonParser';
import { loadPythonParser } from '../../server/disk/syntax/pythonParser';
import { readSource } from '../../server/disk/syntax/readSource';
import { environmentWith } from '../fixtures/environmentWith';
import { projectRoot } from '../fixtures/projectRoot';
import { pythonWith } from './graphOracle';
import type { RandomProject } from './randomProject';
import { randomProject } from './randomProject';
import { caseCount, caseSeed } from '../fixtures/caseCount';
import { writeFiles } from '../fixtures/writeFiles';

interface Verdict {
  readonly load: string | null;
  readonly upgrade: string | null;
  readonly history: string | null;
}

const cases = caseCount(200);
const firstSeed = caseSeed();

/** Milliseconds; an endless loop of the library takes a second of each. */
const longest = 120_000 + cases * 1000;

const versions = [
  {
    name: 'newest',
    packages: ['alembic', 'sqlalchemy'],
    share: 1,
    limits: { noFolders: false },
    isNewest: true,
  },
  {
    name: '1.13',
    packages: ['alembic==1.13.3', 'sqlalchemy'],
    share: 0.3,
    limits: { noFolders: false },
    isNewest: false,
  },
  {
    name: '1.8',
    packages: ['alembic==1.8.1', 'sqlalchemy==1.4.54'],
    share: 0.3,
    limits: { noFolders: true },
    isNewest: false,
  },
];

/**
 * What older versions take, and newest does not: a colon in an id, and parents that are nothing to Python.
 */
function isOfNewest({ code, message }: Finding): boolean {
  return (
    code === 'invalid-revision-id' ||
    /^down_revision (?:is an empty string|holds the number 0|holds False)/.test(message)
  );
}

/** Failures of what is known only by running a file, or by compiling what the parser takes. */
const onlyRunningTells =
  /^(?:TabError|ModuleNotFoundError|NameError)|no binding for nonlocal|required positional argument/;

suite('rules on random projects', () => {
  for (const { name, packages, share, limits, isNewest } of versions)
    test(`an error is found exactly where Alembic ${name} fails to load to upgrade or list`, async () => {
      const parse = await loadPythonParser();
      const python = await pythonWith(`oracle-${name}`, packages);
      const root = mkdtempSync(join(tmpdir(), 'projects-'));
      try {
        const seeds = Array.from({ length: Math.ceil(cases * share) }, (_, index) => firstSeed + index);
        const projects = seeds.map((seed) => randomProject(seed, limits));
        const folders = projects.map((project, index) => write(join(root, `case${index}`), project));
        writeFileSync(join(root, 'env.py'), env);
        const verdicts = judgeByAlembic(python, folders, projects);
        const wrong: string[] = [];
        const counts = { healthy: 0, broken: 0, unnoticedLoops: 0, unknown: 0 };
        for (const [index, project] of projects.entries()) {
          const snapshot = read(folders[index] ?? '', project);
          const outcome = compare(snapshot, parse, project, verdicts[index], isNewest);
          counts[outcome.kind]++;
          if (outcome.wrong !== undefined)
            wrong.push(`seed ${String(seeds[index])}: ${outcome.wrong}\n${show(project)}`);
        }
        console.log(
          `      Alembic ${name}, seeds ${firstSeed} to ${firstSeed + projects.length - 1}: ${counts.healthy} healthy, ${counts.broken} broken, ${counts.unnoticedLoops} with a loop that Alembic lives with, ${counts.unknown} broken by what only running tells, ${wrong.length} differ`,
        );
        assert.ok(wrong.length === 0, `${wrong.length} projects differ\n${wrong.slice(0, 10).join('\n')}`);
      } finally {
        rmSync(root, { recursive: true });
      }
    }).timeout(longest);
});

const env = `
from alembic import context

context.configure(dialect_name="sqlite", output_buffer=context.config.output_buffer)
with context.begin_transaction():
    context.run_migrations()
`;

interface Outcome {
  readonly kind: 'healthy' | 'broken' | 'unnoticedLoops' | 'unknown';
  readonly wrong?: string;
}

function compare(
  snapshot: EnvironmentSnapshot,
  parse: PythonParser,
  project: RandomProject,
  verdict: Verdict | undefined,
  isNewest: boolean,
): Outcome {
  const failure = verdict?.load ?? verdict?.upgrade ?? verdict?.history ?? undefined;
  const errors = runRules(snapshot, { rules: {} }, { syntax: syntaxOf(snapshot, parse) }).filter(
    ({ severity }) => severity === 'error',
  );
  const isDynamic = snapshot.files.some(({ dynamic }) => dynamic.length > 0);
  if (failure !== undefined && errors.length === 0) {
    if (isDynamic || project.onlyRunningTells || onlyRunningTells.test(failure)) return { kind: 'unknown' };
  }
  // Only the newest takes a set of one.
  if (!isNewest && failure !== undefined && /'set' object is not subscriptable/.test(failure))
    return { kind: 'unknown' };
  // Compiled files are listed, and not read.
  if (failure === undefined && errors.length > 0 && project.compiled.length > 0) return { kind: 'unknown' };
  // A loop that the library does not notice gives an order that can't be kept, even where it happens to
  // finish.
  const isLoop =
    failure === undefined && (findCycles(snapshot.map.graph).length > 0 || leavesOutRevisions(snapshot));
  const kind = isLoop ? 'unnoticedLoops' : failure === undefined ? 'healthy' : 'broken';
  if ((failure !== undefined || isLoop) === errors.length > 0) return { kind };
  if (!isNewest && failure === undefined && errors.every(isOfNewest)) return { kind };
  return {
    kind,
    wrong: `Alembic says ${JSON.stringify(verdict)}, we say ${errors.map(({ code, message }) => `${code}: ${message}`).join(', ') || 'nothing'}`,
  };
}

function syntaxOf({ files }: EnvironmentSnapshot, parse: PythonParser): ReadonlyMap<string, SyntaxProblem> {
  const problems = new Map<string, SyntaxProblem>();
  for (const file of files.filter(needsParser)) {
    const source = readSource(file.path);
    const problem = source && ('problem' in source ? source.problem : parse(source.text));
    if (problem) problems.set(file.path, problem);
  }
  return problems;
}

/**
 * Whether Alembic upgrades to all its heads without ever running some of the revisions: a duplicate id can
 * cut off what others build on.
 */
function leavesOutRevisions({ map }: EnvironmentSnapshot): boolean {
  const reached = new Set<string>();
  const waiting = [...map.heads];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const revision = reached.has(id) ? undefined : map.revisions.get(id);
    reached.add(id);
    waiting.push(...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? []));
  }
  return [...map.revisions.keys()].some((id) => !reached.has(id));
}

function write(folder: string, { files }: RandomProject): string {
  writeFiles(folder, files);
  return folder;
}

/** After Alembic has seen it, since that is when sources have been compiled. */
function read(folder: string, { locations, recursive, sourceless }: RandomProject): EnvironmentSnapshot {
  return buildSnapshotAtOnce({
    environment: environmentWith({
      scriptDirectory: dirname(folder),
      versionLocations: locations.map((location) => `${folder}/${location}`),
      recursiveVersionLocations: recursive,
      sourceless,
    }),
    fileSystem: nodeFileSystem,
    generation: 1,
  });
}

function judgeByAlembic(
  python: string,
  folders: readonly string[],
  projects: readonly RandomProject[],
): readonly Verdict[] {
  const requests = projects.map(({ locations, recursive, sourceless, compiled }, index) => ({
    folder: folders[index],
    locations,
    recursive,
    sourceless,
    compiled,
  }));
  const run = spawnSync(python, [join(projectRoot, 'test', 'oracle', 'project_oracle.py')], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as readonly Verdict[];
}

function show({ files, locations, recursive, sourceless, compiled }: RandomProject): string {
  const texts = Object.entries(files)
    .filter(([path]) => !path.endsWith('.keep'))
    .map(([path, bytes]) => `#- ${path}\n${bytes.toString('utf8')}`);
  return `${JSON.stringify({ locations, recursive, sourceless, compiled })}\n${texts.join('')}`;
}
