import assert from 'node:assert/strict';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { runCli } from './runCli';

const bookshop = join(projectRoot, 'sample', 'bookshop');

interface SchemaAnswer {
  readonly environments: readonly {
    readonly revision: readonly string[];
    readonly dialect: string;
    readonly tables: readonly { readonly name: string; readonly certain: boolean }[];
    readonly unknown: readonly unknown[];
    readonly differences?: readonly {
      readonly kind: string;
      readonly what: string;
      readonly table: string;
    }[];
  }[];
}

suite('schema and touches', () => {
  const json = (...words: readonly string[]): SchemaAnswer['environments'][0] => {
    const run = runCli(bookshop, [...words, '--json']);
    assert.equal(run.code, 0, run.stderr);
    const [environment] = (JSON.parse(run.stdout) as SchemaAnswer).environments;
    assert.ok(environment);
    return environment;
  };

  test('the schema of a revision, and of all heads', () => {
    const base = json('schema', '617a1c545f8c');
    assert.equal(base.tables.length > 0, true);
    const head = json('schema');
    assert.deepEqual(head.revision, ['1eefc6b8b898']);
    assert.equal(head.dialect, 'sqlite');
    assert.equal(
      head.tables.some(({ name }) => name === 'stock_movements'),
      true,
    );
    assert.equal(
      head.tables.every(({ certain }) => certain),
      true,
    );
    assert.deepEqual(head.unknown, []);
    assert.equal(
      base.tables.some(({ name }) => name === 'stock_movements'),
      false,
    );
  });

  test('every format', () => {
    assert.match(runCli(bookshop, ['schema']).stdout, /^stock_movements\n {2}id +Integer not null$/m);
    assert.match(
      runCli(bookshop, ['schema', '--format', 'sql']).stdout,
      /^CREATE TABLE stock_movements \($/m,
    );
    assert.match(
      runCli(bookshop, ['schema', '--format', 'mermaid']).stdout,
      /^ {2}"books" \|\|--o\{ "stock_movements" : "book_id"$/m,
    );
    assert.equal(JSON.parse(runCli(bookshop, ['schema', '--format', 'json']).stdout) instanceof Object, true);
  });

  test('what differs between two revisions', () => {
    assert.equal(
      runCli(bookshop, ['schema', '466ad7d99536', '--diff', '617a1c545f8c']).stdout,
      '+ table stock_movements\n',
    );
    assert.deepEqual(json('schema', '617a1c545f8c', '--diff', '466ad7d99536').differences, [
      {
        kind: 'removed',
        what: 'table',
        schema: null,
        table: 'stock_movements',
        name: null,
        before: null,
        after: null,
        certain: true,
      },
    ]);
  });

  test('who touched a table or column', () => {
    const run = runCli(bookshop, ['touches', 'stock_movements']);
    assert.deepEqual(run.stdout.split('\n'), [
      '466ad7d99536  create_index  migrations/versions/466ad7d99536_add_stock_movements.py:33',
      '466ad7d99536  create_table  migrations/versions/466ad7d99536_add_stock_movements.py:23',
      '',
    ]);
    assert.match(runCli(bookshop, ['touches', 'nothing']).stdout, /^No revision touches nothing\.$/m);
  });

  test('the body of a downgrade', () => {
    const run = runCli(bookshop, ['downgrade-body', '466ad7d99536']);
    assert.deepEqual(
      [run.code, run.stdout, run.stderr],
      [0, "op.drop_table('stock_movements')\n", 'reversible\n'],
    );
    assert.equal(runCli(bookshop, ['downgrade-body', 'zzz']).code, 1);
  });

  test('wrong use and unknown revisions', () => {
    const unknown = runCli(bookshop, ['schema', 'zzz']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stdout, /^CommandError: Can't locate revision identified by 'zzz'$/m);
    assert.equal(runCli(bookshop, ['schema', 'current']).code, 2);
    assert.equal(runCli(bookshop, ['schema', '--format', 'yaml']).code, 2);
  });
});
