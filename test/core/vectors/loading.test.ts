import assert from 'node:assert/strict';
import { parentPath } from '../../../server/core/files/paths';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot, RevisionFile } from '../../../server/core/project/environmentSnapshot';
import type { StaticValue } from '../../../server/core/python/revisionFile';
import type { RevisionMap } from '../../../server/core/revision/graph/revisionMap';
import { environmentWith } from '../../fixtures/environmentWith';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { recordedAnswers } from '../../fixtures/recordedAnswers';

type Content = string | { readonly symlink: string } | { readonly bytes: string };

interface LoadingRecord {
  readonly name: string;
  readonly files: Readonly<Record<string, Content>>;
  readonly version_locations?: readonly string[];
  readonly recursive?: boolean;
  readonly sourceless?: boolean;
  readonly scripts: readonly Readonly<Record<string, unknown>>[];
  readonly file_error?: { readonly type: string; readonly message: string };
  readonly file_warnings?: readonly string[];
  readonly load?: unknown;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Records that are answered otherwise on purpose, with the reason. */
const differences: Readonly<Record<string, string>> = {
  "revision = b'a'": 'an id that is not a string is not known to our graph',
  "revision = ('a',)": 'an id that is not a string is not known to our graph',
  'star import from a sibling is not possible by default': 'an import is not tried: files are not executed',
  'exception at import': 'files are not executed',
  'down_revision = False': 'the same refusal, without the warning before it',
  'down_revision = 0': 'the same refusal, without the warning before it',
  'branch_labels = 1': 'labels are strings in our graph',
  '__pycache__ only, sourceless': 'compiled files are listed but not read',
};

const inputs = new Set(['name', 'files', 'version_locations', 'recursive', 'sourceless']);

const project = '/project';

suite('recorded directories', () => {
  const records = recordedAnswers<LoadingRecord>('loading.jsonl') ?? [];
  for (const record of records)
    test(record.name, () => {
      const found = answer(record);
      const expected = Object.fromEntries(Object.entries(record).filter(([key]) => !inputs.has(key)));
      if (Object.hasOwn(differences, record.name))
        assert.notDeepEqual(found, expected, 'no longer a difference');
      else assert.deepEqual(found, expected);
    });
  if (records.length > 0)
    test('deliberate differences', () => {
      for (const [name, reason] of Object.entries(differences)) console.log(`      ${name}: ${reason}`);
      assert.ok(Object.keys(differences).length <= 8);
    });
});

function answer(record: LoadingRecord): object {
  const snapshot = buildSnapshotAtOnce({
    environment: environmentWith({
      scriptDirectory: project,
      versionLocations: (record.version_locations ?? ['versions']).map((path) => `${project}/${path}`),
      recursiveVersionLocations: record.recursive ?? false,
      sourceless: record.sourceless ?? false,
    }),
    fileSystem: fileSystemOf(record.files),
    generation: 1,
  });
  const failed = snapshot.files.findIndex((file) => file.failure ?? idError(file));
  const loaded = failed < 0 ? snapshot.files : snapshot.files.slice(0, failed);
  const failedFile = snapshot.files[failed];
  const error = failedFile && (failedFile.failure ?? idError(failedFile));
  const { loadError, warnings } = snapshot.map;
  return {
    scripts: loaded.map(scriptRecord),
    ...(error
      ? { file_error: { type: error.type, message: shown(error.message) } }
      : {
          load: {
            ...(loadError ? { error: { type: loadError.type, message: loadError.message } } : {}),
            ...(warnings.length > 0 ? { warnings } : {}),
          },
        }),
    ...(snapshot.warnings.length > 0 ? { file_warnings: snapshot.warnings.map(shown) } : {}),
    ...(error || loadError ? {} : { facts: facts(snapshot) }),
  };
}

/**
 * What Alembic refuses while it reads the file, though the text is fine: it is the graph that says so here.
 */
function idError(file: RevisionFile): { readonly type: string; readonly message: string } | undefined {
  if (!file.script) return undefined;
  const snapshotOfOne = buildSnapshotAtOnce({
    environment: environmentWith({ versionLocations: [parentPath(file.path)] }),
    fileSystem: new MemoryFileSystem({ [file.path]: file.readText() ?? '' }),
    generation: 1,
  });
  const refusal = snapshotOfOne.map.loadError;
  return refusal && /RevisionError|Loop/.test(refusal.type) && !refusal.message.startsWith('Branch')
    ? refusal
    : undefined;
}

function scriptRecord(file: RevisionFile): object {
  const { header, message, longMessage } = file.reading;
  return {
    file: file.path.slice(project.length + 1),
    revision: header.revision ? json(header.revision.value) : file.script?.id,
    down_revision: unpacked(header.down_revision?.value),
    dependencies: unpacked(header.depends_on?.value),
    branch_labels: listed(header.branch_labels?.value),
    doc: message,
    longdoc: longMessage,
  };
}

function json(value: StaticValue): unknown {
  switch (value.kind) {
    case 'none':
      return null;
    case 'dynamic':
      return { $dynamic: value.source };
    case 'bytes':
      return { $bytes: value.value };
    case 'sequence':
      return { $tuple: value.items.map(json) };
    case 'string':
    case 'number':
    case 'boolean':
      return value.value;
  }
}

function listed(value: StaticValue | undefined): unknown[] {
  if (!value || value.kind === 'none') return [];
  if (value.kind === 'bytes') return [...value.value].map((byte) => byte.charCodeAt(0));
  return value.kind === 'sequence' ? value.items.map(json) : [json(value)];
}

/** As Alembic keeps parents and dependencies: one alone is not in a tuple. */
function unpacked(value: StaticValue | undefined): unknown {
  const items = listed(value);
  return items.length === 0 ? null : items.length === 1 ? items[0] : items;
}

function fileSystemOf(files: LoadingRecord['files']): MemoryFileSystem {
  const fileSystem = new MemoryFileSystem({ [`${project}/`]: '' });
  for (const [key, content] of Object.entries(files)) {
    const path = `${project}/${compiledPath(key) ?? key}`;
    if (key.endsWith('/')) fileSystem.makeDirectory(path);
    else if (typeof content === 'string') fileSystem.write(path, content);
    else if ('symlink' in content) fileSystem.link(path, content.symlink);
    else fileSystem.write(path, decoded(content.bytes));
  }
  return fileSystem;
}

/** What a host does: UTF-8 unless a coding line says otherwise, without the byte order mark. */
function decoded(bytes: string): string {
  if (bytes.includes('coding: latin-1')) return bytes;
  return new TextDecoder().decode(Buffer.from(bytes, 'latin1'));
}

function compiledPath(key: string): string | undefined {
  if (key.startsWith('pyc:')) return `${key.slice(4)}c`;
  if (!key.startsWith('cache:')) return undefined;
  const path = key.slice(6);
  return `${parentPath(path)}/__pycache__/${path.slice(path.lastIndexOf('/') + 1, -3)}.cpython-311.pyc`;
}

function facts(snapshot: EnvironmentSnapshot): object {
  const { map } = snapshot;
  const ids = [...map.revisions.keys()];
  const where = (test: (id: string) => boolean): string[] => ids.filter(test);
  const revision = (id: string) => map.revisions.get(id);
  return {
    order: ids,
    labels: Object.fromEntries(map.labels),
    heads: map.heads,
    real_heads: map.realHeads,
    bases: map.bases,
    real_bases: map.realBases,
    branch_points: where((id) => (revision(id)?.nextRevisions.length ?? 0) > 1),
    real_branch_points: where((id) => (revision(id)?.allNextRevisions.length ?? 0) > 1),
    merge_points: where((id) => (revision(id)?.downRevisions.length ?? 0) > 1),
    revisions: revisionFacts(map),
  };
}

function revisionFacts(map: RevisionMap): object {
  return Object.fromEntries(
    [...map.revisions].map(([id, revision]) => [
      id,
      Object.fromEntries(
        Object.entries({
          down_revision: revision.downRevisions,
          resolved_dependencies: revision.resolvedDependencies,
          normalized_dependencies: [...revision.normalizedDependencies].sort(),
          nextrev: [...new Set(revision.nextRevisions)].sort(),
          all_nextrev: [...new Set(revision.allNextRevisions)].sort(),
          branch_labels: [...revision.branchLabels].sort(),
        }).filter(([, list]) => list.length > 0),
      ),
    ]),
  );
}

function shown(text: string): string {
  return text.replaceAll(project, '{DIR}');
}
