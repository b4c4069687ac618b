import type { AlembicError } from '../errors/alembicError';
import { findCycleError } from './cycleErrors';
import { compareCodePoints, pythonRepr } from '../../text/pythonText';
import { ancestorEdges, reachableFrom } from './traversal';
import type { RevisionGraph } from './revisionGraph';
import type { RevisionScript } from './revisionScript';

/** A file that could not even be read into a script. */
export interface LoadFailure {
  readonly error: AlembicError;
  /** How many scripts were loaded before it. */
  readonly after: number;
}

/** The result of loading the map: Alembic's error, if any, and its warnings. */
export interface MapValidation {
  readonly loadError: AlembicError | undefined;
  readonly warnings: readonly string[];
}

/** The error that Alembic raises for a single file's values, before it knows any other file. */
function checkScript(script: RevisionScript): AlembicError | undefined {
  const { id, file } = script;
  const loop = (type: string, kind: string): AlembicError => ({
    type,
    message: `${kind} is detected in revisions (${id})`,
    files: [file],
  });
  if (script.downRevisions.includes(id)) return loop('LoopDetected', 'Self-loop');
  if (script.dependsOn.includes(id)) return loop('DependencyLoopDetected', 'Dependency self-loop');
  if (!/[@\-+:]/.test(id)) return undefined;
  const forbidden = [...new Set(id.match(/[@\-+:]/g))].sort(compareCodePoints);
  return {
    type: 'RevisionError',
    message: `Character(s) '${forbidden.join(', ')}' not allowed in revision identifier '${id}'`,
    files: [file],
  };
}

/**
 * Whether Alembic loads these scripts: the first error in its own order of checks, and the warnings before
 * it.
 */
export function validateMap(graph: RevisionGraph, failure: LoadFailure | undefined): MapValidation {
  const warnings: string[] = [];
  const loadError =
    fileError(graph, failure, warnings) ??
    labelError(graph) ??
    dependencyError(graph) ??
    parentError(graph, warnings) ??
    labelAsParentError(graph) ??
    findCycleError(graph);
  return { loadError, warnings };
}

function fileError(
  graph: RevisionGraph,
  failure: LoadFailure | undefined,
  warnings: string[],
): AlembicError | undefined {
  const seen = graph.hasDuplicates ? new Set<string>() : undefined;
  const { scripts } = graph;
  for (let node = 0; node < scripts.length; node++) {
    if (failure?.after === node) return failure.error;
    const script = graph.script(node);
    const error = checkScript(script);
    if (error) return error;
    if (!seen) continue;
    if (seen.has(script.id)) warnings.push(`Revision ${script.id} is present more than once`);
    seen.add(script.id);
  }
  return failure?.error;
}

function labelError(graph: RevisionGraph): AlembicError | undefined {
  const conflict = graph.labelConflicts[0];
  if (!conflict) return undefined;
  const { label, node, usedBy } = conflict;
  const files = [...new Set([node, usedBy])].map((each) => fileOf(graph, each));
  const message = `Branch name '${label}' in revision ${graph.id(node)} already used by revision ${graph.id(usedBy)}`;
  return { type: 'RevisionError', message, files };
}

function dependencyError(graph: RevisionGraph): AlembicError | undefined {
  const missing = graph.missing.find(({ kind }) => kind === 'depends_on');
  if (!missing) return undefined;
  return { type: 'KeyError', message: pythonRepr(missing.name), files: [fileOf(graph, missing.node)] };
}

function parentError(graph: RevisionGraph, warnings: string[]): AlembicError | undefined {
  const missing = graph.missing.filter(({ kind }) => kind === 'down_revision');
  if (missing.length === 0) return undefined;
  const children = new Map<string, Set<string>>();
  for (const node of graph.mapped()) {
    const first = missing.find((each) => each.node === node);
    const script = graph.scripts[node];
    if (!script) continue;
    if (first) {
      const line = lineWhileLoading(script, children.get(script.id)?.size ?? 0);
      warnings.push(`Revision ${first.name} referenced from ${line} is not present`);
      return { type: 'KeyError', message: pythonRepr(first.name), files: [script.file] };
    }
    for (const parent of script.downRevisions) {
      const present = children.get(parent);
      if (present) present.add(script.id);
      else children.set(parent, new Set([script.id]));
    }
  }
  return undefined;
}

/** `str(script)` at a moment when only some of its children are known. */
function lineWhileLoading(script: RevisionScript, children: number): string {
  const { downRevisions } = script;
  const isRoot = downRevisions.length === 0 || (downRevisions.length === 1 && downRevisions[0] === '');
  const marks = [
    children === 0 ? ' (head)' : '',
    children > 1 ? ' (branchpoint)' : '',
    downRevisions.length > 1 ? ' (mergepoint)' : '',
  ];
  return `${isRoot ? '<base>' : downRevisions.join(', ')} -> ${script.id}${marks.join('')}, ${script.message}`;
}

/**
 * The first step that follows parents by id dies on a label: normalisation, or else the cycle search from the
 * heads.
 */
function labelAsParentError(graph: RevisionGraph): AlembicError | undefined {
  if (graph.parentByLabel.length === 0) return undefined;
  const label = new Map(graph.parentByLabel.map((each) => [each.node, each.label]));
  for (const node of graph.allDependencies.keys()) {
    const culprit = reachableFrom(ancestorEdges(graph, false), [node]).members.find((each) =>
      label.has(each),
    );
    if (culprit === undefined) continue;
    return {
      type: 'RevisionError',
      message: 'Dependency resolution failed; broken map',
      files: [fileOf(graph, culprit)],
    };
  }
  return undefined;
}

function fileOf(graph: RevisionGraph, node: number): string {
  return graph.scripts[node]?.file ?? '';
}
