import assert from 'node:assert/strict';
import { buildRevisionMap } from '../../server/core/revision/graph/buildRevisionMap';
import type { Answer } from '../../server/core/revision/plan/query';
import { difference } from '../core/vectors/compareAnswers';
import type { ExpectedAnswer, VectorFile } from '../core/vectors/vectorRecords';
import { scriptOf } from '../core/vectors/vectorRecords';
import { recordedAnswers } from '../fixtures/recordedAnswers';
import { runCli, withFiles } from './runCli';

interface GraphRecord {
  readonly id: string;
  readonly files: readonly (VectorFile & { readonly source: string })[];
  readonly load: ExpectedAnswer;
  readonly queries?: readonly (ExpectedAnswer & {
    readonly t: string;
    readonly arg?: string;
    readonly current?: readonly string[];
  })[];
}

/**
 * Every so many-th recorded graph goes all the way through files and process; the core tests ask all of them.
 */
const stride = Number(process.env['QUERY_STRIDE'] ?? 8);

suite('alembic-ls query answers as the real library did', () => {
  const records = (recordedAnswers<GraphRecord>('random.jsonl') ?? []).filter(
    (_, index) => index % stride === 0,
  );
  for (const record of records)
    test(record.id, () => {
      const files = Object.fromEntries(record.files.map((file) => [`m/versions/${file.name}`, file.source]));
      const queries = record.queries ?? [];
      withFiles({ 'alembic.ini': '[alembic]\nscript_location = m\n', ...files }, (directory) => {
        const lines = queries.map(({ t, ...fields }) => JSON.stringify({ ...fields, ask: t }));
        const run = runCli(directory, ['query'], `${['{"ask":"facts"}', ...lines].join('\n')}\n`);
        assert.equal(run.code, 0, run.stderr);
        const [facts, ...answers] = run.stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Answer);
        assert.equal(answers.length, queries.length);
        assert.equal(facts?.error !== undefined, record.load.error !== undefined);
        const map = buildRevisionMap(record.files.map(scriptOf));
        const differences = queries.flatMap((query, index) => {
          const start = query.arg?.split(':')[0] ?? '';
          const current = query.current ?? (start === 'base' ? [] : [start]);
          const found = difference({ map, kind: query.t, current }, query, answers[index] ?? {});
          return found === undefined ? [] : [`${lines[index]?.slice(0, 120) ?? ''}\n${found}`];
        });
        assert.deepEqual(differences, []);
      });
    });
});
