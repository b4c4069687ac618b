import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { countSteps, planReturn, readPositions } from '../../server/protocol/migrations';
import type { RequestMethod } from '../../server/protocol/requestMethod';
import { nodeRuntime } from '../../server/lsp/workspace/nodeRuntime';
import { projectFiles, TemporaryProject, versionFile } from './temporaryProject';
import { TestClient } from './testClient';

const requestCancelled = -32800;

/** Enough for every request to go on long after it is cancelled, if it does not stop. */
const revisions = 600;

suite('a long request that is cancelled stops', () => {
  let project: TemporaryProject;
  let client: TestClient;
  let environment: string;
  let turns = 0;

  suiteSetup(async () => {
    const chain = Array.from({ length: revisions }, (_, at) => [idAt(at), at ? `'${idAt(at - 1)}'` : 'None']);
    project = new TemporaryProject(projectFiles(Object.fromEntries(chain) as Record<string, string>));
    let now = 0;
    client = await TestClient.start({
      folders: [project.uri('')],
      // A clock by which every step uses up its slice of time, so that steps can be counted.
      runtime: {
        monotonicMilliseconds: () => (now += 1000),
        timers: {
          ...nodeRuntime.timers,
          yieldToOthers: async () => {
            turns++;
            await nodeRuntime.timers.yieldToOthers();
          },
        },
      },
    });
    await client.until('the first index is complete', () => client.changes.length > 0);
    const list = await client.request(listEnvironments, null);
    environment = list.environments[0]?.key ?? '';
  });
  suiteTeardown(async () => {
    await client.dispose();
    project.dispose();
  });

  test('the history', () => stops(readHistory, { environment }));

  test('where databases stand', () =>
    stops(readPositions, { environment, databases: many(() => [idAt(1)]) }));

  test('the steps to every revision', () =>
    stops(countSteps, {
      environment,
      direction: 'upgrade',
      targets: many(idAt),
      databases: [[], [idAt(3)]],
    }));

  test('reading another checkout', () => {
    const versionLocationUris = many(() => project.uri('migrations/versions'));
    return stops(planReturn, { environment, versionLocationUris, databases: [[idAt(3)]] });
  });

  test('the fixes of a file with many findings', async () => {
    const name = versionFile(idAt(revisions - 1));
    const lost = 40;
    const parents = Array.from({ length: lost }, (_, at) => `'gone${at}'`).join(', ');
    project.write(name, project.read(name).replace(/^down_revision = .*$/m, `down_revision = (${parents})`));
    const uri = project.uri(name);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri, type: 2 }],
    });
    await client.until('they are told', () => (client.diagnostics.get(uri) ?? []).length >= lost);
    const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
    await stops({ method: 'textDocument/codeAction' }, params, lost * 3);
  });

  async function stops<Params>(
    method: RequestMethod<Params, unknown>,
    params: Params,
    steps = revisions,
  ): Promise<void> {
    const source = new CancellationTokenSource();
    const before = turns;
    const answer = client.connection.sendRequest(method.method, params, source.token).then(
      () => 'answered',
      ({ code }: { readonly code: number }) => code,
    );
    await eventuallyTurned(before + 3);
    source.cancel();
    assert.equal(await answer, requestCancelled);
    const atAnswer = turns;
    // A request of later tells that nothing of the cancelled one is still at work.
    for (let at = 0; at < 20; at++) await client.request(listEnvironments, null);
    assert.ok(turns - before < steps / 2, `${turns - before} turns, ${turns - atAnswer} after the answer`);
  }

  async function eventuallyTurned(wanted: number): Promise<void> {
    while (turns < wanted) await nodeRuntime.timers.yieldToOthers();
  }
});

function idAt(at: number): string {
  return `r${String(at).padStart(4, '0')}`;
}

function many<Item>(make: (at: number) => Item): Item[] {
  return Array.from({ length: revisions }, (_, at) => make(at));
}
