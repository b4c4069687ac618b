import { nameUses } from '../python/syntax/nameUses';
import type { TextRange } from '../text/textRange';
import type { Value } from './value';

/** A function or class that was defined while a migration was read. */
interface Definition {
  readonly range: TextRange;
  /** The class around it. */
  readonly owner: Definition | undefined;
  /** Whether something else may run it: a decorator that is not known. */
  readonly isHandedOn: boolean;
  isMentioned: boolean;
  isFollowed: boolean;
}

/** What was looked at of a migration, to find the operations that nobody looked at and that may run. */
export class FollowedCode {
  readonly #uses = new Set<number>();
  readonly #names = new Set(['op']);
  readonly #skipped: TextRange[] = [];
  readonly #definitions = new Map<number, Definition>();
  #owner: Definition | undefined;

  /** A name of operations, such as the one that an import binds. */
  bind(name: string, path: string): void {
    if (/^alembic\.op(?:\.|$)/.test(path)) this.#names.add(name);
  }

  /** A name was looked up. */
  use(offset: number, value: Value): void {
    if (value.kind === 'reference') {
      if (value.path.startsWith('alembic.op')) this.#uses.add(offset);
      return;
    }
    this.#uses.add(offset);
    const values = value.kind === 'unknown' ? (value.alternatives ?? []) : [value];
    for (const each of values) {
      if (each.kind !== 'function' && each.kind !== 'class') continue;
      const definition = this.#definitions.get(each.range.start);
      if (definition) definition.isMentioned = true;
    }
  }

  /** What is known not to run. */
  skip(range: TextRange | undefined): void {
    if (range) this.#skipped.push(range);
  }

  define(range: TextRange, isHandedOn: boolean): void {
    const isMentioned = false;
    const known = this.#definitions.get(range.start);
    if (known) return;
    this.#definitions.set(range.start, {
      range,
      owner: this.#owner,
      isHandedOn,
      isMentioned,
      isFollowed: false,
    });
  }

  /** Runs the body of a class, whose functions are there for everybody who has the class. */
  inClass<Result>(range: TextRange, body: () => Result): Result {
    this.define(range, false);
    const before = this.#owner;
    this.#owner = this.#definitions.get(range.start);
    if (this.#owner) this.#owner.isFollowed = true;
    try {
      return body();
    } finally {
      this.#owner = before;
    }
  }

  follow(range: TextRange): void {
    const definition = this.#definitions.get(range.start);
    if (definition) definition.isFollowed = true;
  }

  /** The place of an operation that may run and was not followed. */
  hidden(text: string): TextRange | undefined {
    const names = [...this.#names].map((name) => name.replaceAll('$', '\\$')).join('|');
    const candidates = [...text.matchAll(new RegExp(`(?<![\\w.])(?:${names})(?!\\w)`, 'g'))].filter(
      ({ index }) => !this.#uses.has(index) && !isImport(text, index) && this.#mayRun(index),
    );
    const ends = new Map(candidates.map((match) => [match.index, match.index + match[0].length]));
    const [start] = nameUses(text, [...ends.keys()]);
    return start === undefined ? undefined : { start, end: ends.get(start) ?? start };
  }

  #mayRun(offset: number): boolean {
    const contains = ({ start, end }: TextRange): boolean => start <= offset && offset < end;
    if (this.#skipped.some(contains)) return false;
    const around = [...this.#definitions.values()]
      .filter(({ range, isFollowed }) => !isFollowed && contains(range))
      .sort((a, b) => a.range.start - b.range.start);
    const [outermost] = around;
    if (!outermost) return true;
    const { owner } = outermost;
    return outermost.isHandedOn || outermost.isMentioned || owner?.isMentioned === true;
  }
}

/** Whether the line of an offset imports something; the parser is asked only about others. */
function isImport(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  return /^[ \t]*(?:from[ \t]|import[ \t]|#)/.test(text.slice(lineStart, Math.min(offset, lineStart + 200)));
}
