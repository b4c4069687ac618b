import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { sharedFolder } from '../../fixtures/projectRoot';
import { buildRevisionMap } from '../../../server/core/revision/graph/buildRevisionMap';
import { summarizeGraph } from '../../../server/core/revision/graph/graphSummary';
import type { Answer, Query } from '../../../server/core/revision/plan/query';
import { answerQuery } from '../../../server/core/revision/plan/query';
import type { RevisionMap } from '../../../server/core/revision/graph/revisionMap';
import { difference } from './compareAnswers';
import { deliberateDifferences } from './deliberateDifferences';
import type { ExpectedAnswer, VectorFile } from './vectorRecords';
import { scriptOf } from './vectorRecords';

type VectorQuery = ExpectedAnswer & { readonly t: Query['ask']; readonly current?: readonly string[] };

interface GraphRecord {
  readonly id: string;
  readonly files: readonly VectorFile[];
  readonly load: ExpectedAnswer;
  readonly facts?: unknown;
  readonly user_errors?: Readonly<Record<'heads' | 'show' | 'history' | 'upgrade', ExpectedAnswer>>;
  readonly queries?: readonly VectorQuery[];
}

const path = `${sharedFolder}/vectors/random.jsonl`;

/** How each kind of command asks something simple. */
const simplest: Readonly<Record<string, Query>> = {
  heads: { ask: 'heads' },
  show: { ask: 'resolve', arg: 'heads' },
  history: { ask: 'history' },
  upgrade: { ask: 'upgrade', arg: 'heads', current: [] },
};

suite('recorded answers of the real library: random graphs', () => {
  let answers = 0;
  const differences: string[] = [];

  test('every record', function () {
    if (!existsSync(path)) {
      console.log(`      no ${path}: nothing compared`);
      this.skip();
    }
    for (const line of readFileSync(path, 'utf8').split('\n'))
      if (line) check(JSON.parse(line) as GraphRecord);
    for (const [id, reason] of Object.entries(deliberateDifferences))
      console.log(`      differs on purpose: ${id}: ${reason}`);
    console.log(`      ${String(answers)} answers compared, ${String(differences.length)} differ`);
    assert.equal(differences.length, 0, differences.slice(0, 20).join('\n\n'));
    assert.ok(answers > 0);
  });

  function check(record: GraphRecord): void {
    const map = buildRevisionMap(record.files.map(scriptOf));
    report(`${record.id} load`, difference({ map, kind: 'load', current: [] }, record.load, loadAnswer(map)));
    if (record.facts !== undefined)
      report(
        `${record.id} facts`,
        isDeepStrictEqual(plain(summarizeGraph(map)), record.facts)
          ? undefined
          : JSON.stringify(summarizeGraph(map)),
      );
    for (const [command, expected] of Object.entries(record.user_errors ?? {})) {
      const question = simplest[command];
      assert.ok(question);
      const { error, warnings } = answerQuery(map, question);
      const answer = { ...(error ? { error } : {}), ...(warnings ? { warnings } : {}) };
      report(`${record.id} ${command}`, difference({ map, kind: 'load', current: [] }, expected, answer));
    }
    for (const [index, query] of (record.queries ?? []).entries()) {
      const { t, ...question } = query;
      const answer = answerQuery(map, { ...question, ask: t } as unknown as Query);
      report(
        `${record.id} query ${String(index)} ${JSON.stringify(asked(query))}`,
        difference({ map, kind: t, current: query.current ?? startOf(query) }, query, answer),
      );
    }
  }

  function report(what: string, found: string | undefined): void {
    answers++;
    if (found !== undefined && !((what.split(' {')[0] ?? '') in deliberateDifferences))
      differences.push(`${what}\n${found}`);
  }
});

function loadAnswer(map: RevisionMap): Answer {
  return {
    ...(map.loadError ? { error: map.loadError } : {}),
    ...(map.warnings.length > 0 ? { warnings: map.warnings } : {}),
  };
}

/** With --sql the rows begin with the start of the range. */
function startOf(query: VectorQuery): readonly string[] {
  const { arg } = query as { readonly arg?: string };
  const start = arg?.includes(':') ? (arg.split(':')[0] ?? '') : '';
  return start === '' || start === 'base' ? [] : [start];
}

function asked(query: VectorQuery): unknown {
  const { t, arg, args, range, head, splice, depends_on, revisions, current, sql } =
    query as unknown as Readonly<Record<string, unknown>>;
  return { t, arg, args, range, head, splice, depends_on, revisions, current, sql };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
