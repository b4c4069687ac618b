import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { suite, test } from 'mocha';
import { projectLine } from '../../client/src/infrastructure/alembic/command/projectLine';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import { AlembicProject, plainProject, pythonWith } from './alembicProject';

const script = `import argparse
from alembic import command
from alembic.config import Config

parser = argparse.ArgumentParser()
parser.add_argument("verb")
parser.add_argument("--revision", default="head")
options = parser.parse_args()
getattr(command, options.verb)(Config("alembic.ini"), options.revision)
`;

suite("command lines of the project's own, with the real Alembic", () => {
  test('a script, a shell and a program of the virtual environment migrate where the line says', async () => {
    const project = new AlembicProject(await pythonWith(), {
      ...Object.fromEntries(Object.entries(plainProject()).map(([name, text]) => [`back/${name}`, text])),
      'back/scripts/migrate.py': script,
      'up.sh': '#!/bin/sh\ncd back && alembic upgrade "$1"\n',
    });
    chmodSync(project.path('up.sh'), 0o755);
    const run = async (line: string, command: readonly string[]): Promise<string> => {
      const made = projectLine(
        {
          settings: { commandLines: { [command[0] ?? '']: line }, xArguments: [] },
          place: { top: project.folder },
          interpreter: { path: project.python },
          variables: process.env,
        } as unknown as Parameters<typeof projectLine>[0],
        command,
      );
      assert.ok(made);
      const end = await new ChildRun(made, () => undefined).end;
      assert.equal(end.exitCode, 0, JSON.stringify(end.output));
      const asked =
        'import sqlite3; print(*sqlite3.connect("back/app.db").execute("select * from alembic_version"))';
      return project.run('-c', asked).trim();
    };
    try {
      const line = 'cd back && python scripts/migrate.py upgrade --revision ${target}';
      assert.equal(await run(line, ['upgrade', 'a1']), "('a1',)");
      assert.equal(await run('./up.sh ${target}', ['upgrade', 'head']), "('b2',)");
      assert.equal(
        await run('sh -c "cd back && alembic downgrade $0" ${target}', ['downgrade', '-1']),
        "('a1',)",
      );
      assert.equal(await run('cd back && alembic stamp ${target}', ['stamp', 'b2']), "('b2',)");
    } finally {
      project.remove();
    }
  });
});
