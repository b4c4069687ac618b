import assert from 'node:assert/strict';
import { composeMerge } from '../../server/protocol/changes';
import { listEnvironments } from '../../server/protocol/environments';
import { proposeMessage } from '../../server/protocol/messages';
import { projectFiles } from './temporaryProject';
import { withServer } from './withServer';

const files = projectFiles({ a: 'None', b: "'a'", c: "'a'" });

suite('protocol: what new revisions are called', () => {
  test('a merge takes an id, a label and a revision that is no head', () =>
    withServer(files, async (client) => {
      const environment = (await client.request(listEnvironments, null)).environments[0]?.key ?? '';
      const asked = { environment, revisions: ['a', 'c'], message: '' };
      const refused = await client.request(composeMerge, asked);
      assert.match(refused.kind === 'refused' ? refused.reason : '', /^a is not a head/);
      const wrong = await client.request(composeMerge, { ...asked, splice: true, revisionId: 'a@b' });
      assert.match(wrong.kind === 'refused' ? wrong.reason : '', /@/);
      const options = { splice: true, revisionId: 'mine', branchLabel: 'joined' };
      const text = JSON.stringify(await client.request(composeMerge, { ...asked, ...options }));
      assert.match(text, /Revision ID: mine/);
      assert.match(text, / = \('a', 'c'\)/);
      assert.match(text, / = \('joined',\)/);
    }));

  test('a message is proposed for changes, and none for none', () =>
    withServer(files, async (client) => {
      const environment = (await client.request(listEnvironments, null)).environments[0]?.key ?? '';
      const changes = [{ operation: 'add column', table: 'users', name: 'phone' }];
      const proposed = await client.request(proposeMessage, { environment, changes });
      assert.equal(proposed?.message, 'add phone to users');
      assert.ok(proposed.wordsThatSayNothing.includes('fix'));
      assert.equal((await client.request(proposeMessage, { environment, changes: [] }))?.message, null);
      assert.equal(await client.request(proposeMessage, { environment: 'none', changes }), null);
    }));
});
