import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillPlaceholders } from '../../client/src/infrastructure/alembic/command/placeholders';
import { projectLine } from '../../client/src/infrastructure/alembic/command/projectLine';
import { splitCommandLine } from '../../client/src/infrastructure/alembic/command/splitCommandLine';

suite("command lines of the project's own", () => {
  const target = (
    commandLines: Readonly<Record<string, string>>,
    xArguments: readonly string[] = [],
  ): Parameters<typeof projectLine>[0] =>
    ({
      settings: { commandLines, xArguments },
      place: { top: '/home/me/my shop' },
      interpreter: { path: '/usr/bin/python3' },
      variables: { PATH: '/nowhere', NAME: 'a b' },
    }) as unknown as Parameters<typeof projectLine>[0];
  const words = (
    line: string,
    command: readonly string[],
    xArguments: readonly string[] = [],
  ): readonly string[] => {
    const made = projectLine(target({ [command[0] ?? '']: line }, xArguments), command);
    return made ? [made.program, ...made.arguments] : [];
  };

  test('a line is words, with quotes, a folder and variables, and never a shell', () => {
    const cases: readonly (readonly [string, ReturnType<typeof splitCommandLine>])[] = [
      ['make migrate', { folder: undefined, variables: {}, words: ['make', 'migrate'] }],
      [
        `cd back && ENV=dev X= tool "a b"'c'\\ d \${target}`,
        { folder: 'back', variables: { ENV: 'dev', X: '' }, words: ['tool', 'a bc d', '${target}'] },
      ],
      [`sh -c "a && b | c"`, { folder: undefined, variables: {}, words: ['sh', '-c', 'a && b | c'] }],
      ['a && b', undefined],
      ['a | b', undefined],
      ['a > b', undefined],
      ['a $(b)', undefined],
      ['a; b', undefined],
      ["a 'b", undefined],
      ['', undefined],
      ['ENV=dev', undefined],
    ];
    for (const [line, split] of cases) assert.deepEqual(splitCommandLine(line), split, line);
  });

  test('placeholders are filled, each within its word', () => {
    assert.deepEqual(words('migrate.py upgrade --revision ${target}', ['upgrade', 'head']), [
      'migrate.py',
      'upgrade',
      '--revision',
      'head',
    ]);
    assert.deepEqual(words('make down REV=${target}', ['downgrade', '-1']), ['make', 'down', 'REV=-1']);
    const create = ['revision', "--message=add ${env:NAME} 'x' && y"];
    const line = 'create "${message}" ${autogenerate}';
    assert.deepEqual(words(line, create), ['create', "add ${env:NAME} 'x' && y"]);
    assert.deepEqual(words(line, [...create, '--autogenerate']).at(-1), '--autogenerate');
    const both = 'create ${message} ${autogenerate?:--no-autogenerate}';
    assert.deepEqual(words(both, create).at(-1), '--no-autogenerate');
    assert.equal(words(both, [...create, '--autogenerate']).length, 2);
    assert.deepEqual(words('c ${message} auto=${autogenerate}', create).at(-1), 'auto=false');
    assert.deepEqual(
      words('s ${xArguments} stamp ${options} ${target}', ['stamp', '--purge', 'head'], ['tenant=a']),
      ['s', '-x', 'tenant=a', 'stamp', '--purge', 'head'],
    );
  });

  test('folders and variables of the settings are one word each', () => {
    const made = projectLine(target({ upgrade: 'cd ${workspaceFolder}/back && MODE=x ./up ${env:NAME}' }), [
      'upgrade',
      'head',
    ]);
    assert.equal(made?.workingDirectory, '/home/me/my shop/back');
    assert.equal(made.program, '/home/me/my shop/back/up');
    assert.deepEqual(made.arguments, ['a b']);
    assert.equal(made.environment['MODE'], 'x');
  });

  test('what a line has no place for is refused, not lost', () => {
    const refused: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ['make migrate', ['upgrade', 'ae10'], []],
      ['make down', ['downgrade', 'base'], []],
      ['create', ['revision', '--message=x'], []],
      ['create ${message}', ['revision', '--message=x', '--autogenerate'], []],
      ['create ${message}', ['revision', '--message=x', '--head=ae10'], []],
      ['make stamp', ['stamp', '--purge', 'head'], []],
      ['make migrate', ['upgrade', 'head'], ['tenant=a']],
      ['a && b ${target}', ['upgrade', 'head'], []],
    ];
    for (const [line, command, x] of refused)
      assert.throws(() => words(line, command, x), { name: 'UserError' }, line);
    assert.deepEqual(words('make migrate', ['upgrade', 'head']), ['make', 'migrate']);
    assert.deepEqual(words('make down', ['downgrade', '-1']), ['make', 'down']);
  });

  test('nothing of a file or a message becomes the words of a shell', () => {
    const up = ['make up REV=${target}', "sh -c 'up ${target}'", 'python migrate.py ${target}'];
    for (const line of up)
      for (const id of ['$(touch x)', 'a;b', 'a b', '`x`', 'a"b', "a'b", 'a\nb', 'a|b'])
        assert.throws(() => words(line, ['upgrade', id]), { name: 'UserError' }, `${line} ${id}`);
    for (const id of ['heads', 'ae10', 'shop@head', 'shop@ae10-2', 'ae10+1', '-1', 'a.b~'])
      assert.ok(words('make up REV=${target}', ['upgrade', id]).includes(`REV=${id}`));
    for (const line of ['make new m="${message}"', 'docker exec web sh -c "new ${message}"'])
      for (const message of ['add $(touch x)', "it's", 'say "x"', '`x`', 'a\nb', 'a; b'])
        assert.throws(() => words(line, ['revision', `--message=${message}`]), { name: 'UserError' });
    assert.deepEqual(
      words('make new m="${message}"', ['revision', '--message=add a, b: 3 %']).at(-1),
      'm=add a, b: 3 %',
    );
  });

  test('SQL and commands without a line are Alembic’s own', () => {
    assert.deepEqual(words('make migrate', ['upgrade', 'head', '--sql']), []);
    assert.deepEqual(words('make check', ['check']), []);
    assert.equal(projectLine(target({ sync: './sync.sh' }), ['upgrade', 'head']), undefined);
  });

  test('the main worktree of Git, the home folder and variables are known in settings', () => {
    const folder = mkdtempSync(join(tmpdir(), 'worktrees-'));
    try {
      const main = join(folder, 'main');
      const linked = join(folder, 'linked');
      mkdirSync(join(main, '.git', 'worktrees', 'linked'), { recursive: true });
      mkdirSync(join(main, 'back'));
      mkdirSync(linked);
      writeFileSync(join(linked, '.git'), `gitdir: ${join(main, '.git', 'worktrees', 'linked')}\n`);
      writeFileSync(join(main, '.git', 'worktrees', 'linked', 'commondir'), '../..\n');
      assert.equal(fillPlaceholders('${gitMainWorktree}/.env', linked), `${main}/.env`);
      assert.equal(fillPlaceholders('${gitMainWorktree}/.env', join(main, 'back')), `${main}/.env`);
      assert.equal(fillPlaceholders('~/.env', linked), `${homedir()}/.env`);
      assert.equal(fillPlaceholders('a~/.env', linked), 'a~/.env');
      assert.equal(
        fillPlaceholders('${env:A}-${env:B}', linked, { A: '${workspaceFolder}' }),
        '${workspaceFolder}-',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
