import patterns from '../../../../python/workbench_bridge/secret_patterns.json';
import { expression, maskPhrases, phraseSpans, replaceSpans } from './secretPatterns';

const token = expression(patterns.sql.token, 'gi');
const tokenWithBackslash = expression(patterns.sql.tokenWithBackslash, 'gi');
const urlInText = expression(patterns.urlInText, 'gi');
const accountKinds = new Set(patterns.sql.accountKinds);
const backslashDialects = new Set(['mysql', 'mariadb']);
const wordsRemembered = 8;
const deepest = 3;

/** The text with the passwords of URLs replaced, none of which goes beyond a quote or a blank. */
export function maskUrls(text: string): string {
  return text.includes('/') ? replaceSpans(text, phraseSpans(text, urlInText)) : text;
}

/**
 * SQL with its literals of passwords replaced: `PASSWORD '…'`, `IDENTIFIED BY '…'`, a subscription's
 * connection, and URLs. Everything else stays as it is, character for character.
 */
export function maskSqlLiterals(sql: string, dialect: string, depth = 0): string {
  const pattern = backslashDialects.has(dialect) ? tokenWithBackslash : token;
  const statement = new StatementWords();
  let result = '';
  let done = 0;
  for (const { 0: text, index, groups = {} } of sql.matchAll(pattern)) {
    let masked = text;
    if (groups['comment'] !== undefined) masked = maskUrls(text);
    else if (groups['dollar'] !== undefined)
      masked = maskDollar(text, groups['tag'] ?? '', statement, dialect, depth);
    else if (groups['word'] !== undefined) masked = statement.isBarePassword(text) ? '***' : text;
    else if (groups['mark'] === undefined) masked = maskLiteral(text, statement, dialect, depth);
    if (groups['comment'] === undefined) statement.add(groups['word'] ?? groups['mark'] ?? "'");
    if (masked === text) continue;
    result += sql.slice(done, index) + masked;
    done = index + text.length;
  }
  return done === 0 ? sql : result + sql.slice(done);
}

/**
 * SQL with its quoted texts and comments replaced by what a mask makes of each; names and words are none of
 * them, because a table may be called as a password is.
 */
export function maskQuoted(sql: string, dialect: string, mask: (text: string) => string): string {
  const isBackslash = backslashDialects.has(dialect);
  return sql.replace(isBackslash ? tokenWithBackslash : token, (text, ...rest: readonly unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups['word'] !== undefined || groups['mark'] !== undefined) return text;
    // MySQL has texts in double quotes too.
    return groups['name'] !== undefined && !(isBackslash && text.startsWith('"')) ? text : mask(text);
  });
}

/** Whether a table, a column or a function may be called so. */
export function isSqlName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(text);
}

function maskLiteral(text: string, statement: StatementWords, dialect: string, depth: number): string {
  const from = text.search(/['"`]/) + 1;
  const to = text.length > from && text.endsWith(text.charAt(from - 1)) ? text.length - 1 : text.length;
  const inside = text.slice(from, to);
  const around = (masked: string): string => text.slice(0, from) + masked + text.slice(to);
  if (inside === '') return text;
  if (statement.isPassword()) return around('***');
  if (statement.isConnection()) return around(maskPhrases(inside));
  if (statement.isExecuted() && depth < deepest) {
    const plain = inside.replaceAll("''", "'");
    const masked = maskSqlLiterals(plain, dialect, depth + 1);
    return masked === plain ? text : around(masked.replaceAll("'", "''"));
  }
  return maskUrls(text);
}

function maskDollar(
  text: string,
  tag: string,
  statement: StatementWords,
  dialect: string,
  depth: number,
): string {
  const quote = `$${tag}$`;
  const end = text.length > quote.length && text.endsWith(quote) ? text.length - quote.length : text.length;
  if (statement.isPassword()) return `${quote}***${text.slice(end)}`;
  if (depth >= deepest) return maskUrls(text);
  return quote + maskSqlLiterals(text.slice(quote.length, end), dialect, depth + 1) + text.slice(end);
}

/** The words of a statement up to a place: its first ones, and those just before. */
class StatementWords {
  private readonly first: string[] = [];
  private last: string[] = [];

  add(text: string): void {
    const word = text.toUpperCase();
    if (word === ';') {
      this.first.length = 0;
      this.last = [];
      return;
    }
    if (this.first.length < wordsRemembered) this.first.push(word);
    this.last.push(word);
    if (this.last.length > 4 * wordsRemembered) this.last = this.last.slice(-wordsRemembered);
  }

  /** True where a literal is a password. */
  isPassword(): boolean {
    const [one, two] = [this.before(1), this.before(2)];
    if (one === 'PASSWORD' || one === 'SECRET_ACCESS_KEY') return true;
    if (one === '(' && two === 'PASSWORD') return true;
    if (this.isIdentification(one)) return true;
    if (one === 'REPLACE') return this.last.includes('IDENTIFIED');
    if (one !== '=') return false;
    if (this.first[0] === 'SET' && this.first[1] === 'PASSWORD') return true;
    const isSecret =
      two === 'PASSWORD' || two === 'OLD_PASSWORD' || (two === 'SECRET' && this.last.includes('CREDENTIAL'));
    return isSecret && (this.before(3) === 'BY' || this.isAboutAccount());
  }

  private isAboutAccount(): boolean {
    return this.last.some(
      (word, index) =>
        (word === 'CREATE' || word === 'ALTER') && accountKinds.has(this.last[index + 1] ?? ''),
    );
  }

  /** True for Oracle's `IDENTIFIED BY word`. */
  isBarePassword(word: string): boolean {
    const isKeyword = ['PASSWORD', 'VALUES', 'RANDOM'].includes(word.toUpperCase());
    return (
      !isKeyword &&
      this.before(1) === 'BY' &&
      this.before(2) === 'IDENTIFIED' &&
      this.first.some((each) => each === 'USER' || each === 'ROLE')
    );
  }

  /** True where a literal is the connection string of a subscription or a link, or a list of credentials. */
  isConnection(): boolean {
    return (
      ['CONNECTION', 'CREDENTIALS'].includes(this.before(1)) ||
      (this.before(1) === '(' && this.before(2).startsWith('DBLINK'))
    );
  }

  /** True where a literal is run as SQL. */
  isExecuted(): boolean {
    const one = this.before(1) === 'IMMEDIATE' || this.before(1) === '(' ? this.before(2) : this.before(1);
    const called = one === 'FORMAT' ? this.before(3) : one;
    return (
      ['EXECUTE', 'EXEC', 'SP_EXECUTESQL'].includes(called) || (one === 'FROM' && this.first[0] === 'PREPARE')
    );
  }

  private isIdentification(word: string): boolean {
    if (!['BY', 'AS', 'USING', 'VALUES'].includes(word)) return false;
    return this.last.slice(-6).includes('IDENTIFIED');
  }

  private before(count: number): string {
    return this.last.at(-count) ?? '';
  }
}
