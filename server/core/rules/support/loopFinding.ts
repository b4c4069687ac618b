import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { hasConflictMarkers } from '../../python/conflictMarkers';
import { createTime, revisesIds } from './docstringFields';
import { fileOfRevision, rangeOfHeaderString } from './headerStrings';
import type { LoopEdge } from './loops';
import { descendantsOf } from '../../revision/graph/relatives';
import type { RuleFinding } from '../engine/rule';
import { quotedList } from './wording';
import { fileNameOf } from '../../files/paths';

/**
 * One finding at every edge of a loop, all naming the whole loop with its files; the edge most likely to be
 * wrong says so.
 */
export function* describeLoop(
  snapshot: EnvironmentSnapshot,
  loop: readonly LoopEdge[],
): Generator<RuleFinding, void, void> {
  const places = loop.flatMap((edge) => {
    const file = fileOfRevision(snapshot, edge.from);
    return file ? [{ edge, file, range: rangeOfLoopEdge(snapshot, file, edge) }] : [];
  });
  const suspects = loop.filter(
    (edge) => namesYounger(snapshot, edge) || contradictsDocstring(snapshot, edge),
  );
  const suspect = suspects.length === 1 ? suspects[0] : undefined;
  const cause = causeOf(snapshot, loop);
  const shown = places.slice(0, mostRelated + 1);
  for (const { edge, file, range } of places) {
    yield {
      message: `${nameLoop(snapshot, loop, edge)} is a loop${cause}: ${adviceFor(edge, suspect)}.`,
      file: file.path,
      range,
      related: shown
        .filter((place) => place.edge !== edge)
        .slice(0, mostRelated)
        .map((place) => ({
          file: place.file.path,
          range: place.range,
          message: `'${place.edge.from}' ${verb(place.edge)} '${place.edge.to}' here.`,
        })),
      fixes: suspect && suspect !== edge ? fixesElsewhere(snapshot, suspect) : fixesFor(snapshot, file, edge),
    };
  }
}

/** How many of the other places of a loop are shown beside each. */
const mostRelated = 20;

function rangeOfLoopEdge(snapshot: EnvironmentSnapshot, file: RevisionFile, edge: LoopEdge) {
  return rangeOfHeaderString(file, edge.variable, writtenName(snapshot, file, edge));
}

/** The id or label with which the file names the next revision of the loop. */
function writtenName(snapshot: EnvironmentSnapshot, file: RevisionFile, edge: LoopEdge): string {
  if (edge.variable === 'down_revision') return edge.to;
  const names = file.script?.dependsOn ?? [];
  return names.find((name) => name === edge.to || snapshot.map.labels.get(name) === edge.to) ?? edge.to;
}

function nameLoop(snapshot: EnvironmentSnapshot, loop: readonly LoopEdge[], first: LoopEdge): string {
  const at = loop.indexOf(first);
  const isLong = loop.length > 6;
  const begin = loop.slice(at, isLong ? at + 5 : undefined);
  const rotated = [...begin, ...loop.slice(0, isLong ? 5 - begin.length : at)];
  const steps = isLong ? [...rotated, undefined] : rotated;
  const named = steps.map((edge) => {
    if (!edge) return `${loop.length - 5} more`;
    const file = fileOfRevision(snapshot, edge.from);
    return `'${edge.from}' (${file ? fileNameOf(file.path) : 'no file'})`;
  });
  return `${named.join(' -> ')} -> '${first.from}'`;
}

function causeOf(snapshot: EnvironmentSnapshot, loop: readonly LoopEdge[]): string {
  const ids = new Set(loop.map((edge) => edge.from));
  const count = new Map<string, number>();
  for (const script of snapshot.map.scripts) {
    if (ids.has(script.id)) count.set(script.id, (count.get(script.id) ?? 0) + 1);
  }
  const repeated = [...count].filter(([, times]) => times > 1).map(([id]) => id);
  if (repeated.length > 0) return ` because several files declare ${quotedList(repeated)}`;
  const marked = [...ids].flatMap((id) => {
    const file = fileOfRevision(snapshot, id);
    return file && hasConflictMarkers(file.reading) ? [fileNameOf(file.path)] : [];
  });
  return marked.length > 0 ? ` because a merge conflict is not resolved in ${quotedList(marked)}` : '';
}

function adviceFor(edge: LoopEdge, suspect: LoopEdge | undefined): string {
  if (!suspect) return `change one ${edge.variable} on it`;
  if (suspect === edge) return `this ${edge.variable} is probably the wrong one, change it`;
  return `the ${suspect.variable} of '${suspect.from}' is probably the wrong one, change it`;
}

function verb(edge: LoopEdge): string {
  return edge.variable === 'down_revision' ? 'follows' : 'depends on';
}

function namesYounger(snapshot: EnvironmentSnapshot, edge: LoopEdge): boolean {
  const own = createTime(fileOfRevision(snapshot, edge.from));
  const named = createTime(fileOfRevision(snapshot, edge.to));
  return own !== undefined && named !== undefined && own < named;
}

function contradictsDocstring(snapshot: EnvironmentSnapshot, edge: LoopEdge): boolean {
  const file = fileOfRevision(snapshot, edge.from);
  const revises = file && revisesIds(file);
  return edge.variable === 'down_revision' && revises !== undefined && !revises.includes(edge.to);
}

/** The fixes of the edge that is probably wrong, beside another one. */
function fixesElsewhere(snapshot: EnvironmentSnapshot, suspect: LoopEdge): readonly FixSpecification[] {
  const file = fileOfRevision(snapshot, suspect.from);
  const fixes = file ? fixesFor(snapshot, file, suspect) : [];
  return fixes.map((fix) => (fix.kind === 'change-reference' ? { ...fix, isElsewhere: true } : fix));
}

function fixesFor(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  edge: LoopEdge,
): readonly FixSpecification[] {
  const { variable, from, to } = edge;
  const opened: FixSpecification = {
    kind: 'break-cycle',
    file: file.path,
    variable,
    name: writtenName(snapshot, file, edge),
  };
  if (variable === 'depends_on' || (file.script?.downRevisions.length ?? 0) > 1) return [opened];
  const own = descendantsOf(snapshot.map, from);
  const earlier = (revisesIds(file) ?? []).filter((id) => snapshot.map.revisions.has(id) && !own.has(id));
  const heads = snapshot.map.heads.filter((head) => !own.has(head));
  const instead = [...new Set([...earlier, ...heads])].slice(0, 3);
  return [
    ...instead.map((id): FixSpecification => ({
      kind: 'change-reference',
      file: file.path,
      variable,
      from: to,
      to: id,
    })),
    opened,
  ];
}
