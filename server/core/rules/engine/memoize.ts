/**
 * Gives what `work` makes of a subject, and does that work only once. Both must not depend on anything that
 * changes.
 */
export type Memoize = <Subject extends object, Value>(
  work: (subject: Subject) => Value,
  subject: Subject,
) => Value;

/** A memory that lasts as long as the subjects do. */
export function createMemoizer(): Memoize {
  const known = new WeakMap<object, Map<unknown, unknown>>();
  return <Subject extends object, Value>(work: (subject: Subject) => Value, subject: Subject): Value => {
    let values = known.get(subject);
    if (!values) known.set(subject, (values = new Map()));
    if (!values.has(work)) values.set(work, work(subject));
    return values.get(work) as Value;
  };
}
