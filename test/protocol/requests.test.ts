import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { composeMerge } from '../../server/protocol/changes';
import {
  didFocusWindow,
  listEnvironments,
  readHistory,
  refreshEnvironments,
} from '../../server/protocol/environments';
import type { EnvironmentDto } from '../../server/protocol/environments';
import { countSteps, planMigration, readPositions } from '../../server/protocol/migrations';
import { readFunctionBodies, readRevisionTemplate } from '../../server/protocol/functionBodies';
import { projectFiles, revisionText, TemporaryProject, versionFile } from './temporaryProject';
import { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" };
const forked = { ...chain, ddd4: "'bbb2'" };

async function onlyEnvironment(client: TestClient): Promise<EnvironmentDto> {
  const { state, environments } = await client.request(listEnvironments, null);
  assert.equal(state, 'ready');
  const [environment] = environments;
  assert.ok(environment && environments.length === 1);
  return environment;
}

suite('requests', () => {
  test('environments', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      const environment = await onlyEnvironment(client);
      assert.equal(environment.label, 'alembic.ini');
      assert.equal(environment.configUri, project.uri('alembic.ini'));
      assert.equal(environment.scriptDirectoryUri, project.uri('migrations'));
      assert.deepEqual(environment.versionLocationUris, [project.uri('migrations/versions')]);
      assert.equal(environment.workspaceFolderUri, project.uri(''));
      assert.deepEqual([...environment.heads].sort(), ['ccc3', 'ddd4']);
      assert.equal(environment.revisionCount, 4);
      assert.equal(environment.loadError, null);
      assert.equal(environment.nextSequentialId, null);
    });
  });

  test('environments of several folders have names of their own, and one name again when one is left', async () => {
    const [one, other] = [
      new TemporaryProject(projectFiles(chain)),
      new TemporaryProject(projectFiles(chain)),
    ];
    const billing = Object.entries(projectFiles(chain)).map(([path, text]) => [`billing/${path}`, text]);
    const both = { ...projectFiles(chain), ...(Object.fromEntries(billing) as Record<string, string>) };
    try {
      await withServer(both, async (client, project) => {
        const change = async (added: readonly TemporaryProject[], removed: readonly TemporaryProject[]) => {
          const count = client.changes.length;
          const named = (each: TemporaryProject) => ({ uri: each.uri(''), name: 'shop' });
          await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
            event: { added: added.map(named), removed: removed.map(named) },
          });
          await client.until('it is read', () => client.changes.length > count);
          const { environments } = await client.request(listEnvironments, null);
          return environments.map(({ label, labelInFolder, isKnownByLabelInFolder }) => ({
            label,
            labelInFolder,
            isKnownByLabelInFolder,
          }));
        };
        const own = basename(project.path);
        const three = await change([one, other], []);
        assert.deepEqual(
          three.map(({ label }) => label),
          [
            `${own}/alembic.ini`,
            `${own}/billing/alembic.ini`,
            `${basename(one.path)} (shop)/alembic.ini`,
            `${basename(other.path)} (shop)/alembic.ini`,
          ],
        );
        assert.deepEqual(
          three.map(({ isKnownByLabelInFolder }) => isKnownByLabelInFolder),
          [false, true, false, false],
        );
        const two = await change([], [one]);
        assert.equal(two.at(-1)?.label, 'shop/alembic.ini');
        const [only] = await change([], [other]);
        assert.deepEqual(only, {
          label: 'alembic.ini',
          labelInFolder: 'alembic.ini',
          isKnownByLabelInFolder: true,
        });
      });
    } finally {
      one.dispose();
      other.dispose();
    }
  });

  test('the load error of a broken environment, and its history nevertheless', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'gone'" }), async (client) => {
      const environment = await onlyEnvironment(client);
      assert.equal(environment.loadError, "KeyError: 'gone'");
      assert.ok(environment.problemCount.error > 0);
      const history = await client.request(readHistory, { environment: environment.key });
      assert.deepEqual(history?.revisions.map(({ id }) => id).sort(), ['aaa1', 'bbb2', 'ccc3']);
      assert.deepEqual(history?.missing, [{ id: 'gone', namedBy: ['ccc3'] }]);
      const ccc3 = history?.revisions.find(({ id }) => id === 'ccc3');
      assert.ok(ccc3?.problems.some(({ code }) => code === 'unknown-down-revision'));
    });
  });

  test('every file of a repeated id is in the history, the one that Alembic takes first', async () => {
    const files = projectFiles(chain);
    files['migrations/versions/zzz_copy.py'] = revisionText('bbb2', "'aaa1'");
    await withServer(files, async (client, project) => {
      const { key } = await onlyEnvironment(client);
      const history = await client.request(readHistory, { environment: key });
      const same = history?.revisions.filter(({ id }) => id === 'bbb2').map(({ uri }) => uri);
      assert.deepEqual(same, [
        project.uri('migrations/versions/zzz_copy.py'),
        project.uri(versionFile('bbb2')),
      ]);
    });
  });

  test('history', async () => {
    const files = projectFiles(forked);
    files[versionFile('ddd4')] = revisionText('ddd4', "'bbb2'").replace(
      '    pass',
      "    op.drop_table('account')",
    );
    await withServer(files, async (client, project) => {
      const { key, generation } = await onlyEnvironment(client);
      const history = await client.request(readHistory, { environment: key });
      assert.ok(history);
      assert.equal(history.generation, generation);
      assert.deepEqual(history.revisions.map(({ id }) => id).slice(2), ['bbb2', 'aaa1']);
      const ddd4 = history.revisions.find(({ id }) => id === 'ddd4');
      assert.ok(ddd4);
      assert.deepEqual(
        { ...ddd4, problems: [] },
        {
          id: 'ddd4',
          downRevisions: ['bbb2'],
          nextRevisions: [],
          dependsOn: [],
          branchLabels: [],
          message: 'make ddd4',
          createDate: '2024-05-01 10:00:00.000000',
          uri: project.uri(versionFile('ddd4')),
          opensAt: { start: { line: 17, character: 4 }, end: { line: 17, character: 4 } },
          isHead: true,
          isBase: false,
          isBranchPoint: false,
          isMergePoint: false,
          dynamic: [],
          problems: [],
          destructive: true,
        },
      );
      assert.deepEqual(
        history.revisions.filter((revision) => revision.isBranchPoint).map(({ id }) => id),
        ['bbb2'],
      );
      assert.equal(await client.request(readHistory, { environment: 'no such' }), null);
    });
  });

  test('plans', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const { key, generation } = await onlyEnvironment(client);
      const plan = { environment: key, direction: 'upgrade', target: 'head', current: ['aaa1'] } as const;
      const upgrade = await client.request(planMigration, plan);
      assert.equal(upgrade.kind, 'plan');
      assert.ok(upgrade.kind === 'plan');
      assert.equal(upgrade.generation, generation);
      assert.deepEqual(
        upgrade.steps.map(({ id }) => id),
        ['bbb2', 'ccc3'],
      );
      assert.deepEqual(upgrade.headsAfter, ['ccc3']);
      const downgrade = await client.request(planMigration, {
        ...plan,
        direction: 'downgrade',
        target: '-1',
        current: ['ccc3'],
      });
      assert.ok(downgrade.kind === 'plan');
      assert.deepEqual(
        downgrade.steps.map(({ id }) => id),
        ['ccc3'],
      );
      assert.deepEqual(await client.request(planMigration, { ...plan, target: 'nope' }), {
        kind: 'error',
        type: 'CommandError',
        message: "Can't locate revision identified by 'nope'",
      });
      assert.deepEqual(await client.request(planMigration, { ...plan, environment: 'no such' }), {
        kind: 'unknownEnvironment',
      });
    });
  });

  test('counts of steps, for several targets and databases at once', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const { key } = await onlyEnvironment(client);
      const question = {
        environment: key,
        direction: 'upgrade',
        targets: ['head', '+1', 'nope'],
        databases: [[], ['aaa1'], ['ccc3']],
      } as const;
      assert.deepEqual(await client.request(countSteps, question), [
        [3, 2, 0],
        [1, 1, null],
        [null, null, null],
      ]);
      assert.equal(await client.request(countSteps, { ...question, environment: 'no such' }), null);
    });
  });

  test('where databases stand', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const { key } = await onlyEnvironment(client);
      const databases = [[], ['bbb2'], ['gone']];
      assert.deepEqual(await client.request(readPositions, { environment: key, databases }), [
        { applied: [], notHere: [], isComplete: true },
        { applied: ['aaa1', 'bbb2'], notHere: [], isComplete: true },
        { applied: [], notHere: ['gone'], isComplete: false },
      ]);
      assert.equal(await client.request(readPositions, { environment: 'no such', databases }), null);
    });
  });

  test('a merge revision from the template of the project', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      const { key } = await onlyEnvironment(client);
      const change = await client.request(composeMerge, {
        environment: key,
        revisions: ['ccc3', 'ddd4'],
        message: 'both',
      });
      assert.ok(change.kind === 'change', JSON.stringify(change));
      const [created] = change.creates;
      assert.ok(created);
      assert.ok(created.uri.startsWith(project.uri('migrations/versions/')));
      assert.equal(change.open, created.uri);
      assert.match(created.text, /^"""both$/m);
      assert.match(
        created.text,
        /^down_revision: Union\[str, Sequence\[str\], None\] = \('ccc3', 'ddd4'\)$/m,
      );
      const refused = await client.request(composeMerge, {
        environment: key,
        revisions: ['ccc3'],
        message: '',
      });
      assert.equal(refused.kind, 'refused');
    });
  });

  test('refreshing sees what no event has told', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      project.write(versionFile('ddd4'), revisionText('ddd4', "'ccc3'"));
      await client.request(refreshEnvironments, null);
      assert.deepEqual((await onlyEnvironment(client)).heads, ['ddd4']);
    });
  });

  test('a window that comes to the front sees what no event has told', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      project.write(versionFile('ddd4'), revisionText('ddd4', "'nowhere'"));
      await client.connection.sendNotification(didFocusWindow.method, null);
      await client.until('it is read', () => client.summary().includes('unknown-down-revision'));
    });
  });

  test('progress is shown for the first index only', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      await client.until('progress has ended', () => client.progress.includes('end'));
      project.write(versionFile('ddd4'), revisionText('ddd4', "'ccc3'"));
      await client.request(refreshEnvironments, null);
      assert.deepEqual(client.progress, ['begin', 'end']);
    });
  });

  test('an error is logged and does not end the server', async () => {
    await withServer(
      projectFiles(chain),
      async (client) => {
        const { key } = await onlyEnvironment(client);
        const merge = { environment: key, revisions: ['aaa1', 'ccc3'], message: '' };
        await assert.rejects(client.request(composeMerge, merge), /composeMerge failed; see the log/);
        await client.until('it is in the log', () =>
          client.log.some((line) => line.includes('no more chance')),
        );
        assert.deepEqual((await onlyEnvironment(client)).heads, ['ccc3']);
      },
      {
        runtime: {
          newRevisionId() {
            throw new Error('no more chance');
          },
        },
      },
    );
  });

  test('two servers in one process do not know of each other', async () => {
    const other = new TemporaryProject(projectFiles({ xxx1: 'None', yyy2: "'gone'" }));
    try {
      await withServer(projectFiles(chain), async (client) => {
        const second = await TestClient.start({ folders: [other.uri('')] });
        await second.until('the second has its diagnostic', () => second.summary().includes('yyy2_make.py'));
        assert.equal(client.summary(), '');
        assert.equal((await onlyEnvironment(client)).revisionCount, 3);
        assert.equal((await onlyEnvironment(second)).revisionCount, 2);
        await second.dispose();
        assert.equal((await onlyEnvironment(client)).revisionCount, 3);
      });
    } finally {
      other.dispose();
    }
  });

  test('the bodies of functions in a text, and a template of the project', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const text = revisionText('aaa1', 'None').replace(
        '    pass',
        '    # up\n    op.execute("""\nSELECT 1""")',
      );
      const { upgrade, downgrade, droppedTables } = await client.request(readFunctionBodies, { text });
      assert.deepEqual(droppedTables, []);
      const dropping = text.replace('SELECT 1', 'DROP TABLE a, b');
      assert.deepEqual((await client.request(readFunctionBodies, { text: dropping })).droppedTables, [
        'a',
        'b',
      ]);
      const line = text.split('\n').indexOf('    # up');
      const end = { line: line + 2, character: 'SELECT 1""")'.length };
      assert.deepEqual(upgrade, { range: { start: { line, character: 0 }, end }, isEmpty: false });
      assert.equal(downgrade?.isEmpty, true);
      const template = await client.request(readRevisionTemplate, { text: `# Title\n${text}` });
      assert.deepEqual(template, {
        title: 'Title',
        upgrade: { text: '# up\nop.execute("""\nSELECT 1""")', verbatim: [2] },
        downgrade: { text: 'pass', verbatim: [] },
      });
      const none = await client.request(readFunctionBodies, { text: 'def upgrade(' });
      assert.deepEqual(none, { upgrade: null, downgrade: null, droppedTables: [] });
    });
  });
});
