import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { askCompare, askCurrent, askSql } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type { AskedCommand } from '../../client/src/infrastructure/alembic/bridge/askedCommand';
import { alembicProgram } from '../../client/src/infrastructure/alembic/command/alembicProgram';
import {
  findFlaskMigrate,
  flaskArguments,
} from '../../client/src/infrastructure/alembic/command/flaskMigrate';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import type { ChildEnd } from '../../client/src/infrastructure/alembic/process/childRun';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { sharedFolder } from '../fixtures/projectRoot';
import { DrivenProject } from './drivenProject';

/** A project of which the real command and the bridge are asked the same. */
export class BesideProject extends DrivenProject {
  /** Copies a folder, with another text in place of some in all of its files. */
  copyFrom(folder: string, replace: (text: string) => string): void {
    cpSync(folder, this.folder, { recursive: true });
    // The copies of what may not be written may be.
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' }))
      chmodSync(this.path(name), 0o755);
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:py|ini|toml)$/.test(name)) continue;
      const text = readFileSync(this.path(name), 'utf8');
      if (replace(text) !== text) this.write(name, replace(text));
    }
  }

  /** Removes revisions that were written without the imports they need. */
  dropGenerated(): void {
    for (const name of this.list('migrations/versions'))
      if (!/^from alembic import/m.test(this.read(`migrations/versions/${name}`)))
        rmSync(this.path(`migrations/versions/${name}`), { recursive: true });
  }

  /** Runs the real command. */
  async real(...words: readonly string[]): Promise<ChildEnd> {
    return await new ChildRun(
      {
        program: this.python,
        arguments: [...this.start(), ...this.command().words(words)],
        workingDirectory: this.folder,
        environment: process.env,
      },
      () => undefined,
    ).end;
  }

  /** Fails where `current` says other rows than the bridge, or only one of them fails. */
  async compareCurrent(): Promise<void> {
    const [real, asked] = [
      await this.real('current', '--verbose'),
      await askCurrent(this.bridgeRun, this.command()),
    ];
    assert.equal('result' in asked, real.exitCode === 0, this.told(real, asked));
    if (!('result' in asked)) return;
    const rows = readCurrentOutput(real.output).map(({ heads }) => [...heads].sort());
    // Of a database without rows Alembic names nothing but the database.
    assert.deepEqual(
      asked.result.databases.map(({ heads }) => [...heads].sort()),
      rows,
      this.told(real, asked),
    );
  }

  /** Fails where `check` finds something and the bridge nothing, or the other way round. */
  async compareCheck(): Promise<void> {
    const [real, asked] = [await this.real('check'), await askCompare(this.bridgeRun, this.command())];
    const text = real.output.map((line) => line.text).join('\n');
    // Of an error that env.py goes on after, the real command says that there are no differences.
    if (real.exitCode === 0 && 'error' in asked && text.includes(asked.error.message)) return;
    const differs = real.output.some(({ text }) => text.includes('New upgrade operations detected'));
    assert.equal('result' in asked, real.exitCode === 0 || differs, this.told(real, asked));
    if ('result' in asked) assert.equal(asked.result.differences.length > 0, differs, this.told(real, asked));
  }

  /** Fails where `--sql` writes other SQL than the bridge gives. What env.py prints comes before it. */
  async compareSql(start: string | undefined, target: string): Promise<void> {
    const real = await this.real('upgrade', `${start ?? 'base'}:${target}`, '--sql');
    const part = { direction: 'upgrade', start: start === undefined ? [] : [start], target } as const;
    const asked = await askSql(this.bridgeRun, this.command(), [part]);
    assert.equal('result' in asked, real.exitCode === 0, this.told(real, asked));
    if (!('result' in asked)) return;
    const scripts = asked.result.parts.flatMap((each) => ('scripts' in each ? each.scripts : []));
    const sql = scripts.map((script) => script.sql).join('');
    const written = real.output.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
    const files = scripts.map(({ name }) => (name === null ? '' : this.path(`${name}.sql`)));
    if (files.some((file) => existsSync(file))) {
      assert.equal(sql, files.map((file) => readFileSync(file, 'utf8')).join(''));
      return;
    }
    const text = written.map((line) => `${line}\n`).join('');
    assert.ok(text.endsWith(sql) && (sql !== '' || !text.includes(';')), this.told(real, { sql }));
  }

  private command(): AskedCommand {
    const config = ['pyproject.toml', 'alembic.ini', 'migrations/alembic.ini'].find((name) =>
      existsSync(this.path(name)),
    );
    assert.ok(config, 'a config file');
    const flask = findFlaskMigrate(this.path(config), this.folder);
    const words = (command: readonly string[]): readonly string[] =>
      flask
        ? flaskArguments(flask, command, { options: [], xArguments: [] }).slice(2)
        : ['-c', this.path(config), ...command];
    const [start = ''] = this.start();
    return {
      program: flask ? { module: 'flask' } : start === '-m' ? { module: 'alembic' } : { script: start },
      config: this.path(config),
      xArguments: [],
      words,
    };
  }

  private start(): readonly string[] {
    const flask = existsSync(this.path('migrations/alembic.ini'))
      ? findFlaskMigrate(this.path('migrations/alembic.ini'), this.folder)
      : undefined;
    return flask ? ['-m', 'flask'] : alembicProgram(this.python, this.folder);
  }

  private told(real: ChildEnd, asked: unknown): string {
    const lines = real.output.slice(-12).map(({ text }) => text);
    return [`real: ${real.exitCode}`, ...lines, `bridge: ${JSON.stringify(asked)}`].join('\n');
  }
}

/** The folders of cases that lie beside the checkout; none where there are none. */
export function caseFolders(): readonly string[] {
  const folder = join(sharedFolder, 'cases', 'runs');
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
