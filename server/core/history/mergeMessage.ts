import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** The longest message, in characters; ids stand in place of longer ones. */
const longest = 120;

/** The message of a merge of revisions: what they are called, else their ids. */
export function mergeMessage({ map }: EnvironmentSnapshot, ids: readonly string[]): string {
  const names = ids.map((id) => map.revisions.get(id)?.script.message.trim() || id);
  const text = `merge ${names.join(' and ')}`;
  // What would end the docstring early is no name.
  return text.length > longest || /"""|[\\\r\n]/.test(text) ? `merge ${ids.join(' and ')}` : text;
}
