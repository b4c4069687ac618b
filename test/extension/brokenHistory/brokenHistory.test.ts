import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands, languages, window, workspace } from 'vscode';
import type { CodeAction, Diagnostic, Uri } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

/** What is broken in the sample, as its README says. */
const broken = [
  '3ed454be9d1b_add_gift_card_codes.py revision-cycle',
  '466ad7d99536_add_stock_movements.py unknown-down-revision',
  '5d879846cb07_add_gift_cards.py revision-cycle',
  '60a7283de4f1_add_wish_lists.py self-reference',
  '80037ec2a029_add_genres.py duplicate-revision-id',
  '80037ec2a029_add_tags.py duplicate-revision-id',
  '1ed2f6b947e6_add_shipping_addresses.py multiple-heads',
  'e0d8a9a90e64_add_newsletter.py invalid-syntax',
];

suite('the broken history', () => {
  test('every way in which it is broken is a diagnostic, with a page that explains it', async () => {
    const found = await eventually('the diagnostics', readDiagnostics, (all) =>
      broken.every((each) => all.some(({ name }) => name === each)),
    );
    for (const { diagnostic } of found) {
      assert.ok(typeof diagnostic.code === 'object', diagnostic.message);
      assert.match(diagnostic.code.target.path, /docs\/rules\/[a-z-]+\.md$/);
    }
  });

  test('the whole history is drawn all the same, with its problems and the missing revision', async () => {
    const rows = await historyRows('the missing revision is there', (all) =>
      all.some(({ contextValue }) => contextValue === 'missing'),
    );
    const described = rows.map(({ label, description }) => `${label} | ${description}`);
    const child = described.indexOf('add stock movements | 466ad7d99536');
    assert.ok(child >= 0, described.join('\n'));
    assert.equal(described[child + 1], '617a1c545f8d | missing · named by 466ad7d99536');
    const wrong = rows.filter(({ problems }) => /^[1-9]/.test(problems)).map(({ label }) => label);
    for (const label of ['add wish lists', 'add gift cards', 'add gift card codes']) {
      assert.ok(wrong.includes(label), `${label} is marked`);
    }
    assert.equal(new Set(described).size, described.length, 'no row twice');
  });

  test('what Alembic would refuse is refused before anything is asked', async () => {
    for (const name of ['upgrade', 'downgrade', 'mergeHeads', 'newRevision']) {
      let asked = 0;
      const shown = await answering(
        {
          pick: () => void asked++,
          type: () => void asked++,
        },
        () => commands.executeCommand(`alembicWorkbench.${name}`),
      );
      assert.equal(asked, 0, name);
      assert.match(
        shown[0]?.message ?? '',
        /^[\w ]+ is not possible yet, for Alembic can't load this history: /,
      );
      assert.deepEqual(shown[0]?.buttons, ['Show Problems', 'Show Log']);
    }
  });

  test('nothing flickers while a person types in a body', async () => {
    const found = find('unknown-down-revision');
    assert.ok(found);
    const editor = await window.showTextDocument(found.uri);
    const { document } = editor;
    const body = document.getText().indexOf('\n\ndef downgrade');
    assert.ok(body > 0);
    await editor.edit((edit) => edit.insert(document.positionAt(body), '\n'));
    // Half-typed code may be told as such, and nothing else may come or go.
    const others = (): string =>
      readDiagnostics()
        .map(({ name }) => name)
        .filter((name) => !name.endsWith('invalid-syntax'))
        .sort()
        .join(', ');
    const before = others();
    const states = new Set<string>();
    const changes = languages.onDidChangeDiagnostics(() => states.add(others()));
    let at = body;
    for (const part of ['    op.ex', 'ecute("sel', 'ect (1', ' + 2', ')"', ')']) {
      for (const character of part) {
        await editor.edit((edit) => edit.insert(document.positionAt(at++), character));
        states.add(others());
      }
      // The server answers when it has looked at what is there; what it says of that is here with the next
      // answer.
      for (let answer = 0; answer < 2; answer++)
        await commands.executeCommand(
          'vscode.executeCodeActionProvider',
          document.uri,
          found.diagnostic.range,
        );
    }
    changes.dispose();
    assert.ok(document.getText().includes('    op.execute("select (1 + 2)")\n'));
    assert.deepEqual([...states], [before]);
    await commands.executeCommand('workbench.action.files.revert');
    assert.ok(!document.isDirty);
  });

  test('the quick fix for the unknown revision gives the history that it promises', async () => {
    const found = await eventually('the diagnostic', () => find('unknown-down-revision'));
    assert.ok(found);
    const { uri, diagnostic } = found;
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.getText(diagnostic.range), '"617a1c545f8d"');
    const fix = await eventually('the quick fix', async () => {
      const actions = await commands.executeCommand<readonly CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        diagnostic.range,
        undefined,
        10,
      );
      return actions.find(({ title }) => title.includes('617a1c545f8c'));
    });
    assert.ok(fix?.edit, 'the fix is an edit');
    await workspace.applyEdit(fix.edit);
    await historyRows(
      'nothing is missing any more, its parent is no head, and its problem is gone',
      (all) =>
        all.every(({ contextValue }) => contextValue !== 'missing') &&
        ['keep prices in cents | 617a1c545f8c', 'add stock movements | 466ad7d99536'].every((row) =>
          all.some(({ label, description }) => row === `${label} | ${description}`),
        ),
    );
    await eventually('the diagnostic is gone', () => find('unknown-down-revision') === undefined);
  });
});

interface Found {
  readonly name: string;
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

function readDiagnostics(): readonly Found[] {
  return languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.map((diagnostic) => ({
      name: `${uri.path.slice(uri.path.lastIndexOf('/') + 1)} ${codeOf(diagnostic)}`,
      uri,
      diagnostic,
    })),
  );
}

function find(code: string): Found | undefined {
  return readDiagnostics().find(({ diagnostic }) => codeOf(diagnostic) === code);
}

function codeOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
