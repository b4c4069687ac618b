import assert from 'node:assert/strict';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import type { HistoryDto } from '../../server/protocol/environments';
import { hostileFiles } from '../fixtures/hostileFolder';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

/** A header and a line of four megabytes, which is said to be code, a string or nothing that Python knows. */
const hugeLines: Readonly<Record<string, string>> = {
  names: 'a '.repeat(2_000_000),
  brackets: '('.repeat(4_000_000),
  quotes: `"""${"'".repeat(4_000_000)}`,
  text: `x = "${'a'.repeat(4_000_000)}"`,
  sum: `x = ${'1 + '.repeat(1_000_000)}1`,
  comment: `# ${'alembic: ignore['.repeat(250_000)}`,
};

async function historyOf(client: TestClient, folder: string): Promise<HistoryDto> {
  const { environments } = await client.request(listEnvironments, null);
  const environment = environments.find(({ label }) => label.startsWith(folder));
  assert.ok(environment, JSON.stringify(environments.map(({ label }) => label)));
  const history = await client.request(readHistory, { environment: environment.key });
  assert.ok(history);
  return history;
}

suite('server: a bomb is one file', () => {
  test('of nested brackets, of doubling, in the ini: the other revisions stay, and each is named', async () => {
    await withServer(hostileFiles, async (client, project) => {
      const { revisions, unreadable } = await historyOf(client, 'shop');
      const ids = revisions.map(({ id }) => id);
      assert.deepEqual(ids.toSorted(), ['doubled', 'one', 'two']);
      assert.deepEqual(revisions.find(({ id }) => id === 'doubled')?.dynamic, ['down_revision']);
      assert.deepEqual(
        unreadable.map(({ uri }) => uri),
        [project.uri('shop/migrations/versions/nested.py')],
      );
      assert.deepEqual(
        (await historyOf(client, 'bomb')).revisions.map(({ id }) => id),
        ['three'],
      );
      const told = [...client.diagnostics].filter(([, all]) => all.length > 0).map(([uri]) => uri);
      for (const name of ['bomb/alembic.ini', 'shop/migrations/versions/nested.py'])
        assert.ok(told.includes(project.uri(name)), `${name} of ${told.join()}`);
    });
  });

  for (const [kind, line] of Object.entries(hugeLines))
    test(`of one huge line of ${kind}: the other revisions stay, and typing in them is answered`, async () => {
      const name = 'shop/migrations/versions/huge.py';
      const files = { ...hostileFiles, [name]: `revision = "huge"\ndown_revision = "two"\n${line}\n` };
      await withServer(files, async (client, project) => {
        const ids = (await historyOf(client, 'shop')).revisions.map(({ id }) => id);
        for (const id of ['one', 'two']) assert.ok(ids.includes(id), ids.join());
        const two = project.uri('shop/migrations/versions/two.py');
        const text = project.read('shop/migrations/versions/two.py').replace('add authors', 'add writers');
        await client.open(two, text);
        await client.until('it is read again', () => client.changes.length > 1);
        const { revisions } = await historyOf(client, 'shop');
        assert.equal(revisions.find(({ id }) => id === 'two')?.message, 'add writers');
      });
    });
});
