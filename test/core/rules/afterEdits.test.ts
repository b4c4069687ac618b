import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import type { SnapshotChanges } from '../../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { buildRevisionMap } from '../../../server/core/revision/graph/buildRevisionMap';
import { summarizeGraph } from '../../../server/core/revision/graph/graphSummary';
import { findCycles } from '../../../server/core/revision/graph/findCycles';
import type { RevisionMap } from '../../../server/core/revision/graph/revisionMap';
import type { GitFacts, GitTree } from '../../../server/core/rules/engine/gitFacts';
import { runRules, runRulesInSteps } from '../../../server/core/rules/engine/runRules';
import type { RuleRun } from '../../../server/core/rules/engine/runRules';
import type { RuleSettings } from '../../../server/core/rules/engine/ruleSettings';
import { environmentWith } from '../../fixtures/environmentWith';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { randomHistory } from '../../oracle/randomHistory';
import { RandomNumbers } from '../../oracle/randomNumbers';
import { caseCount, caseSeed } from '../../fixtures/caseCount';

const folder = '/project/alembic/versions';
const editsOfOneHistory = 12;

suite('after edits', () => {
  test('graph and findings are those of a fresh look, whatever was edited before', () => {
    const first = caseSeed();
    const runs = caseCount(25);
    let findings = 0;
    let refused = 0;
    for (let seed = first; seed < first + runs; seed++) {
      const project = new EditedProject(seed);
      for (let edit = 0; edit < editsOfOneHistory; edit++) {
        const said = project.edit();
        const explained = `SEED=${seed} edit ${edit + 1}: ${said}`;
        findings += project.compareFindings(explained);
        if (project.compareGraph(explained)) refused++;
      }
    }
    console.log(
      `      SEED=${first}: ${runs * editsOfOneHistory} edits, ${refused} refused graphs, ${findings} findings`,
    );
    assert.ok(findings > 0 && refused > 0);
  });

  test('findings that an edit does not touch are the same objects', () => {
    const files = {
      'a.py': "revision = 'a'\ndown_revision = None\ndef downgrade(): pass\n",
      'b.py': "revision = 'b'\ndown_revision = 'nowhere'\ndef upgrade(): pass\ndef downgrade(): pass\n",
    };
    const fileSystem = new MemoryFileSystem(inFolder(files));
    const environment = environmentWith({});
    const before = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
    const earlier = runToEnd(before, { rules: {} }, undefined, undefined);
    fileSystem.write(`${folder}/b.py`, `\n${files['b.py']}`);
    const changes = { contents: new Set([`${folder}/b.py`]), listing: false };
    const after = buildSnapshotAtOnce({ environment, fileSystem, generation: 2, previous: before, changes });
    const later = runToEnd(after, { rules: {} }, undefined, earlier);
    const inFirst = (run: RuleRun) => run.findings.filter(({ file }) => file.endsWith('/a.py'));
    assert.ok(inFirst(later).length > 0);
    assert.ok(inFirst(later).every((finding, at) => finding === inFirst(earlier)[at]));
    assert.notDeepEqual(later.findings, earlier.findings);
  });
});

/** A project that is edited at random, with what is known of it kept from edit to edit. */
class EditedProject {
  readonly #chance: RandomNumbers;
  readonly #files: MemoryFileSystem;
  readonly #environment = environmentWith({});
  /** Texts that files may get, from several histories. */
  readonly #texts: readonly string[];
  readonly #git: GitFacts;
  #settings: RuleSettings = { rules: {} };
  #gitNow: GitFacts | undefined;
  #generation = 0;
  #snapshot: EnvironmentSnapshot;
  #run: RuleRun | undefined;

  constructor(seed: number) {
    this.#chance = new RandomNumbers(seed);
    const [own, ...others] = [0, 1, 2].map((offset) => randomHistory(seed * 3 + offset));
    this.#files = new MemoryFileSystem(inFolder(own ?? {}));
    this.#texts = [own, ...others].flatMap((history) => Object.values(history ?? {}));
    this.#git = {
      mainBranch: 'main',
      mergeBase: treeOf('b'.repeat(40), own ?? {}),
      main: treeOf('a'.repeat(40), { ...own, ...others[0] }),
      changedFiles: undefined,
    };
    this.#snapshot = this.#read(undefined);
  }

  /** Changes something, and says what. */
  edit(): string {
    const kind = this.#chance.below(10);
    if (kind === 0) {
      this.#settings = {
        rules: this.#chance.chance(0.5) ? { 'create-date-order': 'hint', 'multiple-heads': 'off' } : {},
      };
      return 'settings';
    }
    if (kind === 1) {
      this.#gitNow = this.#gitNow ? undefined : this.#git;
      return 'Git';
    }
    const contents = new Set<string>();
    const said: string[] = [];
    let listing = false;
    for (let count = this.#chance.chance(0.8) ? 1 : 3; count > 0; count--) {
      const paths = this.#snapshot.files.map(({ path }) => path);
      const path =
        this.#chance.chance(0.15) || paths.length === 0
          ? `${folder}/new${this.#chance.below(4)}.py`
          : this.#chance.pick(paths);
      const before = this.#files.readText(path);
      listing ||= before === undefined;
      contents.add(path);
      if (before !== undefined && paths.length > 1 && this.#chance.chance(0.06)) {
        this.#files.remove(path);
        listing = true;
        said.push(`deleted ${path}`);
      } else {
        const text = this.#changed(before ?? this.#chance.pick(this.#texts));
        this.#files.write(path, text);
        said.push(`wrote ${path}:\n${text}`);
      }
    }
    this.#snapshot = this.#read({ contents, listing });
    return said.join('\n');
  }

  #changed(text: string): string {
    const { map } = this.#snapshot;
    const ids = [...map.revisions.keys(), ...map.labels.keys(), 'nowhere'];
    const id = JSON.stringify(this.#chance.pick(ids));
    const set = (name: string, value: string): string => {
      const line = new RegExp(`^${name} = .*$`, 'm');
      return line.test(text) ? text.replace(line, () => `${name} = ${value}`) : `${name} = ${value}\n${text}`;
    };
    return this.#chance.pick<() => string>([
      () => this.#chance.pick(this.#texts),
      () => `\n${text}`,
      () => `${text}# typed\n`,
      () => text.replace('a message', 'another message'),
      () =>
        `"""said\n\nRevision ID: x\nRevises: ${id}\nCreate Date: 20${10 + this.#chance.below(20)}-01-01\n"""\n${text}`,
      () => set('down_revision', id),
      () => set('down_revision', 'None'),
      () => set('down_revision', `(${id}, ${JSON.stringify(this.#chance.pick(ids))})`),
      () => set('depends_on', id),
      () => set('branch_labels', `("l${this.#chance.below(3)}",)`),
      () => set('revision', this.#chance.pick([id, '"fresh"'])),
      () => `${text}# alembic: ignore-file[unknown-down-revision]\n`,
      () => `${text}x = (\n`,
      () => text.slice(0, this.#chance.below(text.length)),
    ])();
  }

  /** Gives the number of findings. */
  compareFindings(explained: string): number {
    this.#run = runToEnd(this.#snapshot, this.#settings, this.#gitNow, this.#run);
    assert.deepEqual(
      this.#run.findings,
      runRules(this.#snapshot, this.#settings, { git: this.#gitNow }),
      explained,
    );
    return this.#run.findings.length;
  }

  /** Whether Alembic would refuse the graph. */
  compareGraph(explained: string): boolean {
    const { map, files } = this.#snapshot;
    compareMaps(map, buildRevisionMap(map.scripts), explained);
    // While a file does not parse, what it said before stands in, which a fresh look can't know.
    if (files.some(({ reading }) => reading.problems.length > 0)) return false;
    const fresh = this.#readFresh();
    compareMaps(map, fresh.map, explained);
    assert.deepEqual(map.loadError, fresh.map.loadError, explained);
    assert.deepEqual(map.warnings, fresh.map.warnings, explained);
    assert.deepEqual(map.scripts, fresh.map.scripts, explained);
    return map.loadError !== undefined;
  }

  #read(changes: SnapshotChanges | undefined): EnvironmentSnapshot {
    return buildSnapshotAtOnce({
      environment: this.#environment,
      fileSystem: this.#files,
      generation: ++this.#generation,
      ...(changes && { previous: this.#snapshot, changes }),
    });
  }

  #readFresh(): EnvironmentSnapshot {
    return buildSnapshotAtOnce({ environment: this.#environment, fileSystem: this.#files, generation: 1 });
  }
}

function compareMaps(map: RevisionMap, fresh: RevisionMap, explained: string): void {
  assert.deepEqual(summarizeGraph(map), summarizeGraph(fresh), explained);
  assert.deepEqual(findCycles(map.graph), findCycles(fresh.graph), explained);
  for (const what of [
    'missing',
    'parentByLabel',
    'labelConflicts',
    'labelled',
    'parentEdges',
    'childEdges',
  ] as const)
    assert.deepEqual(map.graph[what], fresh.graph[what], explained);
  compareJoinedEdges(map.graph, explained);
  const { ranks } = map.graph;
  assert.equal(ranks === undefined, fresh.graph.ranks === undefined, explained);
  for (const node of ranks?.keys() ?? [])
    for (const down of map.graph.allParents(node))
      assert.ok((ranks?.[down] ?? 0) < (ranks?.[node] ?? 0), explained);
  const [first] = fresh.scripts;
  for (const name of first ? [first.id, first.message, 'nowhere'] : [])
    assert.deepEqual(
      map.graph.nameKeys.mayBeLike(name, 1),
      fresh.graph.nameKeys.mayBeLike(name, 1),
      explained,
    );
}

/** Edges along parents and dependencies together are those along each, no repeats. */
function compareJoinedEdges(graph: RevisionMap['graph'], explained: string): void {
  const joined = (first: readonly number[], second: readonly number[]) => [...new Set([...first, ...second])];
  for (const node of graph.scripts.keys()) {
    const dependants = graph.allDependants.get(node) ?? [];
    const parents = graph.parents(node);
    assert.deepEqual(graph.allParents(node), joined(parents, graph.dependencies(node)), explained);
    assert.deepEqual(graph.downs(node), joined(parents, graph.normalizedDependencies(node)), explained);
    const children = joined(graph.children(node), dependants);
    if (dependants.length > 0) children.sort((a, b) => graph.position(a) - graph.position(b));
    assert.deepEqual(graph.allChildren(node), children, explained);
  }
}

function runToEnd(
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  git: GitFacts | undefined,
  earlier: RuleRun | undefined,
): RuleRun {
  const running = runRulesInSteps(snapshot, settings, { git }, earlier);
  for (;;) {
    const step = running.next();
    if (step.done) return step.value;
  }
}

function inFolder(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function treeOf(commit: string, files: Readonly<Record<string, string>>): GitTree {
  const snapshot = buildSnapshotAtOnce({
    environment: environmentWith({}),
    fileSystem: new MemoryFileSystem(inFolder(files)),
    generation: 1,
  });
  return {
    commit,
    files: new Map(snapshot.files.map((file) => [file.path, file])),
  };
}
