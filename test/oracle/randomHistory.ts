import { RandomNumbers } from './randomNumbers';

/** A file before it is written: values as Python source, one of them perhaps missing. */
interface Draft {
  id: string;
  parents: string[];
  dependsOn: string[];
  labels: string[];
  /** Python source that stands in for what the values would give. */
  readonly raw: Map<string, string | undefined>;
  hasUpgrade: boolean;
  hasDowngrade: boolean;
  tail: string;
  fileName?: string;
}

/**
 * File name -> text of a random history; many are healthy, many have one to three defects. None has a wrong
 * indentation, a number with leading zeros or a character that Python has no use for: these are not looked
 * for.
 */
export function randomHistory(seed: number): Readonly<Record<string, string>> {
  const chance = new RandomNumbers(seed);
  const drafts = healthyHistory(chance);
  if (chance.chance(0.7)) {
    for (let count = 1 + chance.below(3); count > 0; count--) spoil(chance, drafts);
  }
  const names = drafts.map(
    (draft, index) => draft.fileName ?? `${chance.below(1000)}_${index}_${draft.id.replace(/\W/g, '_')}.py`,
  );
  return Object.fromEntries(drafts.map((draft, index) => [names[index] ?? '', write(chance, draft)]));
}

function healthyHistory(chance: RandomNumbers): Draft[] {
  const style = chance.below(3);
  const drafts: Draft[] = [];
  const size = 1 + chance.below(10);
  const branchiness = chance.next() * 0.5;
  for (let index = 0; index < size; index++) {
    const earlier = drafts.map((draft) => draft.id);
    const parents = new Set<string>();
    if (index > 0 && !chance.chance(0.06)) {
      parents.add(chance.chance(branchiness) ? chance.pick(earlier) : (earlier[index - 1] ?? ''));
      while (chance.chance(0.2) && parents.size < earlier.length) parents.add(chance.pick(earlier));
    }
    const dependsOn = new Set<string>();
    while (index > 0 && chance.chance(0.12)) dependsOn.add(chance.pick(earlier));
    drafts.push({
      id: newId(chance, style, index),
      parents: [...parents],
      dependsOn: [...dependsOn],
      labels: chance.chance(0.1) ? [`label${index}`] : [],
      raw: new Map(),
      hasUpgrade: true,
      hasDowngrade: true,
      tail: '',
    });
  }
  return drafts;
}

function newId(chance: RandomNumbers, style: number, index: number): string {
  if (style === 0) return String(index + 1).padStart(4, '0');
  if (style === 1) return `${'abcdefghij'[index] ?? 'x'}`;
  return Array.from({ length: 12 }, () => '0123456789abcdef'[chance.below(16)]).join('');
}

const defects: readonly ((chance: RandomNumbers, draft: Draft, drafts: Draft[]) => void)[] = [
  (_, draft) => draft.parents.push('nowhere'),
  (_, draft) => draft.dependsOn.push('nowhere'),
  (chance, draft, drafts) => draft.parents.push(chance.pick(drafts).id.slice(0, 3)),
  (chance, draft, drafts) => draft.dependsOn.push(chance.pick(drafts).id.slice(0, 3)),
  (chance, draft, drafts) => (draft.id = chance.pick(drafts).id),
  (chance, draft, drafts) => (draft.id = chance.pick(drafts).id),
  (chance, draft, drafts) => draft.parents.push(chance.pick(drafts).id),
  (chance, draft, drafts) => draft.parents.push(chance.pick(drafts).id),
  (chance, draft, drafts) => draft.parents.push(chance.pick(drafts).id),
  (chance, draft, drafts) => (draft.parents = [chance.pick(drafts).id]),
  (chance, draft, drafts) => draft.dependsOn.push(chance.pick(drafts).id),
  (chance, draft, drafts) => draft.dependsOn.push(chance.pick(drafts).id),
  (_, draft) => draft.parents.push(draft.id),
  (_, draft) => draft.dependsOn.push(draft.id),
  (_, draft) => {
    draft.labels.push('mine');
    draft.dependsOn.push('mine');
  },
  (chance, draft, drafts) => draft.labels.push(chance.pick(drafts).id),
  (chance, draft, drafts) => draft.labels.push(chance.pick(drafts).labels[0] ?? 'fresh'),
  (chance, draft, drafts) => draft.parents.push(chance.pick(drafts).labels[0] ?? 'label0'),
  (chance, draft, drafts) => draft.dependsOn.push(chance.pick(drafts).labels[0] ?? 'label0'),
  (chance, draft) => (draft.id += chance.pick(['@', '-', '+', ':', '.', ' ', '/'])),
  (_, draft) => (draft.parents = ['']),
  (_, draft) => draft.parents.push(...draft.parents),
  (_, draft) => draft.dependsOn.push(...draft.dependsOn),
  (_, draft) => draft.labels.push(...draft.labels),
  (_, draft) => (draft.hasUpgrade = false),
  (_, draft) => (draft.hasDowngrade = false),
  (_, draft) => draft.raw.set('down_revision', undefined),
  (_, draft) => draft.raw.set('revision', undefined),
  (_, draft) => draft.raw.set('depends_on', undefined),
  (chance, draft) => draft.raw.set('revision', chance.pick(['None', '17', 'True'])),
  (chance, draft) =>
    draft.raw.set('down_revision', chance.pick(['17', '(None,)', '(None, None)', '[3]', 'False'])),
  (chance, draft) => draft.raw.set('depends_on', chance.pick(["''", '17', '(None,)', "('',)"])),
  (chance, draft) =>
    draft.raw.set(
      'revision',
      chance.pick([
        "b'abc'",
        '1.5',
        '-3',
        '()',
        "('x',)",
        "['x', 'y']",
        '0x1f',
        '""',
        '...',
        '[None]',
        "{'x'}",
      ]),
    ),
  (chance, draft) =>
    draft.raw.set(
      'down_revision',
      chance.pick([
        "b'abc'",
        '1.5',
        '-1',
        'True',
        '...',
        "('',)",
        '0',
        '((),)',
        '{}',
        "{'nowhere'}",
        '[[]]',
        '""',
      ]),
    ),
  (chance, draft) =>
    draft.raw.set(
      'depends_on',
      chance.pick(["b'abc'", '1.5', '0', 'False', '...', '[None, None]', '{}', '((),)']),
    ),
  (chance, draft, drafts) =>
    draft.raw.set(
      'branch_labels',
      chance.pick([
        '17',
        '0',
        'False',
        "''",
        "('',)",
        "('a@b',)",
        "('heads',)",
        "('head', 'base')",
        '(None,)',
        "{'x', 'y'}",
        "b'abc'",
        "'plain'",
        '[3]',
        "('a-b', 'a b')",
        JSON.stringify(chance.pick(drafts).id.slice(0, 3)),
        '{}',
        '((),)',
      ]),
    ),
  (_, draft) => draft.raw.set('branch_labels', undefined),
  (chance, draft, drafts) => {
    const value = JSON.stringify(chance.pick(drafts).id);
    draft.raw.set(
      'down_revision',
      chance.pick([
        `None\nif True:\n    down_revision = ${value}`,
        `${value}\nif not revision:\n    down_revision = None`,
        `${value} if revision else None`,
        `${value}\ntry:\n    down_revision = down_revision\nexcept Exception:\n    raise`,
        `''.join([${value}])`,
        `${value}\nfor _ in (): down_revision = None`,
        `${value}; x = 1`,
        `f${value}`,
        `str(${value})`,
      ]),
    );
  },
  (chance, draft) =>
    (draft.fileName = chance.pick([
      'a b.py',
      'a.b.py',
      '__init__.py',
      '__init__more.py',
      '.#lock.py',
      '.hidden.py',
      'x.PY',
      'x.txt',
      'x.pyc.txt',
      'naïve.py',
      "it's.py",
      'x.pyi',
    ])),
  (chance, draft) => {
    draft.raw.set('revision', undefined);
    draft.fileName = chance.pick(['1f0c3a9d27e4.py', 'abc.py', 'ABC.py', '12.py', 'abc_.py', 'xyz.py']);
  },
  (chance, draft) =>
    (draft.tail = chance.pick([
      "x = 'abc\n",
      'x = (1, 2\n',
      '<<<<<<< HEAD\n=======\n>>>>>>> other\n',
      'x = 1]\n',
      'x = """abc\n',
      'x = {1: (2}\n',
      'def helper(:\n    pass\n',
      'x = = 1\n',
      'if True\n    x = 1\n',
      'return 1\n',
      'import\n',
      "x = f'{1'\n",
      'class X: pass\nx = X\n',
      'print("never closed)\n',
      'x = 1 2\n',
      'upgrade = None\n',
      'del downgrade\n',
      'del upgrade\n',
      'def upgrade(a=1): pass\n',
      'x: int\n',
      'match = 1\n',
      'x = [i for i in (1, 2)]\n',
      'async def helper(): pass\n',
      'x = 1 if True else\n',
      '!pip\n',
      'x = "a" "b\n',
      'é = 1\n',
      '$x\n',
    ])),
  (chance, draft, drafts) =>
    draft.raw.set(
      'down_revision',
      `None\n<<<<<<< HEAD\ndown_revision = ${JSON.stringify(chance.pick(drafts).id)}\n=======\ndown_revision = ${JSON.stringify(chance.pick(drafts).id)}\n>>>>>>> branch`,
    ),
];

function spoil(chance: RandomNumbers, drafts: Draft[]): void {
  chance.pick(defects)(chance, chance.pick(drafts), drafts);
}

function write(chance: RandomNumbers, draft: Draft): string {
  const lines = ['"""a message"""'];
  const set = (name: string, source: string) => {
    if (!draft.raw.has(name)) lines.push(`${name} = ${source}`);
    else if (draft.raw.get(name) !== undefined) lines.push(`${name} = ${draft.raw.get(name) ?? ''}`);
  };
  set('revision', JSON.stringify(draft.id));
  set('down_revision', namesAsPython(chance, draft.parents));
  set('branch_labels', namesAsPython(chance, draft.labels));
  set('depends_on', namesAsPython(chance, draft.dependsOn));
  if (draft.hasUpgrade) lines.push('def upgrade(): pass');
  if (draft.hasDowngrade) lines.push('def downgrade(): pass');
  return `${lines.join('\n')}\n${draft.tail}`;
}

function namesAsPython(chance: RandomNumbers, names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  if (quoted.length === 0) return chance.pick(['None', '()', '[]']);
  if (quoted.length === 1 && chance.chance(0.7)) return quoted[0] ?? '';
  return chance.chance(0.5) ? `(${quoted.join(', ')},)` : `[${quoted.join(', ')}]`;
}
