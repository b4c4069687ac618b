import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { LanguageModelTextPart, lm } from 'vscode';
import { languageModelTools } from '../../../server/protocol/identifiers';

suite('tools for language models', () => {
  test('answer about the project that is open', async () => {
    const known = new Set(lm.tools.map(({ name }) => name));
    for (const name of Object.keys(languageModelTools)) assert.ok(known.has(name), name);
    const found = await invoke('alembicWorkbench_check', { rule: 'unknown-down-revision' });
    assert.match(found, /466ad7d99536_add_stock_movements\.py/);
    const merge = await invoke('alembicWorkbench_merge', {
      revisions: ['1ed2f6b947e6', '1eefc6b8b898'],
    });
    assert.match(merge, /"written": false/);
    assert.match(merge, /new file mode 100644/);
    assert.match(await invoke('alembicWorkbench_show', { revision: 'nowhere' }), /nowhere/);
  });
});

async function invoke(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}
