import { longestLine } from './cutLine';
import { secretLiterals } from './secretLiterals';
import type { SecretLiteral, SecretSources } from './secretLiterals';
import { maskCodeValues } from './secretCode';
import { maskPhrases } from './secretPatterns';
import { isSqlName, maskQuoted, maskSqlLiterals, maskUrls } from './secretSql';

/** Replaces passwords by `***` in whatever text is shown or logged. Lines must come whole. */
export class SecretMask {
  private readonly literals: readonly SecretLiteral[];

  /**
   * Takes the environment of the process whose output is masked: values of its PASSWORD-like variables are
   * secrets.
   */
  constructor(environment: Readonly<Record<string, string | undefined>> = {}) {
    this.literals = secretLiterals({ environment });
  }

  /**
   * A mask that knows what all of the sources hold: plain data, so that it can be made before anything runs.
   */
  static from(...sources: readonly SecretSources[]): SecretMask {
    const mask = new SecretMask();
    return Object.assign(mask, { literals: secretLiterals(...sources) });
  }

  /**
   * Text for people: what is known and what stands where a password stands. Of a line 8,192 characters are
   * left.
   */
  mask(text: string): string {
    return this.maskKnown(text)
      .split('\n')
      .map((line) => (line.length <= longestLine ? maskPhrases(line) : maskLongLine(line)))
      .join('\n');
  }

  /**
   * Python that Alembic wrote, or a few words about a difference: what is known, and the passwords of URLs. A
   * password that a table may be called is looked for in values and in texts within texts alone.
   */
  maskCode(text: string): string {
    const { named, others } = this.literalsApart(text);
    const shown = named.length === 0 ? text : maskCodeValues(text, (part) => this.maskKnown(part, named));
    return maskUrls(this.maskKnown(shown, others));
  }

  /**
   * SQL for reading: what is known and literals of passwords; nothing else changes. A password that a table
   * may be called is looked for in quotes and comments alone.
   */
  maskSql(text: string, dialect: string): string {
    const { named, others } = this.literalsApart(text);
    const quoted =
      named.length === 0 ? text : maskQuoted(text, dialect, (part) => this.maskKnown(part, named));
    return maskSqlLiterals(this.maskKnown(quoted, others), dialect);
  }

  /** Those in the text that a table may be called, and those that none is called. */
  private literalsApart(text: string): Readonly<Record<'named' | 'others', readonly SecretLiteral[]>> {
    return {
      named: this.literals.filter(([literal]) => isSqlName(literal) && text.includes(literal)),
      others: this.literals.filter(([literal]) => !isSqlName(literal)),
    };
  }

  private maskKnown(text: string, literals = this.literals): string {
    let masked = text;
    for (const [literal, shown] of literals)
      if (masked.includes(literal)) masked = replaceWhole(masked, literal, shown);
    return masked;
  }
}

/** A line of which the beginning is shown: a password that the cut goes through is hidden too. */
function maskLongLine(line: string): string {
  const begin = line.slice(0, longestLine);
  const lastWord = begin.slice(Math.max(begin.lastIndexOf(' '), begin.lastIndexOf('\t')) + 1);
  const url = lastWord.lastIndexOf('://');
  const shown = url < 0 ? begin : begin.slice(0, begin.length - lastWord.length + url + 3);
  return `${maskPhrases(shown)}…`;
}

/** Replaces the literal where it is not a part of a longer word. */
function replaceWhole(text: string, literal: string, shown: string): string {
  let result = '';
  let done = 0;
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at)) {
    const end = at + literal.length;
    if (
      isBorder(text, at, literal.charAt(0)) &&
      !(isWord(literal.charAt(literal.length - 1)) && isWord(text.charAt(end)))
    ) {
      result += text.slice(done, at) + shown;
      done = end;
      at = end;
    } else at++;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** A word begins here: after no word character, or after an escape such as `%40` or `\n`. */
function isBorder(text: string, at: number, first: string): boolean {
  if (!isWord(first) || !isWord(text.charAt(at - 1))) return true;
  return /(?:%[0-9A-F]{2}|\\[nrt])$/i.test(text.slice(Math.max(0, at - 3), at));
}

function isWord(character: string): boolean {
  return /^\w$/.test(character);
}
