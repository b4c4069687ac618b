import { planUpgrade } from '../../server/core/revision/plan/plan';
import type { Query } from '../../server/core/revision/plan/query';
import type { RevisionMap } from '../../server/core/revision/graph/revisionMap';
import type { RandomNumbers } from './randomNumbers';

/** Questions that a person could type about a graph, many of them wrong. */
export function randomQuestions(random: RandomNumbers, map: RevisionMap, count: number): Query[] {
  const questions: Query[] = [];
  while (questions.length < count) questions.push(randomQuestion(random, map));
  return questions;
}

function randomQuestion(random: RandomNumbers, map: RevisionMap): Query {
  const current = randomRows(random, map);
  switch (random.below(11)) {
    case 0:
    case 1:
      return { ask: 'resolve', arg: identifier(random, map) };
    case 2:
    case 3:
      return random.chance(0.2)
        ? { ask: 'upgrade', arg: sqlTarget(random, map), sql: true }
        : { ask: 'upgrade', arg: target(random, map), current };
    case 4:
    case 5:
      return random.chance(0.2)
        ? { ask: 'downgrade', arg: sqlTarget(random, map), sql: true }
        : { ask: 'downgrade', arg: target(random, map), current };
    case 6:
      if (random.chance(0.15))
        return { ask: 'stamp', args: some(random, () => sqlTarget(random, map)), sql: true };
      if (random.chance(0.1))
        return { ask: 'stamp', args: some(random, () => identifier(random, map)), current, purge: true };
      return { ask: 'stamp', args: some(random, () => identifier(random, map)), current };
    case 7:
      return { ask: 'history', range: random.chance(0.15) ? null : historyRange(random, map), current };
    case 8:
      return { ask: 'current', current };
    case 9:
      return {
        ask: 'new_revision',
        head: identifier(random, map),
        splice: random.chance(0.5),
        ...(random.chance(0.3) ? { depends_on: some(random, () => identifier(random, map)) } : {}),
      };
    default:
      return {
        ask: 'merge',
        revisions: some(random, () => identifier(random, map)),
        splice: random.chance(0.5),
      };
  }
}

function some<T>(random: RandomNumbers, make: () => T): T[] {
  return Array.from({ length: random.chance(0.6) ? 1 : 2 + random.below(2) }, make);
}

function anyId(random: RandomNumbers, map: RevisionMap): string {
  const ids = [...map.revisions.keys()];
  return ids.length === 0 || random.chance(0.04)
    ? random.pick(['nosuch', 'dead', 'x', 'feedfacecafe'])
    : random.pick(ids);
}

function anyLabel(random: RandomNumbers, map: RevisionMap): string {
  const labels = [...map.labels.keys()];
  if (labels.length > 0 && random.chance(0.7)) return random.pick(labels);
  return random.chance(0.2)
    ? random.pick(['nolabel', 'feature', '', 'head'])
    : part(random, anyId(random, map));
}

function part(random: RandomNumbers, id: string): string {
  return random.chance(0.5) ? id : [...id].slice(0, 1 + random.below(id.length)).join('');
}

function plainName(random: RandomNumbers, map: RevisionMap): string {
  const roll = random.below(8);
  if (roll < 2) return random.pick(['head', 'heads', 'base']);
  if (roll < 3 && map.labels.size > 0) return random.pick([...map.labels.keys()]);
  return roll < 6 ? anyId(random, map) : part(random, anyId(random, map));
}

function identifier(random: RandomNumbers, map: RevisionMap): string {
  if (random.chance(0.04))
    return random.pick([
      '',
      '@head',
      'a@b@head',
      'current',
      '-1',
      '-2',
      '+1',
      ' -1 ',
      '-٣',
      'a,b',
      '@',
      '1_0',
      '-1_0',
    ]);
  const name = random.chance(0.05) ? `-${String(random.below(4))}` : plainName(random, map);
  return random.chance(0.3) ? `${anyLabel(random, map)}@${name}` : name;
}

function target(random: RandomNumbers, map: RevisionMap): string {
  if (random.chance(0.5)) return identifier(random, map);
  if (random.chance(0.03)) return `${anyId(random, map)}:${anyId(random, map)}`;
  const steps = random.pick(['+', '-']) + random.pick(['1', '1', '2', '3', '0', '50', '01', '٢', '1x']);
  const symbol = random.chance(0.5) ? '' : plainName(random, map);
  return random.chance(0.3) ? `${anyLabel(random, map)}@${symbol}${steps}` : symbol + steps;
}

function sqlTarget(random: RandomNumbers, map: RevisionMap): string {
  if (random.chance(0.1)) return target(random, map);
  const end = `${plainName(random, map)}:${target(random, map)}`;
  return random.chance(0.05) ? `${end}:x` : end;
}

function historyRange(random: RandomNumbers, map: RevisionMap): string {
  const end = (): string =>
    random.chance(0.2)
      ? ''
      : random.chance(0.2)
        ? 'current'
        : random.chance(0.6)
          ? identifier(random, map)
          : target(random, map);
  if (random.chance(0.03)) return end();
  return random.chance(0.02) ? `${end()}:${end()}:` : `${end()}:${end()}`;
}

/** Mostly rows that an interrupted upgrade leaves, some arbitrary ones. */
function randomRows(random: RandomNumbers, map: RevisionMap): readonly string[] {
  const ids = [...map.revisions.keys()];
  if (ids.length === 0 || random.chance(0.15)) return random.chance(0.9) ? [] : ['gone'];
  if (random.chance(0.2)) return random.sample(ids, 1 + random.below(3));
  if (random.chance(0.05))
    return [random.pick(ids), random.pick(['gone', 'head', part(random, random.pick(ids))])];
  const goal = random.chance(0.5) ? 'heads' : random.pick(ids);
  const planned = planUpgrade(map, goal, []);
  if (!planned.ok || planned.value.steps.length === 0) return [random.pick(ids)];
  const rows = new Set<string>();
  const steps = planned.value.rows.slice(0, 1 + random.below(planned.value.rows.length));
  for (const [operation, first, second] of steps.flat()) {
    if (operation === 'insert') rows.add(first);
    else rows.delete(first);
    if (second !== undefined) rows.add(second);
  }
  return random.sample([...rows], rows.size);
}
