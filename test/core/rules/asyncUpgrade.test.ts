import { check } from '../check';

const header = `revision = 'a'
down_revision = None
`;

/** A revision file with these functions. */
function file(functions: string): string {
  return `
#- /versions/a.py bare
${header}${functions}`;
}

const asyncMessage =
  'so it runs nothing and records the revision all the same: write def in place of async def.';
const yieldMessage = 'so it runs nothing and records the revision all the same: take yield out of it.';

suite('rules: async-upgrade', () => {
  test('coroutine functions', () => {
    check(
      file(`async def upgrade() -> None:
#         ^^^^^^^ warning[async-upgrade]: Alembic does not await upgrade(), ${asyncMessage}
    op.drop_table('t')


async   def downgrade():
#           ^^^^^^^^^ warning[async-upgrade]: Alembic does not await downgrade(), ${asyncMessage}
    pass
`),
    );
  });

  for (const body of [
    '    op.drop_table("t")\n    yield\n',
    '    x = yield op\n',
    '    return\n    yield\n',
    '    yield from steps()\n',
    '    if x:\n        with y:\n            z((yield))\n',
    '    def inner(x=(yield)):\n        pass\n',
    '    @(yield)\n    def inner():\n        pass\n',
    '    class Inner((yield)):\n        pass\n',
    '    f = lambda x=(yield): x\n',
  ])
    test(`a generator function: ${JSON.stringify(body)}`, () => {
      check(
        file(`def upgrade():
#   ^^^^^^^ warning[async-upgrade]: Alembic does not iterate over upgrade(), ${yieldMessage}
${body}

def downgrade():
    pass
`),
      );
    });

  test('an async generator function', () => {
    check(
      file(`def upgrade():
    pass

async def downgrade():
#         ^^^^^^^^^ warning[async-upgrade]: Alembic does not iterate over downgrade(), so it runs nothing and records the revision all the same: write def in place of async def, and take yield out.
    yield 1
`),
    );
  });

  test('another name of such a function', () => {
    check(
      file(
        `async def migrate():
    op.drop_table('t')

run = upgrade = migrate
#     ^^^^^^^ warning[async-upgrade]: Alembic does not await upgrade(), ${asyncMessage}

def downgrade():
    pass
`,
      ),
    );
  });

  for (const [what, upgrade] of [
    [
      'yield in a function inside',
      'def upgrade():\n    def rows():\n        yield 1\n    op.bulk_insert(t, list(rows()))\n',
    ],
    ['yield in a lambda', 'def upgrade():\n    f = lambda: (yield)\n'],
    ['a generator expression', 'def upgrade():\n    list(x for x in y)\n'],
    [
      'async functions inside',
      'def upgrade():\n    async def run():\n        await x\n    asyncio.run(run())\n',
    ],
    [
      'the word in texts, names and comments',
      'def upgrade():\n    op.execute("yield")  # yield\n    crop_yield = 1\n',
    ],
    ['a decorator that may run it', '@in_event_loop\nasync def upgrade():\n    await x\n'],
    ['a decorated generator', '@run_all\ndef upgrade():\n    yield 1\n'],
    ['a later plain function', 'async def upgrade():\n    pass\n\ndef upgrade():\n    pass\n'],
    [
      'a condition',
      'if x:\n    async def upgrade():\n        pass\nelse:\n    def upgrade():\n        pass\n',
    ],
    ['a function that wraps it', 'async def run():\n    pass\n\nupgrade = wrapped(run)\n'],
    ['an imported one', 'from x import upgrade\n'],
    ['a lambda', 'upgrade = lambda: op.execute("SELECT 1")\n'],
    [
      'an older function of the name',
      'def run():\n    pass\n\nupgrade = run\n\nasync def run():\n    pass\n',
    ],
  ] as const)
    test(`quiet for ${what}`, () => {
      check(file(`${upgrade}\n\ndef downgrade():\n    pass\n`));
    });

  test('quiet in files that are no revisions', () => {
    check(`
#- /versions/a.py bare
revision = 'a'
down_revision = None
def upgrade(): pass
def downgrade(): pass
#- /versions/__init__.py
async def upgrade():
    pass
`);
  });
});
