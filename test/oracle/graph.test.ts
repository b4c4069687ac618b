import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { summarizeGraph } from '../../server/core/revision/graph/graphSummary';
import type { Answer, Query } from '../../server/core/revision/plan/query';
import { answerQuery } from '../../server/core/revision/plan/query';
import type { RevisionMap } from '../../server/core/revision/graph/revisionMap';
import { difference } from '../core/vectors/compareAnswers';
import type { ExpectedAnswer } from '../core/vectors/vectorRecords';
import type { OracleReply, OracleRequest } from './graphOracle';
import { askAlembic, pythonWith } from './graphOracle';
import type { DirectoryLimits, RandomDirectory } from './randomDirectory';
import { randomDirectory } from './randomDirectory';
import { RandomNumbers } from './randomNumbers';
import { randomQuestions } from './randomQuestions';
import { caseCount, caseSeed } from '../fixtures/caseCount';

/** Questions in a normal run, and how many about one directory. */
const wanted = caseCount(3000);
const perDirectory = 30;
const firstSeed = caseSeed();

const versions = [
  {
    name: 'newest',
    packages: ['alembic', 'sqlalchemy'],
    share: 1,
    limits: { colonInIds: false, noSets: false, otherDowngradeRows: false },
  },
  {
    name: '1.13',
    packages: ['alembic==1.13.3', 'sqlalchemy'],
    share: 0.3,
    limits: { colonInIds: true, noSets: true, otherDowngradeRows: false },
  },
  {
    name: '1.8',
    packages: ['alembic==1.8.1', 'sqlalchemy==1.4.54'],
    share: 0.3,
    limits: { colonInIds: true, noSets: true, otherDowngradeRows: true },
  },
];

interface Case {
  readonly seed: number;
  readonly limits: DirectoryLimits;
  readonly directory: RandomDirectory;
  readonly map: RevisionMap;
  readonly request: OracleRequest;
}

suite('random graphs beside the real Alembic', () => {
  for (const { name, packages, share, limits } of versions) {
    test(`Alembic ${name}`, async () => {
      const python = await pythonWith(`oracle-${name}`, packages);
      const directories = Math.max(1, Math.ceil((wanted * share) / perDirectory));
      const cases = Array.from({ length: directories }, (_, index) => makeCase(firstSeed + index, limits));
      const replies = askAlembic(python, requestsOf(cases), 0);
      const asks = cases.map((each, index) => ({ case: each, replies: [replies[index] as OracleReply] }));
      const real = judge(python, asks);
      const asked = replies.reduce((sum, { answers }) => sum + answers.length + 5, 0);
      const refused = replies.filter(({ load }) => load.error).length;
      console.log(
        `      Alembic ${replies[0]?.version ?? '?'}, seed ${String(firstSeed)}: ${String(directories)} directories ` +
          `(${String(refused)} refused), ${String(asked)} answers compared, ${String(real.length)} differ`,
      );
      assert.equal(real.length, 0, real.slice(0, 10).join('\n\n'));
    });
  }
});

function makeCase(seed: number, limits: DirectoryLimits): Case {
  const random = new RandomNumbers(seed);
  const directory = randomDirectory(random, limits);
  const files = Object.entries(directory.files).map(([name, text]) => [
    `/project/alembic/versions/${name}`,
    text,
  ]);
  const snapshot = buildSnapshotAtOnce({
    environment: environmentWith({}),
    fileSystem: new MemoryFileSystem(Object.fromEntries(files) as Readonly<Record<string, string>>),
    generation: 1,
  });
  const questions = randomQuestions(random, snapshot.map, perDirectory);
  return { seed, limits, directory, map: snapshot.map, request: { files: directory.files, questions } };
}

function requestsOf(cases: readonly Case[]): OracleRequest[] {
  return cases.map(({ request }) => request);
}

/** A directory with what the library said of it under one hash seed after another. */
interface Ask {
  readonly case: Case;
  readonly replies: readonly OracleReply[];
}

/**
 * Where an answer differs the library may have chosen another order of a set: it is asked again with other
 * hash seeds.
 */
function judge(python: string, asks: readonly Ask[]): string[] {
  let open = asks.flatMap((ask) => stillOpen(ask));
  for (let hashSeed = 1; hashSeed <= 16 && open.length > 0; hashSeed++) {
    const replies = askAlembic(python, requestsOf(open.map((ask) => ask.case)), hashSeed);
    open = open.flatMap((ask, index) =>
      stillOpen({ case: ask.case, replies: [...ask.replies, replies[index] as OracleReply] }),
    );
  }
  return open.flatMap((ask) => differences(ask).map(({ text }) => text));
}

/** The questions of a directory that are answered in another way than the library was seen to answer. */
function stillOpen(ask: Ask): Ask[] {
  const found = differences(ask);
  if (found.length === 0) return [];
  const indices = found.flatMap(({ index }) => (index === undefined ? [] : [index]));
  const questions = indices.flatMap((index) => ask.case.request.questions[index] ?? []);
  const replies = ask.replies.map((reply) => ({
    ...reply,
    answers: indices.flatMap((index) => reply.answers[index] ?? []),
  }));
  return [{ case: { ...ask.case, request: { ...ask.case.request, questions } }, replies }];
}

interface Difference {
  /** Which question; undefined for loading and facts. */
  readonly index: number | undefined;
  readonly text: string;
}

/** How our answers differ from all that the library said under several hash seeds. */
function differences({ case: { seed, limits, directory, map, request }, replies }: Ask): Difference[] {
  const found: Difference[] = [];
  const compare = (
    what: string,
    question: Query | undefined,
    expected: readonly ExpectedAnswer[],
    answer: Answer,
    index?: number,
  ): void => {
    const current = question ? rowsOf(map, question) : [];
    const text = difference({ map, kind: question?.ask ?? 'load', current }, together(expected), answer);
    if (text !== undefined)
      found.push({
        index,
        text: `seed ${String(seed)} ${directory.defect ?? 'sound'} ${what}\n${text}`,
      });
  };
  const load = { ...(map.loadError ? { error: map.loadError } : {}), ...warningsOf(map.warnings) };
  compare(
    'load',
    undefined,
    replies.map((reply) => reply.load),
    load,
  );
  const [reply] = replies;
  if (!reply || map.loadError || reply.load.error) {
    for (const [command, question] of Object.entries(simplest)) {
      const { error, warnings } = answerQuery(map, question);
      const expected = replies.flatMap(({ user_errors }) =>
        user_errors ? [user_errors[command as keyof typeof simplest]] : [],
      );
      compare(command, undefined, expected, { ...(error ? { error } : {}), ...warningsOf(warnings) });
    }
    return found;
  }
  if (!replies.some((each) => isDeepStrictEqual(plain(summarizeGraph(map)), plain(each.facts))))
    found.push({
      index: undefined,
      text: `seed ${String(seed)} ${directory.defect ?? 'sound'} facts\nexpected ${JSON.stringify(reply.facts)}\n     got ${JSON.stringify(summarizeGraph(map))}`,
    });
  for (const [index, question] of request.questions.entries())
    compare(
      JSON.stringify(question),
      question,
      replies.flatMap(({ answers }) => withoutRows(answers[index] ?? {}, question, limits)),
      withoutRows(answerQuery(map, question), question, limits),
      index,
    );
  return found;
}

const simplest = {
  heads: { ask: 'heads' },
  show: { ask: 'resolve', arg: 'heads' },
  history: { ask: 'history' },
  upgrade: { ask: 'upgrade', arg: 'heads', current: [] },
} as const;

/** One outcome, or all different ones as alternatives. */
function together(outcomes: readonly ExpectedAnswer[]): ExpectedAnswer {
  const distinct = outcomes.filter(
    (each, index) => outcomes.findIndex((other) => isDeepStrictEqual(other, each)) === index,
  );
  const [only] = distinct;
  if (distinct.length < 2) return only ?? {};
  if (only?.get_revisions) {
    const parts = (name: 'get_revisions' | 'get_revision'): ExpectedAnswer =>
      together(distinct.map((each) => each[name] ?? {}));
    return { get_revisions: parts('get_revisions'), get_revision: parts('get_revision') };
  }
  return { unstable: distinct };
}

function rowsOf(map: RevisionMap, question: Query): readonly string[] {
  if ('current' in question) return question.current ?? [];
  if (!('sql' in question) || !('arg' in question) || !question.arg.includes(':')) return [];
  const start = answerQuery(map, { ask: 'resolve', arg: question.arg.split(':')[0] ?? '' }).get_revision
    ?.value;
  return typeof start === 'string' ? [start] : [];
}

function withoutRows<T extends ExpectedAnswer | Answer>(
  answer: T,
  question: Query,
  limits: DirectoryLimits,
): T {
  if (!limits.otherDowngradeRows || question.ask !== 'downgrade') return answer;
  const left: Record<string, unknown> = { ...answer };
  for (const key of ['rows', 'heads_after', 'table_error']) delete left[key];
  return left as T;
}

function warningsOf(warnings: readonly string[] | undefined): { readonly warnings?: readonly string[] } {
  return warnings && warnings.length > 0 ? { warnings } : {};
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
