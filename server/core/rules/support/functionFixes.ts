import { distance } from 'fastest-levenshtein';
import type { FixSpecification } from '../../findings/fixSpecification';
import type { RevisionFile } from '../../project/environmentSnapshot';

/** What can be done about a function that is missing: give a misspelt one its name, else write it. */
export function functionFixes(
  file: RevisionFile,
  name: 'upgrade' | 'downgrade',
): readonly FixSpecification[] {
  const text = file.readText();
  if (text === undefined) return [];
  const defined = [...text.matchAll(/^(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(/gm)].map(
    (match) => match[1] ?? '',
  );
  const misspelt = defined.filter((other) => !isTaken(other) && distance(other.toLowerCase(), name) <= 2);
  const place = { file: file.path } as const;
  return [
    ...misspelt.map((from): FixSpecification => ({ kind: 'rename-function', ...place, from, to: name })),
    ...(name === 'downgrade'
      ? [{ kind: 'add-function' as const, ...place, name, body: 'raise' as const }]
      : []),
    { kind: 'add-function', ...place, name, body: 'pass' },
  ];
}

function isTaken(name: string): boolean {
  return name === 'upgrade' || name === 'downgrade';
}
