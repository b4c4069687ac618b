import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, setup, teardown, test } from 'mocha';
import { askCurrent } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  CurrentAnswer,
  DatabaseState,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import type { RunPlace } from '../../client/src/infrastructure/alembic/command/targetParts';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import {
  checkoutOf,
  removeStaleWorktrees,
  TemporaryWorktree,
  WorktreeFailure,
} from '../../client/src/infrastructure/git/temporaryWorktree';
import {
  isWithin,
  OutsideWorktree,
  linkDatabases,
  placeInWorktree,
  sameDatabases,
} from '../../client/src/infrastructure/git/worktreePlace';
import { gitCommand } from '../../client/src/infrastructure/git/gitCommand';
import { eventually } from '../fixtures/eventually';
import { GitRepository } from '../fixtures/gitRepository';
import { Postgres } from '../fixtures/postgres';
import { projectRoot } from '../fixtures/projectRoot';
import { plainCommand, plainProject } from './alembicProject';
import { newestPython } from './alembicVersions';

const bridgeFile = join(projectRoot, 'client', 'python', 'bridge.py');

const someDatabase: DatabaseState = {
  name: null,
  dialect: 'sqlite',
  driver: null,
  url: null,
  host: null,
  port: null,
  database: 'instance/app.db',
  user: null,
  versionTable: null,
  versionTableSchema: null,
  heads: [],
};

suite('a downgrade in a temporary worktree', () => {
  let python = '';
  let postgres: Postgres;
  let repository: GitRepository;
  let records = '';

  suiteSetup(async () => {
    python = await newestPython();
    postgres = await Postgres.start();
  });
  suiteTeardown(() => postgres.stop());
  setup(() => {
    records = realpathSync(mkdtempSync(join(tmpdir(), 'worktree-records-')));
  });
  teardown(() => {
    repository.dispose();
    rmSync(records, { recursive: true, force: true });
  });

  /**
   * `main` has `a1`, `feature` has `b2` on top; the project lies in a folder of the repository. Gives the
   * feature's commit.
   */
  const make = (url: string, more: Readonly<Record<string, string>> = {}): string => {
    const { 'migrations/versions/b2.py': b2 = '', ...others } = { ...plainProject(url), ...more };
    const below = (files: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`backend/${name}`, text]));
    repository = GitRepository.create({ '.gitignore': '*.db\n.env\n__pycache__\n', ...below(others) });
    repository.git('switch', '--quiet', '--create', 'feature');
    const commit = repository.commit(below({ 'migrations/versions/b2.py': b2 }), 'b2');
    return commit;
  };
  const backToMain = (): void => {
    alembic(place().workingDirectory, 'upgrade', 'head');
    repository.git('switch', '--quiet', 'main');
    assert.ok(!existsSync(repository.at('backend/migrations/versions/b2.py')));
  };
  const alembic = (folder: string, ...words: readonly string[]): void => {
    const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  };
  const place = (): RunPlace => ({
    configFile: repository.at('backend/alembic.ini'),
    workingDirectory: repository.at('backend'),
    top: repository.path,
    isElsewhere: false,
  });
  const create = (
    commit: string,
    onStart: (git: ChildRun) => void = () => undefined,
  ): Promise<TemporaryWorktree> =>
    TemporaryWorktree.create({
      repository: repository.path,
      commit,
      recordsFolder: records,
      onLine: () => undefined,
      onStart,
    });
  const ask = async (at: RunPlace): Promise<CurrentAnswer> => {
    const answer = await askCurrent(
      {
        bridgeFile,
        interpreter: python,
        workingDirectory: at.workingDirectory,
        environment: process.env,
        onLine: () => undefined,
      },
      plainCommand({ config: at.configFile }),
      at.isElsewhere ? repository.path : undefined,
    );
    assert.ok('result' in answer, JSON.stringify(answer));
    return answer.result;
  };
  const there = (worktree: TemporaryWorktree): RunPlace => {
    const found = placeInWorktree(place(), repository.path, worktree.folder);
    assert.ok(found);
    return found;
  };
  const state = (): readonly string[] =>
    [
      ['symbolic-ref', 'HEAD'],
      ['status', '--porcelain'],
      ['ls-files', '--stage'],
      ['stash', 'list'],
      ['worktree', 'list', '--porcelain'],
    ].map((words) => repository.git(...words));

  for (const { name, url } of [
    { name: 'SQLite, a relative path', url: () => 'sqlite:///app.db' },
    { name: 'SQLite, a path from the config file', url: () => 'sqlite:///%(here)s/app.db' },
    { name: 'PostgreSQL', url: () => postgres.url('psycopg', postgres.createDatabase('worktree')) },
  ]) {
    test(`${name}: the same database, the branch's files, and nothing left`, async () => {
      const commit = make(url());
      backToMain();
      // Work that is under way.
      repository.write({ 'backend/notes.txt': 'mine', 'backend/migrations/env.py.orig': 'mine' });
      repository.git('add', 'backend/notes.txt');
      repository.write({ 'backend/notes.txt': 'mine, changed' });
      const before = state();
      const here = await ask(place());
      const worktree = await create(commit);
      linkDatabases(here.databases, repository.path, worktree.folder);
      const asked = await ask(there(worktree));
      assert.ok(sameDatabases(here.databases, asked.databases), JSON.stringify([here, asked]));
      assert.deepEqual(asked.databases[0]?.heads, ['b2']);
      assert.ok(asked.scripts);
      assert.ok(isWithin(asked.scripts.directory, worktree.folder));
      assert.deepEqual(asked.scripts.modules, []);
      alembic(there(worktree).workingDirectory, 'downgrade', 'a1');
      await worktree.remove();
      assert.deepEqual(state(), before);
      assert.ok(!existsSync(dirname(worktree.folder)));
      assert.deepEqual(readdirSync(records), []);
      assert.deepEqual((await ask(place())).databases[0]?.heads, ['a1']);
    });
  }

  const links: readonly { readonly title: string; readonly to: (outside: string) => string }[] = [
    { title: 'a folder outside', to: (outside) => outside },
    { title: "the checkout's own folder", to: () => repository.at('backend/instance') },
    { title: 'a folder above the worktree', to: () => '../../..' },
    { title: 'nothing', to: (outside) => join(outside, 'nothing') },
    { title: 'itself', to: () => 'instance' },
  ];
  for (const { title, to } of links) {
    test(`where the branch has a link to ${title} in the place of the database's folder, nothing is touched`, async function () {
      if (process.platform === 'win32') this.skip();
      const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
      try {
        make('sqlite:///instance/app.db');
        symlinkSync(to(outside), repository.at('backend/instance'));
        const commit = repository.commit({}, 'instance is a link');
        repository.git('rm', '--quiet', 'backend/instance');
        repository.commit({}, 'instance is a folder again');
        mkdirSync(repository.at('backend/instance'), { recursive: true });
        for (const folder of [repository.at('backend/instance'), outside])
          writeFileSync(join(folder, 'app.db'), `data in ${folder}`);
        const worktree = await create(commit);
        const file = repository.at('backend/instance/app.db');
        assert.throws(
          () => linkDatabases([{ ...someDatabase, file }], repository.path, worktree.folder),
          (error) =>
            error instanceof OutsideWorktree &&
            /^backend\/instance is a link that leads /.test(error.message),
        );
        await worktree.remove();
        for (const folder of [repository.at('backend/instance'), outside]) {
          assert.deepEqual(readdirSync(folder), ['app.db']);
          assert.equal(readFileSync(join(folder, 'app.db'), 'utf8'), `data in ${folder}`);
        }
      } finally {
        rmSync(outside, { recursive: true });
      }
    });
  }

  test('a link to a folder of the worktree itself is followed, and a link in place of the file is replaced', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
    try {
      make('sqlite:///instance/app.db');
      writeFileSync(join(outside, 'app.db'), 'of others');
      mkdirSync(repository.at('backend/data'));
      symlinkSync('data', repository.at('backend/instance'));
      symlinkSync(join(outside, 'app.db'), repository.at('backend/data/app.db'));
      repository.git('add', '--force', 'backend/data/app.db');
      const commit = repository.commit({}, 'links');
      repository.git('rm', '--quiet', 'backend/instance', 'backend/data/app.db');
      repository.commit({}, 'a folder');
      mkdirSync(repository.at('backend/instance'));
      const file = repository.at('backend/instance/app.db');
      writeFileSync(file, 'mine');
      const worktree = await create(commit);
      linkDatabases([{ ...someDatabase, file }], repository.path, worktree.folder);
      assert.equal(realpathSync(join(worktree.folder, 'backend/instance/app.db')), file);
      await worktree.remove();
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      assert.equal(readFileSync(join(outside, 'app.db'), 'utf8'), 'of others');
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('an env file that Git does not have: another database is noticed', async () => {
    const env = `import os
from pathlib import Path
from alembic import context
from sqlalchemy import create_engine
file = Path(__file__).parent.parent / ".env"
url = file.read_text().strip() if file.exists() else "sqlite:///default.db"
with create_engine(url).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;
    const commit = make('sqlite:///unused.db', { 'migrations/env.py': env });
    repository.write({ 'backend/.env': 'sqlite:///real.db' });
    backToMain();
    const here = await ask(place());
    const worktree = await create(commit);
    linkDatabases(here.databases, repository.path, worktree.folder);
    const asked = await ask(there(worktree));
    assert.ok(!sameDatabases(here.databases, asked.databases));
    await worktree.remove();
  });

  test('an editable install: scripts and modules that come from the checkout are told', async () => {
    const commit = make('sqlite:///app.db', {
      'alembic.ini': '[alembic]\nscript_location = shop:migrations\nsqlalchemy.url = sqlite:///app.db\n',
    });
    repository.git('mv', 'backend/migrations', 'backend/migrations-old');
    mkdirSync(repository.at('backend/src/shop'), { recursive: true });
    repository.git('mv', 'backend/migrations-old', 'backend/src/shop/migrations');
    repository.write({ 'backend/src/shop/__init__.py': '' });
    repository.commit({}, 'a package');
    const packaged = repository.git('rev-parse', 'HEAD').trim();
    assert.notEqual(packaged, commit);
    const packages = mkdtempSync(join(tmpdir(), 'installed-'));
    const installed = process.env['PYTHONPATH'];
    try {
      // What `pip install --editable` leaves: a folder of the checkout on the path.
      writeFileSync(
        join(packages, 'sitecustomize.py'),
        `import sys; sys.path.append(${JSON.stringify(repository.at('backend/src'))})\n`,
      );
      process.env['PYTHONPATH'] = packages;
      const worktree = await create(packaged);
      const asked = await ask(there(worktree));
      assert.ok(asked.scripts);
      assert.equal(asked.scripts.directory, repository.at('backend/src/shop/migrations'));
      assert.ok(!isWithin(asked.scripts.directory, worktree.folder));
      assert.deepEqual(asked.scripts.modules, [repository.at('backend/src/shop/__init__.py')]);
      await worktree.remove();
    } finally {
      if (installed === undefined) delete process.env['PYTHONPATH'];
      else process.env['PYTHONPATH'] = installed;
      rmSync(packages, { recursive: true });
    }
  });

  test('no hook of the repository runs', async () => {
    const commit = make('sqlite:///app.db');
    const mark = repository.at('hook-ran');
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
      repository.write({ [`.git/hooks/${hook}`]: `#!/bin/sh\ntouch '${mark}'\n` });
      spawnSync('chmod', ['+x', repository.at(`.git/hooks/${hook}`)]);
    }
    await (await create(commit)).remove();
    assert.ok(!existsSync(mark));
  });

  test('no filter of the repository runs, wherever its configuration names it, and what it would have made is told', async () => {
    const attributes = [
      'backend/migrations/versions/b2.py filter=crypt',
      'raw.txt filter=other',
      'plain.txt -filter',
      '*.dat filter=needed',
    ];
    const commit = make('sqlite:///app.db');
    const files = {
      '.gitattributes': attributes.join('\n'),
      'raw.txt': 'raw',
      'plain.txt': 'plain',
      'a.dat': 'data',
    };
    const filtered = repository.commit(files, 'filters');
    const ran = repository.at('ran');
    const touch = (name: string): string => `sh -c 'echo ${name} >> "${ran}"; cat'`;
    writeFileSync(
      repository.at('included'),
      `[filter "needed"]\n\tsmudge = ${JSON.stringify(touch('included'))}\n`,
    );
    for (const [name, value] of [
      ['filter.crypt.process', touch('process')],
      ['filter.crypt.required', 'true'],
      ['filter.other.smudge', touch('smudge')],
      ['filter.other.clean', touch('clean')],
      ['filter.needed.required', 'true'],
      ['includeIf.gitdir:**/worktrees/**.path', repository.at('included')],
    ] as const)
      repository.git('config', name, value);
    const worktree = await create(filtered);
    try {
      assert.equal(existsSync(ran), false);
      assert.equal(readFileSync(join(worktree.folder, 'raw.txt'), 'utf8'), 'raw');
      assert.equal(readFileSync(join(worktree.folder, 'a.dat'), 'utf8'), 'data');
      assert.deepEqual(await worktree.filteredFiles(['backend/migrations', 'plain.txt']), [
        'backend/migrations/versions/b2.py',
      ]);
      assert.deepEqual(await worktree.filteredFiles(['plain.txt']), []);
    } finally {
      await worktree.remove();
    }
    assert.equal(existsSync(ran), false);
    for (const name of ['crypt', 'other', 'needed'])
      repository.git('config', '--remove-section', `filter.${name}`);
    repository.git('config', '--remove-section', 'includeIf.gitdir:**/worktrees/**');
    const without = await create(commit);
    assert.deepEqual(await without.filteredFiles(['backend']), []);
    await without.remove();
    repository.git('config', 'filter.a=b.process', touch('odd'));
    await assert.rejects(create(commit), /filter a=b, which can't be left out/);
    assert.equal(existsSync(ran), false);
  });

  test('Git is not started in the folder of a project, where Windows would look for it first', () => {
    const { workingDirectory, arguments: words } = gitCommand('/project', ['status']);
    assert.equal(workingDirectory, dirname(process.execPath));
    assert.deepEqual(words.slice(-3), ['-C', '/project', 'status']);
  });

  test('Git refuses: its reason, and nothing is left', async () => {
    make('sqlite:///app.db');
    const before = state();
    await assert.rejects(
      create('feedfeedfeedfeedfeedfeedfeedfeedfeedfeed'),
      (error: Error) => error instanceof WorktreeFailure && /invalid reference|feedfeed/.test(error.message),
    );
    assert.deepEqual(state(), before);
    assert.deepEqual(readdirSync(records), []);
  });

  test('stopped while files are checked out: nothing is left', async () => {
    const commit = make('sqlite:///app.db');
    const before = state();
    const made = create(commit, (git) => git.stop('SIGINT')).then(
      (worktree) => worktree.remove(),
      (error: unknown) => assert.ok(error instanceof WorktreeFailure),
    );
    await made;
    assert.deepEqual(state(), before);
    assert.deepEqual(readdirSync(records), []);
  });

  test('left by a window that was closed: removed at a later start, not while something runs in it', async () => {
    const commit = make('sqlite:///app.db');
    const before = state();
    const worktree = await create(commit);
    const [name = ''] = readdirSync(records);
    const file = join(records, name);
    const record = JSON.parse(readFileSync(file, 'utf8')) as { readonly processes: readonly number[] };
    assert.deepEqual(record.processes, [process.pid]);
    assert.deepEqual(await removeStaleWorktrees(records, () => undefined), []);
    const running = new ChildRun(
      {
        program: 'sleep',
        arguments: ['600'],
        workingDirectory: worktree.folder,
        environment: process.env,
      },
      () => undefined,
    );
    const gone = spawnSync('true').pid;
    writeFileSync(file, JSON.stringify({ ...record, processes: [gone, running.pid] }));
    assert.deepEqual(await removeStaleWorktrees(records, () => undefined), []);
    running.stop('SIGINT');
    await running.end;
    await eventually('it is removed', async () => {
      const removed = await removeStaleWorktrees(records, () => undefined);
      return removed.length === 1;
    });
    assert.ok(!existsSync(worktree.folder));
    assert.deepEqual(state(), before);
    assert.deepEqual(readdirSync(records), []);
  });

  test('a worktree of the person that is not there now is not forgotten', async () => {
    const commit = make('sqlite:///app.db');
    repository.git('worktree', 'add', '--quiet', '--detach', '../on-a-stick', commit);
    rmSync(repository.beside('on-a-stick').path, { recursive: true });
    await (await create(commit)).remove();
    assert.match(repository.git('worktree', 'list'), /on-a-stick/);
  });

  test('the checkout of a folder', async () => {
    make('sqlite:///app.db');
    assert.equal(await checkoutOf(repository.at('backend/migrations')), repository.path);
    assert.equal(await checkoutOf(tmpdir()), undefined);
  });
});
