import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { failurePlace } from '../../client/src/infrastructure/alembic/output/failurePlace';
import { failureReason } from '../../client/src/infrastructure/alembic/output/failureReason';

const cases: readonly (readonly [what: string, output: string, reason: string | undefined])[] = [
  [
    'a group of errors',
    `  + Exception Group Traceback (most recent call last):
  |   File "/shop/migrations/env.py", line 28, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/shop/migrations/env.py", line 21, in one
    |     async with engine.connect() as connection:
    |                ^^^^^^^^^^^^^^^^
    | ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 57499)
    +------------------------------------
`,
    "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 57499)",
  ],
  [
    'a group of several errors',
    `  + Exception Group Traceback (most recent call last):
  | ExceptionGroup: unhandled errors in a TaskGroup (3 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/shop/migrations/env.py", line 21, in one
    | ValueError: first
    +---------------- 2 ----------------
    | Exception Group Traceback (most recent call last):
    | ExceptionGroup: inside (1 sub-exception)
    +-+---------------- 1 ----------------
      | KeyError: 'second'
      +------------------------------------
    +---------------- 3 ----------------
    | RuntimeError: third
    +------------------------------------
`,
    'ValueError: first (and 2 more errors)',
  ],
  [
    "a group in which one is the database's",
    `  + Exception Group Traceback (most recent call last):
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: first
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    | asyncpg.exceptions.UndefinedTableError: relation "nope" does not exist
    |
    | The above exception was the direct cause of the following exception:
    |
    | Traceback (most recent call last):
    | sqlalchemy.exc.ProgrammingError: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) relation "nope" does not exist
    +------------------------------------
`,
    'sqlalchemy.exc.ProgrammingError: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) relation "nope" does not exist (and 1 more error)',
  ],
  [
    'a group whose error has lines of its own',
    `    | Traceback (most recent call last):
    |   File "/shop/migrations/versions/b2.py", line 8, in upgrade
    |     op.execute("INSERT INTO nope VALUES (1)")
    | sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: nope
[SQL: INSERT INTO nope VALUES (1)]
(Background on this error at: https://sqlalche.me/e/21/e3q8)
    +------------------------------------
`,
    'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: nope',
  ],
  [
    'a box',
    `╭─────────────────── Traceback (most recent call last) ───────────────────╮
│ /a/very/long/way/to/the/project/migrations/ve │
│ rsions/b2.py:8 in upgrade                                               │
│                                                                         │
│ ❱  8 │   op.execute("INSERT INTO nope VALUES (1)")                      │
╰─────────────────────────────────────────────────────────────────────────╯
OperationalError: (sqlite3.OperationalError) no such table: nope
[SQL: INSERT INTO nope VALUES (1)]
(Background on this error at: https://sqlalche.me/e/21/e3q8)
`,
    'OperationalError: (sqlite3.OperationalError) no such table: nope',
  ],
  [
    'a group in boxes',
    `╭──────── Traceback (most recent call last) ────────╮
│ /shop/env.py:28 in <module>                       │
╰───────────────────────────────────────────────────╯
ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
╭───────────────── Sub-exception #1 ────────────────╮
│ ╭─────── Traceback (most recent call last) ─────╮ │
│ │ /shop/env.py:21 in one                        │ │
│ ╰───────────────────────────────────────────────╯ │
│ ConnectionRefusedError: nobody listens            │
╰───────────────────────────────────────────────────╯
`,
    'ConnectionRefusedError: nobody listens',
  ],
  [
    'an error without a traceback, with the statement below it',
    `ERROR (psycopg.errors.UndefinedTable) relation "nope" does not exist
[SQL:
CREATE TABLE x (
  id INTEGER
)
]
(Background on this error at: https://sqlalche.me/e/21/f405)
------------------
`,
    'ERROR (psycopg.errors.UndefinedTable) relation "nope" does not exist',
  ],
  [
    'a tool with causes',
    'warning: something\nerror: Failed to spawn: `alembic`\n  Caused by: No such file or directory (os error 2)\n',
    'error: Failed to spawn: `alembic`, caused by: No such file or directory (os error 2)',
  ],
  [
    'a tool that draws its causes',
    '  × No solution found\n  ╰─▶ Because shop needs alembic, it fails.\n',
    '× No solution found, caused by: Because shop needs alembic, it fails.',
  ],
  ['last words above a ruler', 'something broke\n==========\n\n', 'something broke'],
  ["Alembic's refusal", "ERROR [x] no\n  FAILED: Can't locate revision 'a'\n", "Can't locate revision 'a'"],
  ['nothing', '\n-----\n', undefined],
];

suite('the reason of a failure', () => {
  for (const [what, output, reason] of cases)
    test(what, () => assert.equal(failureReason(output.split('\n')), reason));

  for (const [what, file, line] of [
    ['a group of errors', '/shop/migrations/env.py', 21],
    ['a box', '/a/very/long/way/to/the/project/migrations/versions/b2.py', 8],
    ['a group in boxes', '/shop/env.py', 21],
  ] as const)
    test(`its place in ${what}`, () => {
      const [, output = ''] = cases.find(([name]) => name === what) ?? [];
      assert.deepEqual(
        failurePlace(output.split('\n'), () => true),
        { file, line },
      );
    });
});
