import assert from 'node:assert/strict';
import { rules, rulesAboutComments } from '../../server/core/rules/registry';
import { runRules } from '../../server/core/rules/engine/runRules';
import { offByDefault } from '../fixtures/brokenRules';
import { snapshotOf } from '../core/snapshotOf';
import { readProjectFile } from './manifest';

/**
 * Rules that compare with Git's main branch or with the whole project: their pages show no text that can be
 * run.
 */
const withoutExample = new Set([
  'deleted-after-merge',
  'edited-after-applied',
  'edited-after-merge',
  'head-collision',
  'id-collision',
  'multiple-heads',
  'revision-not-in-git',
  'unseen-model',
]);
const withTextExample = new Set(['filename-mismatch', 'missing-downgrade']);

/** The history that the pages' examples stand in. */
const surroundings: Readonly<Record<string, string>> = {
  '1f0c3a9d27e4': 'revision = "1f0c3a9d27e4"\ndown_revision = None\n',
  c94b7750d1e6: 'revision = "c94b7750d1e6"\ndown_revision = "1f0c3a9d27e4"\n',
};

const functions = '\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n';

suite('documentation: examples', () => {
  const known = [...rules, ...rulesAboutComments].map(({ id }) => id);
  for (const id of known.filter((rule) => !withoutExample.has(rule) && !withTextExample.has(rule)))
    test(`the example of ${id} is found`, () => {
      const section =
        /\n## What is wrong\n([\s\S]*?)\n## /.exec(readProjectFile(`docs/rules/${id}.md`))?.[1] ?? '';
      const block = /```python\n([\s\S]*?)```/.exec(section)?.[1];
      assert.ok(block, 'The page has no example.');
      const snapshot = snapshotOf(filesOf(block));
      const found = runRules(snapshot, { rules: offByDefault });
      assert.ok(
        found.some(({ code }) => code === id),
        `Found instead: ${found.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
      );
    });
});

/**
 * The files of an example: one, or several, each of which begins with a comment that names a file or an id.
 */
function filesOf(block: string): readonly { readonly path: string; readonly text: string }[] {
  const parts = block.split(/^(?=# (?:versions\/)?[\w.]+(?:,.*)?\n)/m).filter((part) => part.trim() !== '');
  const files = parts.map((part, index) => {
    const name = /^# (?:versions\/)?([\w.]+)/.exec(part)?.[1];
    const isHeader =
      /^(?:down_revision|branch_labels|depends_on) *=/m.test(part) && !/^revision\b/m.test(part);
    const id = isHeader ? `revision = "${name?.replace(/\.py$/, '') ?? '8d2e61b7c0fa'}"\n` : '';
    const needsParent =
      /^revision *=/m.test(id + part) && !/^down_revision\b/m.test(part) && !/\nrevision *:/.test(part);
    const parent = /^depends_on *=/m.test(part) ? 'None' : '"1f0c3a9d27e4"';
    const text = `${part}${id}${needsParent ? `down_revision = ${parent}\n` : ''}`;
    return {
      path: `/versions/example${index}_${name?.replace(/\.py$/, '') ?? ''}.py`,
      text: /^def /m.test(text) || /^[^#\n]*</m.test(text) ? text : text + functions,
    };
  });
  const taken = new Set(
    files.flatMap(({ text }) => [...text.matchAll(/^revision = "(\w+)"/gm)].map(([, id]) => id)),
  );
  const others = Object.entries(surroundings).filter(([id]) => !taken.has(id));
  return [...others.map(([id, text]) => ({ path: `/versions/${id}.py`, text: text + functions })), ...files];
}
