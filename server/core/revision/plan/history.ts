import type { Outcome } from '../errors/alembicError';
import type { End } from './collected';
import { collectUpgrade } from './collectUpgrade';
import { orderAndFind, tooManyValues } from './plan';
import { pythonStrip } from '../../text/pythonText';
import { attempt, commandError, forUser } from '../errors/alembicException';
import type { RevisionMap } from '../graph/revisionMap';

/**
 * The ids that `alembic history -r RANGE` lists, newest first. Without a range all of them. `current` are the
 * database's rows, which the word `current` in the range stands for.
 */
export function listHistory(
  map: RevisionMap,
  range?: string,
  current: readonly string[] = [],
): Outcome<readonly string[]> {
  return attempt((warnings) => {
    const { start, end } = range === undefined ? { start: '', end: '' } : splitRange(range);
    const lower = orDefault(end !== 'current' && start === 'current' ? current : start, 'base');
    const upper = orDefault(end === 'current' ? current : end, 'heads');
    return forUser({ start: lower, end: upper }, () => {
      const options = { inclusive: true, implicitBase: false, stopAtEnd: true };
      const nodes = orderAndFind(map, collectUpgrade(map, upper, lower, options, warnings));
      return nodes.map((node) => map.graph.id(node));
    });
  });
}

function orDefault(end: Exclude<End, undefined>, fallback: string): Exclude<End, undefined> {
  return end.length === 0 ? fallback : end;
}

function splitRange(range: string): { readonly start: string; readonly end: string } {
  if (!range.includes(':')) throw commandError('History range requires [start]:[end], [start]:, or :[end]');
  const [start = '', end = '', ...more] = pythonStrip(range).split(':');
  if (more.length > 0) throw tooManyValues();
  return { start, end };
}
