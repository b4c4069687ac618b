import assert from 'node:assert/strict';
import { historyRows, rowId } from '../../client/src/features/historyTree/historyNode';
import { readFilterFacts } from '../../client/src/features/historyTree/filterFacts';
import type { FilterServer } from '../../client/src/features/historyTree/filterFacts';
import { meets, wordsOf } from '../../client/src/features/historyTree/rowFilter';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { listSchemaNames, readTouches } from '../../server/protocol/schema';
import { projectFiles, revisionText } from './temporaryProject';
import { withServer } from './withServer';

suite('the filter of the history', () => {
  test('asks for words, tables, columns, authors, what is pending and what is wrong', async () => {
    const files = projectFiles({ aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'", ddd4: "'gone'" });
    const add = 'op.add_column("Users", sa.Column("email", sa.Text()))';
    files['migrations/versions/bbb2.py'] =
      `${revisionText('bbb2', "'aaa1'")}\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    ${add}\n`;
    delete files['migrations/versions/bbb2_make.py'];
    await withServer(files, async (client) => {
      const [environment] = (await client.request(listEnvironments, null)).environments;
      assert.ok(environment);
      const { key } = environment;
      const history = await client.request(readHistory, { environment: key });
      assert.ok(history);
      const uriOf = (id: string): string => history.revisions.find((each) => each.id === id)?.uri ?? '';
      const server: FilterServer = {
        readTouches: (asked) => client.request(readTouches, asked),
        listSchemaNames: (asked) => client.request(listSchemaNames, asked),
        readAuthors: () =>
          Promise.resolve([
            { uri: uriOf('ccc3'), author: 'Ada', date: null, isMine: true },
            { uri: uriOf('ddd4'), author: 'Max', date: null, isMine: false },
          ]),
      };
      const applied = new Set(['aaa1', 'bbb2']);
      const known = {
        ...{ databases: [], current: new Set<string>(), applied, appliedToEach: [applied] },
        ...{ unknown: [], isWhole: true, asOf: undefined },
      };
      const found = async (filter: string): Promise<string> => {
        const words = wordsOf(filter);
        const facts = await readFilterFacts(server, key, words);
        return historyRows(environment, history)
          .filter((row) => meets(row, words, { ...facts, known }))
          .map((row) => ('revisionId' in row ? row.revisionId : rowId(row)))
          .toSorted()
          .join(' ');
      };
      assert.equal(await found(''), 'aaa1 bbb2 ccc3 ddd4 gone');
      assert.equal(await found('BBB2'), 'bbb2');
      assert.equal(await found('table:users'), 'bbb2');
      assert.equal(await found('column:users.email'), 'bbb2');
      assert.equal(await found('column:users.name'), '');
      assert.equal(await found('author:you'), 'ccc3');
      assert.equal(await found('author:max is:pending'), 'ddd4');
      assert.equal(await found('is:pending'), 'ccc3 ddd4');
      assert.match(await found('is:problem'), /gone/);
      assert.ok(!(await found('is:problem')).includes('aaa1'));
    });
  });
});
