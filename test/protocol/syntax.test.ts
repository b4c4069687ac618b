import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SyntaxChecker } from '../../server/disk/syntax/syntaxChecker';
import type { Runtime } from '../../server/lsp/session/runtime';
import { eventually } from '../fixtures/eventually';
import { projectRoot } from '../fixtures/projectRoot';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TemporaryProject } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" };
const builtProgram = join(projectRoot, 'server', 'dist', 'syntax-check.js');

function runtimeWith(program: string): Partial<Runtime> {
  return {
    openSyntax: (log) => new SyntaxChecker({ program, background: true, mostProcesses: 1, log }),
  };
}

const runtime = runtimeWith(builtProgram);

function withBody(id: string, down: string, body: string): string {
  return revisionText(id, down).replace('None:\n    pass', `None:\n    ${body}`);
}

const wrongBody = withBody('bbb2', "'aaa1'", 'x = = 1');
const wrongPlace = 'bbb2_make.py 17:8 invalid-syntax';

async function change(
  client: TestClient,
  project: TemporaryProject,
  name: string,
  text: string,
): Promise<void> {
  project.write(name, text);
  await client.tellFiles([{ uri: project.uri(name), kind: 'changed' }]);
}

suite('syntax inside of functions', () => {
  test('a file that nobody has opened is found, and found again whenever it changes on disk', async () => {
    const files = { ...projectFiles(chain), [versionFile('bbb2')]: wrongBody };
    await withServer(
      files,
      async (client, project) => {
        await client.untilDiagnostics(wrongPlace);
        const [diagnostic] = client.diagnostics.get(project.uri(versionFile('bbb2'))) ?? [];
        assert.equal(diagnostic?.severity, 1);
        assert.equal(
          diagnostic.message,
          "Python can't load this file, so every Alembic command fails: expected an expression; correct it.",
        );
        await change(client, project, versionFile('bbb2'), revisionText('bbb2', "'aaa1'"));
        await client.untilDiagnostics();
        await change(client, project, versionFile('ccc3'), withBody('ccc3', "'bbb2'", 'break'));
        await client.untilDiagnostics('ccc3_make.py 17:4 invalid-syntax');
        await change(client, project, versionFile('bbb2'), wrongBody);
        await client.untilDiagnostics(wrongPlace, 'ccc3_make.py 17:4 invalid-syntax');
      },
      { runtime },
    );
  });

  test('nothing is said of what is being typed; it is when that is saved, until the next keystroke', async () => {
    await withServer(
      projectFiles(chain),
      async (client, project) => {
        const name = versionFile('bbb2');
        const uri = project.uri(name);
        await client.open(uri, project.read(name));
        await client.edit(uri, wrongBody);
        // Another file tells when those have been looked at that can be.
        await change(client, project, versionFile('ccc3'), withBody('ccc3', "'bbb2'", 'break'));
        await client.untilDiagnostics('ccc3_make.py 17:4 invalid-syntax');

        const save = async (text: string): Promise<void> => {
          project.write(name, text);
          await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
        };
        await save(wrongBody);
        await client.untilDiagnostics(wrongPlace, 'ccc3_make.py 17:4 invalid-syntax');
        await client.edit(uri, wrongBody.replace('= = 1', '= 1 = '));
        await client.untilDiagnostics('ccc3_make.py 17:4 invalid-syntax');
        await client.edit(uri, wrongBody.replace('= = 1', '= 1'));
        await save(wrongBody.replace('= = 1', '= 1'));
        await change(client, project, versionFile('ccc3'), revisionText('ccc3', "'bbb2'"));
        await client.untilDiagnostics();
      },
      { runtime },
    );
  });

  test('the place is right after a byte order mark, carriage returns, tabs, emoji and other encodings', async () => {
    const body = '\tx = "😀é"; y = = 1';
    const text = withBody('bbb2', "'aaa1'", 'pass').replace('    pass', body);
    const latin = Buffer.from(`# -*- coding: latin-1 -*-\n${text.replace('😀', '')}`, 'latin1');
    const place = 'bbb2_make.py 17:16 invalid-syntax';
    for (const [written, expected] of [
      [Buffer.from(text), place],
      [Buffer.from(`\ufeff${text}`), place],
      [Buffer.from(text.replaceAll('\n', '\r\n')), place],
      [Buffer.from(text.replaceAll('\n', '\r')), place],
      [Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), place],
      [latin, 'bbb2_make.py 18:14 invalid-syntax'],
      [Buffer.from(text.replace(' = 1', '')), place.replace('16 i', '14 i')],
    ] as const)
      await withServer(
        { ...projectFiles(chain), [versionFile('bbb2')]: written },
        async (client) => client.untilDiagnostics(expected),
        { runtime },
      );
  });

  test('bytes that are no text of the encoding, and null bytes', async () => {
    const text = revisionText('bbb2', "'aaa1'");
    for (const [written, expected] of [
      [Buffer.concat([Buffer.from(`${text}x = 'é \ufffd `), Buffer.from([0xe9, 39, 10])]), '22:9'],
      [
        Buffer.concat([Buffer.from(`${text}# '`), Buffer.from([0xe2, 0x82, 0xf0, 10, 39, 0xe9, 39, 10])]),
        '23:1',
      ],
      [Buffer.from(`${text}# é`, 'latin1'), undefined],
      [Buffer.from(`# coding: utf-8\n${text}'é'`, 'latin1'), '23:1'],
      [Buffer.from(`${text}# \0`), '22:2'],
      [Buffer.from(`\ufeff${text}`, 'utf16le'), '0:0'],
      [Buffer.from(`# coding: cp1252\n${text}# é`, 'latin1'), undefined],
    ] as const)
      await withServer(
        {
          ...projectFiles(chain),
          [versionFile('bbb2')]: written,
          [versionFile('ccc3')]: withBody('ccc3', "'bbb2'", 'break'),
        },
        async (client) =>
          client.untilDiagnostics(
            'ccc3_make.py 17:4 invalid-syntax',
            ...(expected === undefined ? [] : [`bbb2_make.py ${expected} invalid-syntax`]),
          ),
        { runtime },
      );
  });

  test('one finding for one cause: not beside what reading the file has found, nor beside a conflict', async () => {
    await withServer(
      {
        ...projectFiles(chain),
        [versionFile('aaa1')]: withBody('aaa1', 'None', 'break; x = (1'),
        [versionFile('bbb2')]: withBody(
          'bbb2',
          "'aaa1'",
          '<<<<<<< a\n    break\n=======\n    x = (\n>>>>>>> b',
        ).replace('    <<<<<<<', '<<<<<<<'),
        [versionFile('ccc3')]: withBody('ccc3', "'bbb2'", 'x = = 1\n    y = = 2\n    break'),
      },
      async (client) => {
        await client.untilDiagnostics(
          'aaa1_make.py 17:15 invalid-syntax',
          'bbb2_make.py 17:0 merge-conflict-markers',
          'ccc3_make.py 17:8 invalid-syntax',
        );
      },
      { runtime },
    );
  });

  test('it can be ignored, and switched off', async () => {
    const ignored = withBody(
      'bbb2',
      "'aaa1'",
      'x = = 1  # alembic: ignore[invalid-syntax] -- kept as a warning',
    );
    const files = {
      ...projectFiles(chain),
      [versionFile('bbb2')]: ignored,
      [versionFile('ccc3')]: withBody('ccc3', "'bbb2'", 'break'),
    };
    await withServer(files, (client) => client.untilDiagnostics('ccc3_make.py 17:4 invalid-syntax'), {
      runtime,
    });
    const broken = { ...projectFiles(chain), [versionFile('bbb2')]: wrongBody };
    let asked = 0;
    const openSyntax: Runtime['openSyntax'] = (log) => {
      const checker = new SyntaxChecker({ program: builtProgram, background: true, mostProcesses: 1, log });
      const check = checker.check.bind(checker);
      checker.check = (paths) => {
        asked += paths.length;
        return check(paths);
      };
      return checker;
    };
    const settings = { rules: { 'invalid-syntax': 'off' } };
    await withServer(
      broken,
      async (client) => {
        await client.untilDiagnostics();
        client.settings = {};
        await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
        await client.untilDiagnostics(wrongPlace);
        assert.equal(asked, 3, 'nothing was parsed while it was off, and each file once after');
      },
      { runtime: { openSyntax }, settings },
    );
  });

  test('the process ends when it has nothing to do', async () => {
    await withServer(
      { ...projectFiles(chain), [versionFile('bbb2')]: wrongBody },
      async (client) => {
        await client.untilDiagnostics(wrongPlace);
        await eventually('it has ended', childPrograms, (all) =>
          all.every((each) => !each.includes(builtProgram)),
        );
      },
      { runtime },
    );
  });

  test('where the parser does not run, the log says so once, and everything else works', async () => {
    await withServer(
      { ...projectFiles(chain), [versionFile('bbb2')]: wrongBody },
      async (client, project) => {
        const told = (): number =>
          client.log.filter((line) => /Syntax inside of functions/.test(line)).length;
        await client.until('the log says so', () => told() === 1);
        await change(client, project, versionFile('ccc3'), revisionText('ccc3', "'gone'"));
        await client.until('the parent is missing', () => /unknown-down-revision/.test(client.summary()));
        assert.doesNotMatch(client.summary(), /invalid-syntax/);
        assert.equal(told(), 1);
      },
      { runtime: runtimeWith(join(projectRoot, 'server', 'dist', 'nowhere.js')) },
    );
  });
});

/** The command lines of this process's children, where the system lists them. */
function childPrograms(): readonly string[] {
  const tasks = `/proc/${String(process.pid)}/task`;
  try {
    return readdirSync(tasks).flatMap((task) =>
      readFileSync(`${tasks}/${task}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)
        .map((child) => {
          try {
            return readFileSync(`/proc/${child}/cmdline`, 'utf8');
          } catch {
            return '';
          }
        }),
    );
  } catch {
    return [];
  }
}
