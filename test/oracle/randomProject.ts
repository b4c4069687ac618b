import { mutatePython } from './mutatePython';
import { randomHistory } from './randomHistory';
import { RandomNumbers } from './randomNumbers';

/**
 * Version locations with files in them, as they are written to disk, and how Alembic is told to read them.
 */
export interface RandomProject {
  /** By path relative to the project. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** Paths of sources that are replaced by what Python compiles them to. */
  readonly compiled: readonly string[];
  readonly locations: readonly string[];
  readonly recursive: boolean;
  readonly sourceless: boolean;
  /** A file does at import what only running it tells. */
  readonly onlyRunningTells: boolean;
}

/** What a random project must do without. */
export interface ProjectLimits {
  /** Alembic before 1.10 does not look into folders. */
  readonly noFolders: boolean;
}

interface Draft {
  readonly name: string;
  text: string;
}

/**
 * A random history, further changed in what a header may look like, in bodies and bytes, and in where files
 * lie.
 */
export function randomProject(seed: number, limits: ProjectLimits): RandomProject {
  const random = new RandomNumbers(seed + 77_000_000);
  const drafts = Object.entries(randomHistory(seed)).map(([name, text]): Draft => ({ name, text }));
  for (let count = random.below(4); count > 0; count--)
    random.pick(changes)(random, random.pick(drafts), drafts);
  const onlyRunningTells = random.chance(0.04);
  if (onlyRunningTells) random.pick(drafts).text += random.pick(surprises);

  const locations = random.pick([
    ['versions'],
    ['versions'],
    ['versions'],
    ['one', 'two'],
    ['versions', 'versions/more'],
  ]);
  const recursive = !limits.noFolders && random.chance(0.3);
  const sourceless = random.chance(0.15);
  const files: Record<string, Buffer> = {};
  const compiled: string[] = [];
  for (const location of locations) files[`${location}/.keep`] = Buffer.alloc(0);
  for (const { name, text } of drafts) {
    const folder = random.chance(0.85)
      ? ''
      : random.pick(['2024/', 'a/b/', '__pycache__/', '.hidden/', 'not a package/']);
    const path = `${random.pick(locations)}/${folder}${name}`;
    files[path] = bytesOf(random, text);
    if (sourceless && random.chance(0.15) && path.endsWith('.py')) compiled.push(path);
  }
  return { files, compiled, locations, recursive, sourceless, onlyRunningTells };
}

const surprises = [
  'raise RuntimeError("no")\n',
  'import nowhere_at_all\n',
  '1 / 0\n',
  'undefined_name\n',
  'if revision: undefined_name()\n',
  'import sys\nsys.exit(3)\n',
  'from alembic.no_such import thing\n',
  'assert not revision\n',
];

type Change = (random: RandomNumbers, draft: Draft, drafts: readonly Draft[]) => void;

const changes: readonly Change[] = [
  // What depends_on may name.
  (random, draft, drafts) =>
    setHeader(
      draft,
      'depends_on',
      JSON.stringify(
        random.pick([
          idOf(random, drafts).slice(0, 1 + random.below(4)),
          random.pick(drafts).name,
          random.pick(drafts).name.replace(/\.py$/, ''),
        ]),
      ),
    ),
  (random, draft, drafts) => {
    for (const labelled of random.sample(drafts, 2 + random.below(2)))
      setHeader(
        labelled,
        'branch_labels',
        JSON.stringify(`label-${random.below(3)}`.replace('-', random.pick(['', '_', '.']))),
      );
    setHeader(
      draft,
      'depends_on',
      JSON.stringify(
        random.pick([
          'label0',
          'label_1',
          'label.2',
          'label1@head',
          'head',
          'heads',
          'base',
          `label0@${idOf(random, drafts)}`,
        ]),
      ),
    );
  },
  (random, draft, drafts) =>
    setHeader(
      draft,
      'branch_labels',
      JSON.stringify(random.sample(['x', 'y', 'z', idOf(random, drafts)], 2))
        .replace('[', '(')
        .replace(']', ')'),
    ),
  // Several parents of one line of descent.
  (random, draft, drafts) => {
    const ids = [...new Set(drafts.map((each) => ownId(each)).filter(Boolean))].filter(
      (id) => id !== ownId(draft),
    );
    setHeader(
      draft,
      'down_revision',
      `(${random
        .sample(ids, 3 + random.below(3))
        .map((id) => `${JSON.stringify(id)},`)
        .join(' ')})`,
    );
  },
  // Circles through dependencies.
  (random, draft, drafts) => {
    const [one, other] = random.sample(drafts, 2);
    if (!one || !other) return;
    setHeader(one, 'depends_on', JSON.stringify(ownId(other)));
    if (random.chance(0.5)) setHeader(other, 'depends_on', JSON.stringify(ownId(draft)));
    if (random.chance(0.3)) setHeader(other, 'down_revision', 'None');
  },
  // Forms of a value.
  (random, draft) => {
    const name = random.pick(['down_revision', 'branch_labels', 'depends_on'] as const);
    const value = header(draft, name);
    if (value === undefined || value.includes('\n') || value.includes('#')) return;
    setHeader(
      draft,
      name,
      random.pick([
        `${value},`,
        `(${value})`,
        `(\n    ${value}  # why\n)`,
        `\\\n    ${value}`,
        `tuple([${value}])`,
        `[*(${value},)]`,
        `(${value}, None)`,
        `(${value},) + ()`,
        `${value}  # type: ignore`,
        `${value} or None`,
        `[each for each in (${value},)]`,
        `(lambda: ${value})()`,
        `[${value}, ${value}]`,
        `{${value}}`,
        `frozenset((${value},))`,
        `{${value}: 1}`,
        `u${value}`,
        `${value} ""`,
        `"" ${value}`,
      ]),
    );
  },
  (random, draft) => {
    const [revision, down] = [header(draft, 'revision'), header(draft, 'down_revision')];
    if (revision === undefined || down === undefined) return;
    const both = random.pick([
      `revision, down_revision = ${revision}, ${down}`,
      `(revision, down_revision) = (${revision}, ${down})`,
      `revision: str = ${revision}\ndown_revision: "str | None" = ${down}`,
      `revision = ${revision}; down_revision = ${down}`,
      `revision = ident = ${revision}\ndown_revision = parent = ${down}`,
      `if 1:\n    revision = ${revision}\n    down_revision = ${down}`,
      `try:\n    revision = ${revision}\n    down_revision = ${down}\nfinally:\n    pass`,
      `ident = ${revision}\nrevision = ident\nparent = ${down}\ndown_revision = parent`,
      `revision = ${revision}\nfrom os import sep as down_revision`,
      `globals()["revision"] = ${revision}\ndown_revision = ${down}`,
      `class revision: pass\nrevision = ${revision}\ndown_revision = ${down}`,
      `with open(__file__) as f:\n    revision = ${revision}\n    down_revision = ${down}`,
      `revision: str\nrevision = ${revision}\ndown_revision: str\n`,
    ]);
    draft.text = draft.text
      .replace(/^revision = .*\n/m, `${both.replaceAll('$', '$$$$')}\n`)
      .replace(/^down_revision = .*\n(?=branch_labels|depends_on|def|$)/m, (line) =>
        both.includes(line.trim()) ? line : '',
      );
  },
  // Bodies.
  spoilBody,
  spoilBody,
  spoilBody,
  (random, draft) =>
    (draft.text = draft.text.replace(
      /^def upgrade.*\n/m,
      random.pick([
        '',
        'upgrade = lambda: None\n',
        'async def upgrade(): pass\n',
        'class upgrade: pass\n',
        'if 1:\n    def upgrade(): pass\n',
        'if 0:\n    def upgrade(): pass\n',
        'def upgrade(engine_name): pass\n',
        'from os import getcwd as upgrade\n',
        'upgrade = downgrade = None\n',
      ]),
    )),
  (random, draft) =>
    (draft.text = draft.text.replace(
      /^def downgrade.*\n/m,
      random.pick([
        '',
        'downgrade = upgrade\n',
        'def downgrade(): raise NotImplementedError\n',
        'downgrade: object\n',
        'def downgrade(): ...\n',
        'try:\n    def downgrade(): pass\nfinally:\n    pass\n',
      ]),
    )),
];

function spoilBody(random: RandomNumbers, draft: Draft): void {
  const body = random.pick([
    '    op.add_column("t", sa.Column("c", sa.Integer()))\n    for x in (1, 2):\n        if x: continue\n',
    '    op.execute("""\n    SELECT 1\n    """)\n    return {1: [2, (3, )]}\n',
    '    x = f"{1!r:>{2}}" if True else lambda a, *b: a\n    with x as y: pass\n    try:\n        pass\n    except E as e:\n        raise\n',
  ]);
  draft.text += `\ndef helper(op, sa):\n${random.chance(0.3) ? body : mutatePython(random, body)}`;
}

function bytesOf(random: RandomNumbers, text: string): Buffer {
  const roll = random.below(30);
  if (roll === 0) return Buffer.from(`\ufeff${text}`);
  if (roll === 1) return Buffer.from(text.replaceAll('\n', '\r\n'));
  if (roll === 2) return Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`);
  if (roll === 3) return Buffer.from(text.replaceAll('\n', '\r'));
  if (roll === 4) return Buffer.from(`${text}# caf\u00e9\n`, 'latin1');
  if (roll === 5) return Buffer.from(`# -*- coding: latin-1 -*-\n${text}# caf\u00e9\n`, 'latin1');
  if (roll === 6)
    return Buffer.from(`#!/usr/bin/env python\n# vim: set fileencoding=utf8 :\n${text}# caf\u00e9\n`);
  if (roll === 7) return Buffer.from(text.replace(/\n$/, ''));
  if (roll === 8 && random.chance(0.3)) return Buffer.from(text.replace('message', 'mess\0age'));
  if (roll === 9) return Buffer.from(`\f\n${text}\f`);
  return Buffer.from(text);
}

function header(draft: Draft, name: string): string | undefined {
  return new RegExp(`^${name} = (.*)$`, 'm').exec(draft.text)?.[1];
}

function setHeader(draft: Draft, name: string, value: string): void {
  draft.text = draft.text.replace(new RegExp(`^${name} = .*$`, 'm'), () => `${name} = ${value}`);
}

function ownId(draft: Draft): string {
  return /^revision = "(.*)"$/m.exec(draft.text)?.[1] ?? '';
}

function idOf(random: RandomNumbers, drafts: readonly Draft[]): string {
  return ownId(random.pick(drafts)) || 'none';
}
