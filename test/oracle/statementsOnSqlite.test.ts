import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { replay } from '../../server/core/schema/replay';
import { emptySchema } from '../../server/core/schema/schema';
import { finish } from '../../server/core/text/finish';
import { pythonWith } from './graphOracle';
import { statements } from './statements';

const imports = 'from alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n';
const root = `${imports}    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.String(10)))\n    op.create_table('u', sa.Column('id', sa.Integer, primary_key=True))\n`;

/** Runs each text as a migration of its own; tells the tables, or null where it fails. */
const program = `
import json, sys, warnings
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
warnings.simplefilter("ignore")
def run(root, text):
    with sa.create_engine("sqlite://").connect() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            for each in (root, text):
                module = {"__name__": "migration"}
                try:
                    exec(compile(each, "migration.py", "exec"), module)
                    module["upgrade"]()
                except BaseException:
                    return None
        inspector = sa.inspect(connection)
        return sorted(f"{name}: {sorted(c['name'] for c in inspector.get_columns(name))} {[i['name'] for i in inspector.get_indexes(name)]}" for name in inspector.get_table_names())
root, texts = json.load(sys.stdin)
json.dump([run(root, text) for text in texts], sys.stdout)
`;

function listed(names: readonly (string | null)[]): string {
  return `[${names.map((name) => `'${name ?? ''}'`).join(', ')}]`;
}

/** The tables that a migration leaves; undefined where that is not certain. */
function followed(text: string): readonly string[] | undefined {
  const revisions = [root, text].map((each, index) => ({
    id: `r${index}`,
    file: `/r${index}.py`,
    text: each,
  }));
  const schema = finish(replay(emptySchema, revisions, 'sqlite'));
  const tables = [...schema.tables.values()].filter(({ columns }) => columns.length > 0);
  if (schema.doubt !== undefined || tables.some(({ doubt }) => doubt !== undefined)) return undefined;
  return tables
    .map(({ name, columns, indexes }) => {
      const names = columns.map((column) => column.name).sort();
      return `${name}: ${listed(names)} ${listed(indexes.map((index) => index.name))}`;
    })
    .sort();
}

suite('statements and expressions of Python', () => {
  test('do what is followed, or are said to be in doubt, on SQLite', async () => {
    const python = await pythonWith('oracle-newest', ['alembic', 'sqlalchemy']);
    const names = Object.keys(statements);
    const texts = Object.values(statements).map((body) => `${imports}${body.replace(/^/gm, '    ')}\n`);
    const output = execFileSync(python, ['-c', program], {
      input: JSON.stringify([root, texts]),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const real = JSON.parse(output) as (readonly string[] | null)[];
    const found = texts.map(followed);
    const different = names.flatMap((name, index) => {
      const [theirs, ours] = [real[index], found[index]];
      return !theirs || !ours || JSON.stringify(theirs) === JSON.stringify(ours)
        ? []
        : [{ name, theirs, ours }];
    });
    assert.deepEqual(different, []);
    const certain = found.filter((each) => each !== undefined).length;
    assert.ok(certain >= 0.6 * names.length, `${certain} of ${names.length}`);
  });
});
