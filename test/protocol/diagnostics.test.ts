import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" };

suite('diagnostics', () => {
  test('a healthy project has none, and nothing is published for it', async () => {
    await withServer(projectFiles(chain), async (client) => {
      await client.untilDiagnostics();
      assert.deepEqual(client.published, []);
    });
  });

  test('an unknown parent in a file that was never opened', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'bbb9'" }), async (client, project) => {
      await client.untilDiagnostics('ccc3_make.py 11:16 unknown-down-revision');
      const [diagnostic] = client.diagnostics.get(project.uri(versionFile('ccc3'))) ?? [];
      assert.deepEqual(diagnostic?.range, {
        start: { line: 11, character: 16 },
        end: { line: 11, character: 22 },
      });
      assert.equal(diagnostic.severity, DiagnosticSeverity.Error);
      assert.equal(diagnostic.source, 'alembic');
      assert.match(diagnostic.codeDescription?.href ?? '', /\/docs\/rules\/unknown-down-revision\.md$/);
    });
  });

  test('two heads name each other', async () => {
    await withServer(projectFiles({ ...chain, ddd4: "'bbb2'" }), async (client, project) => {
      await client.untilDiagnostics('ccc3_make.py 10:11 multiple-heads', 'ddd4_make.py 10:11 multiple-heads');
      const [diagnostic] = client.diagnostics.get(project.uri(versionFile('ddd4'))) ?? [];
      assert.deepEqual(
        diagnostic?.relatedInformation?.map(({ location }) => location.uri),
        [project.uri(versionFile('ccc3'))],
      );
    });
  });

  test("a file whose header can't be read", async () => {
    const files = { ...projectFiles(chain), 'migrations/versions/helper.py': 'import os\n' };
    await withServer(files, async (client) => {
      await client.until('something is said about the file', () => client.summary().startsWith('helper.py'));
    });
  });

  test('the severity is what the settings say, also when they change', async () => {
    const files = projectFiles({ ...chain, ccc3: "'bbb9'" });
    const settings = { rules: { 'unknown-down-revision': 'warning', 'multiple-heads': 'off' } };
    await withServer(
      files,
      async (client, project) => {
        const uri = project.uri(versionFile('ccc3'));
        const severity = (): number | undefined =>
          client.diagnostics.get(uri)?.find(({ code }) => code === 'unknown-down-revision')?.severity;
        await client.until('it is a warning', () => severity() === DiagnosticSeverity.Warning);
        client.settings = { rules: { 'unknown-down-revision': 'off', 'multiple-heads': 'off' } };
        await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
        await client.untilDiagnostics();
      },
      { settings },
    );
  });

  test('positions are right behind characters of two code units, with CRLF and a byte order mark', async () => {
    const text = revisionText('ccc3', "'bbb9'", 'füge 🎉 hinzu').replace(
      'down_revision =',
      '_, down_revision = "🎉",',
    );
    const files = { ...projectFiles(chain), [versionFile('ccc3')]: `\uFEFF${text.replaceAll('\n', '\r\n')}` };
    await withServer(files, async (client, project) => {
      await client.until('the parent is unknown', () => client.summary().includes('unknown-down-revision'));
      const found = client.diagnostics.get(project.uri(versionFile('ccc3')));
      const range = found?.find(({ code }) => code === 'unknown-down-revision')?.range;
      assert.deepEqual(range, { start: { line: 11, character: 25 }, end: { line: 11, character: 31 } });
    });
  });

  test('a problem in a config file is shown there', async () => {
    const files = {
      ...projectFiles(chain),
      'alembic.ini': '[alembic]\nscript_location = %(here)s/nowhere\n',
    };
    await withServer(files, async (client) => {
      await client.until('the config file has a diagnostic', () =>
        client.summary().includes('alembic.ini 1:18'),
      );
    });
  });

  test('a byte order mark in a config file is found on disk while the editor shows the file, and gone with it', async () => {
    const files = projectFiles(chain);
    const text = files['alembic.ini'] ?? '';
    const marked = { ...files, 'alembic.ini': Buffer.from(`\ufeff${text}`) };
    await withServer(marked, async (client, project) => {
      const uri = project.uri('alembic.ini');
      const changed = [{ uri, kind: 'changed' }] as const;
      await client.untilDiagnostics('alembic.ini 0:0 config-unreadable');
      await client.open(uri, text);
      project.write('alembic.ini', text);
      await client.tellFiles(changed);
      await client.untilDiagnostics();
      project.write('alembic.ini', `\ufeff${text}`);
      await client.tellFiles(changed);
      await client.untilDiagnostics('alembic.ini 0:0 config-unreadable');
    });
  });

  test('the severity of a problem in a config file is a setting, too', async () => {
    const files = {
      ...projectFiles(chain),
      'alembic.ini': '[alembic]\nscript_location = %(here)s/nowhere\n',
    };
    await withServer(files, async (client) => {
      await client.until('the config file has a diagnostic', () =>
        client.summary().includes('alembic.ini 1:18'),
      );
      const codes = [...client.diagnostics.values()].flat().map(({ code }) => String(code));
      client.settings = { rules: Object.fromEntries(codes.map((code) => [code, 'off'])) };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.untilDiagnostics();
    });
  });
});
