import type { RandomNumbers } from './randomNumbers';

/** A revision as it is written to a file. */
export interface RandomRevision {
  id: string;
  parents: string[];
  dependencies: string[];
  labels: string[];
  hasUpgrade: boolean;
  hasDowngrade: boolean;
  message: string;
  readonly fileName: string;
}

/** A random `versions` directory. */
export interface RandomDirectory {
  readonly revisions: readonly RandomRevision[];
  /** What was put in on purpose to break it; it does not always keep Alembic from loading it. */
  readonly defect: string | undefined;
  readonly files: Readonly<Record<string, string>>;
}

/** What an older Alembic takes differently. */
export interface DirectoryLimits {
  /** A colon in an id is accepted before 1.17.1, so that none is made. */
  readonly colonInIds: boolean;
  /** Sets are not accepted for parents and labels. */
  readonly noSets: boolean;
  /** Before 1.13.1 a downgrade across a merge or a dependency leaves other rows. */
  readonly otherDowngradeRows: boolean;
}

/** Makes a directory of revision files: any shape, ids of any style, sound or with one defect. */
export function randomDirectory(random: RandomNumbers, limits: DirectoryLimits): RandomDirectory {
  const size = random.chance(0.1) ? random.below(3) : 2 + random.below(random.chance(0.3) ? 40 : 14);
  const style = random.pick(Object.keys(idStyles));
  const shape = random.pick(shapes);
  const revisions: RandomRevision[] = [];
  while (revisions.length < size) {
    const id = freshId(random, style, revisions);
    revisions.push({
      id,
      parents: randomParents(random, shape, revisions),
      dependencies: [],
      labels: [],
      hasUpgrade: true,
      hasDowngrade: true,
      message: random.pick(['', 'add users', 'fix: a, b', 'two\nlines', 'first\n\nrest', 'ünï']),
      fileName: `${random.hexadecimal(4)}_${id.replace(/[^a-zA-Z0-9_]/g, '')}.py`,
    });
  }
  addLabels(random, revisions);
  if (random.chance(shape.dependencies)) addDependencies(random, revisions);
  const defect = random.chance(0.25) && size > 0 ? random.pick(Object.keys(defects)) : undefined;
  if (defect !== undefined) {
    defects[defect]?.(random, revisions);
    if (limits.colonInIds) for (const each of revisions) each.id = each.id.replaceAll(':', '-');
  }
  const files = Object.fromEntries(revisions.map((each) => [each.fileName, sourceOf(random, each, limits)]));
  return { revisions: [...revisions].sort((a, b) => (a.fileName < b.fileName ? -1 : 1)), defect, files };
}

interface Shape {
  readonly base: number;
  readonly branch: number;
  readonly merge: number;
  readonly dependencies: number;
  /** How often a merge lists any earlier revision rather than heads, so that some parents are redundant. */
  readonly anyParent: number;
}

const shapes: readonly Shape[] = [
  { base: 0, branch: 0, merge: 0, dependencies: 0, anyParent: 0 },
  { base: 0.02, branch: 0.3, merge: 0, dependencies: 0.2, anyParent: 0 },
  { base: 0.05, branch: 0.3, merge: 0.25, dependencies: 0.3, anyParent: 0.1 },
  { base: 0.3, branch: 0.1, merge: 0.1, dependencies: 1, anyParent: 0 },
  { base: 0.15, branch: 0.25, merge: 0.2, dependencies: 1, anyParent: 0.3 },
  { base: 1, branch: 0, merge: 0, dependencies: 0.5, anyParent: 0 },
];

const words = [
  'users',
  'orders',
  'audit',
  'merge_it',
  'seed',
  'drop_old',
  'rename',
  'base_tables',
  'headers',
  'current',
];

const idStyles: Readonly<Record<string, (random: RandomNumbers, count: number) => string>> = {
  hexadecimal: (random) => random.hexadecimal(12),
  hexadecimalOfAnyLength: (random) => random.hexadecimal(3 + random.below(10)),
  shared: (random) => random.pick(['abcd', 'abce', '1975']) + random.hexadecimal(1 + random.below(6)),
  numbered: (_random, count) => String(count + 1).padStart(4, '0'),
  short: (random) => random.pick(['a', 'b', 'c']) + String(random.below(100)),
  words: (random) => random.pick(words) + (random.chance(0.5) ? String(random.below(50)) : ''),
  dates: (random) => `2023${String(1 + random.below(12)).padStart(2, '0')}${String(10 + random.below(18))}`,
  versions: (random) =>
    `v${String(random.below(3))}.${String(random.below(20))}${random.pick(['', '.a', '_x'])}`,
  odd: (random) =>
    random.pick(['é', 'a b', 'x(z)', 'q%s', '~t', "it's", '名前', '𝔘', 'A', 'tab\\t']) +
    random.hexadecimal(1 + random.below(5)),
  symbols: (random) =>
    random.chance(0.15) ? random.pick(['head', 'heads', 'base', 'current']) : random.hexadecimal(5),
};

function freshId(random: RandomNumbers, style: string, revisions: readonly RandomRevision[]): string {
  for (let attempt = 0; ; attempt++) {
    const id = (idStyles[style] ?? idStyles['hexadecimal'])?.(random, revisions.length) ?? '';
    const unique = attempt > 20 ? id + random.hexadecimal(4) : id;
    if (!revisions.some((each) => each.id === unique)) return unique;
  }
}

function randomParents(random: RandomNumbers, shape: Shape, revisions: readonly RandomRevision[]): string[] {
  const ids = revisions.map((each) => each.id);
  if (ids.length === 0 || random.chance(shape.base)) return [];
  const heads = ids.filter((id) => !revisions.some((each) => each.parents.includes(id)));
  if (random.chance(shape.merge)) {
    const from = random.chance(shape.anyParent) ? ids : heads;
    return random.sample(from, 2 + random.below(2));
  }
  return [random.chance(shape.branch) ? random.pick(ids) : random.pick(heads.length > 0 ? heads : ids)];
}

function addLabels(random: RandomNumbers, revisions: readonly RandomRevision[]): void {
  const labels = [
    'core',
    'feature_x',
    'feature_y',
    'rel-2',
    'v1.0',
    'my-branch',
    'a b',
    'été',
    'Head',
    'lib1',
    'x',
  ];
  for (const label of random.sample(labels, random.chance(0.4) ? 0 : random.below(4))) {
    const revision = revisions[random.below(revisions.length)];
    if (revision && !revisions.some((each) => each.id === label)) revision.labels.push(label);
  }
}

function addDependencies(random: RandomNumbers, revisions: readonly RandomRevision[]): void {
  for (const [place, revision] of revisions.entries()) {
    if (place === 0 || !random.chance(0.3)) continue;
    // Earlier ones only, so that there is no cycle.
    for (const earlier of random.sample(
      revisions.slice(0, place),
      1 + random.below(random.chance(0.2) ? 3 : 1),
    ))
      revision.dependencies.push(
        earlier.labels.length > 0 && random.chance(0.5) ? (earlier.labels[0] ?? '') : earlier.id,
      );
  }
}

const defects: Readonly<Record<string, (random: RandomNumbers, revisions: RandomRevision[]) => void>> = {
  duplicate: (random, revisions) => {
    const twin = random.pick(revisions);
    const parents = random.chance(0.5) ? twin.parents : [];
    const labels = random.chance(0.3) ? ['twin'] : [];
    revisions.push({ ...twin, parents, labels, fileName: `${random.hexadecimal(4)}_twin.py` });
  },
  missingParent: (random, revisions) => void random.pick(revisions).parents.push('feedfacecafe'),
  missingDependency: (random, revisions) => void random.pick(revisions).dependencies.push('feedfacecafe'),
  partialParent: (random, revisions) =>
    void random.pick(revisions).parents.push(random.pick(revisions).id.slice(0, -1)),
  extraParent: (random, revisions) => {
    const [a, b] = random.sample(revisions, 2);
    if (a && b) a.parents.push(b.id);
  },
  extraParents: (random, revisions) => {
    for (let count = 0; count < 3; count++) {
      const [a, b] = random.sample(revisions, 2);
      if (a && b) a.parents.push(b.id);
    }
  },
  extraDependency: (random, revisions) => {
    const [a, b] = random.sample(revisions, 2);
    if (a && b) a.dependencies.push(b.id);
  },
  allInACircle: (_random, revisions) => {
    revisions[0]?.parents.push(revisions.at(-1)?.id ?? '');
  },
  ownParent: (random, revisions) => {
    const revision = random.pick(revisions);
    revision.parents.push(revision.id);
  },
  ownDependency: (random, revisions) => {
    const revision = random.pick(revisions);
    revision.dependencies.push(revision.id);
  },
  ownLabelAsDependency: (random, revisions) => {
    const revision = random.pick(revisions);
    revision.labels.push('mine');
    revision.dependencies.push('mine');
  },
  repeatedParent: (random, revisions) => {
    const revision = random.pick(revisions);
    revision.parents.push(...revision.parents);
  },
  forbiddenCharacters: (random, revisions) => {
    const revision = random.pick(revisions);
    revision.id += random.pick(['-1', '+', '@x', ':', '-+']);
  },
  labelLikeId: (random, revisions) => void random.pick(revisions).labels.push(random.pick(revisions).id),
  labelTwice: (random, revisions) => {
    for (const revision of random.sample(revisions, 2)) revision.labels.push('twice');
  },
  parentByLabel: (random, revisions) => {
    const [a, b] = random.sample(revisions, 2);
    a?.labels.push('shop');
    b?.parents.push('shop');
  },
  noUpgrade: (random, revisions) => {
    for (const revision of random.sample(revisions, 2)) revision.hasUpgrade = false;
  },
  noDowngrade: (random, revisions) => {
    for (const revision of random.sample(revisions, 2)) revision.hasDowngrade = false;
  },
  emptyDependency: (random, revisions) => {
    random.pick(revisions).dependencies = [''];
  },
};

function sourceOf(random: RandomNumbers, revision: RandomRevision, { noSets }: DirectoryLimits): string {
  const annotate = random.chance(0.3);
  const assign = (name: string, type: string, value: string): string =>
    annotate ? `${name}: ${type} = ${value}` : `${name} = ${value}`;
  const lines = [
    assign('revision', 'str', pythonString(random, revision.id)),
    assign('down_revision', 'Union[str, Sequence[str], None]', pythonValue(random, revision.parents)),
  ];
  if (revision.labels.length > 0 || random.chance(0.6))
    lines.push(
      assign(
        'branch_labels',
        'Union[str, Sequence[str], None]',
        pythonValue(random, revision.labels, ['None', '()']),
      ),
    );
  if (revision.dependencies.length > 0 || random.chance(0.6))
    lines.push(
      assign('depends_on', 'Union[str, Sequence[str], None]', pythonValue(random, revision.dependencies)),
    );
  const docstring =
    revision.message === '' && random.chance(0.5) ? '' : `"""${revision.message}\n\nRevision ID: x\n"""\n`;
  const functions = [
    revision.hasUpgrade ? 'def upgrade():\n    pass\n' : '',
    revision.hasDowngrade ? 'def downgrade() -> None:\n    pass\n' : '',
  ];
  const source = `${docstring}from typing import Sequence, Union\n\n${lines.join('\n')}\n\n\n${functions.filter(Boolean).join('\n\n')}`;
  return noSets ? source.replaceAll(/= \{(.*)\}$/gm, '= [$1]') : source;
}

function pythonValue(
  random: RandomNumbers,
  items: readonly string[],
  nothing: readonly string[] = ['None', 'None', '()', '[]', '(None,)'],
): string {
  const [first] = items;
  if (first === undefined) return random.pick(nothing);
  const strings = items.map((item) => pythonString(random, item));
  if (items.length === 1 && first !== '' && random.chance(0.6)) return strings.join('');
  if (items.length === 1 && first === '') return "''";
  if (items.length === 1)
    return random.pick([`(${strings.join('')},)`, `[${strings.join('')}]`, `{${strings.join('')}}`]);
  return random.pick([
    `(${strings.join(', ')})`,
    `[${strings.join(', ')}]`,
    `(\n    ${strings.join(',\n    ')},\n)`,
  ]);
}

function pythonString(random: RandomNumbers, text: string): string {
  const quote = text.includes("'") ? '"' : random.pick(["'", '"']);
  const body = text.replaceAll('\\', '\\\\');
  if (text.length > 4 && random.chance(0.05))
    return `(${quote}${text.slice(0, 2)}${quote} ${quote}${text.slice(2)}${quote})`;
  return `${random.pick(['', '', '', 'u'])}${quote}${body}${quote}`;
}
