import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';

/**
 * What can be done about a label that is taken: leave it out, or number it. One that a file only repeats is
 * named once.
 */
export function labelFixes(
  { map }: EnvironmentSnapshot,
  file: RevisionFile,
  label: string,
  isOnlyRepeated: boolean,
): readonly FixSpecification[] {
  const place = { file: file.path, variable: 'branch_labels' } as const;
  if (isOnlyRepeated) return [{ kind: 'drop-repeated-reference', ...place, name: label }];
  let number = 2;
  while (map.labels.has(`${label}_${number}`) || map.revisions.has(`${label}_${number}`)) number++;
  return [
    { kind: 'remove-reference', ...place, name: label },
    { kind: 'change-reference', ...place, from: label, to: `${label}_${number}` },
  ];
}
