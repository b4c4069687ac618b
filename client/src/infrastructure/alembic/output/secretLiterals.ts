import patterns from '../../../../python/workbench_bridge/secret_patterns.json';
import { expression, isSecretName, secretsOf } from './secretPatterns';

/** What may hold a secret that is known before anything runs. */
export interface SecretSources {
  /** The variables of the process: VS Code's own, those of the env file and of the settings. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The words of the command line, values of `-x` among them. */
  readonly arguments?: readonly string[];
  /** The texts of config files: ini, TOML, env files. */
  readonly texts?: readonly string[];
}

/** A text that holds a secret, and what is shown in its place. */
export type SecretLiteral = readonly [literal: string, shown: string];

const optionLine = /^\s{0,80}(?:export\s{1,8})?["']?([A-Za-z0-9_.-]{1,200})["']?\s{0,80}[=:](.*)$/;
/** Of pages, unlike of databases, a password ends at the first slash. */
const databaseUrl = /^(?!https?:|wss?:|ftps?:|git:|ssh:)[A-Za-z][A-Za-z0-9+.-]{0,40}:\/\//i;
const placeholder = expression(patterns.placeholder, '');
const workingDirectory = expression(patterns.workingDirectory, '');
const nameOfWho = expression(patterns.nameOfWho, 'i');
const plainWords = new Set(patterns.plainWords);
const longestSecret = patterns.longestLine;
const mostTails = 16;
const deepest = 2;

/** Every way in which a known secret may be written, longest first: for replacing wherever it stands. */
export function secretLiterals(...sources: readonly SecretSources[]): readonly SecretLiteral[] {
  const found = new Secrets();
  for (const source of sources) found.addSource(source);
  return found.literals();
}

class Secrets {
  private readonly secrets = new Set<string>();
  private readonly beforeHosts = new Map<string, string>();
  private readonly who = new Set<string>();
  private readonly options = new Map<string, string>();

  addSource({ environment = {}, arguments: words = [], texts = [] }: SecretSources): void {
    for (const [name, value] of Object.entries(environment))
      if (value && !workingDirectory.test(name)) this.addPair(name, value);
    words.forEach((word, index) => this.addWord(word, words[index + 1] ?? ''));
    for (const text of texts) this.addText(text);
  }

  addPair(name: string, value: string): void {
    if (isSecretName(name)) for (const line of [value, ...value.split(/\r?\n/)]) this.add(line, 0);
    else if (nameOfWho.test(name)) this.who.add(value.toLowerCase());
    if (databaseUrl.test(value)) this.addUrl(value);
    this.addFrom(value);
  }

  addWord(word: string, next: string): void {
    const equals = word.indexOf('=');
    if (equals >= 0) this.addPair(word.slice(0, equals).replace(/^-x/, ''), word.slice(equals + 1));
    else if (word.startsWith('--')) this.addPair(word, next);
    this.addFrom(word);
  }

  /** All of a URL, whatever its password holds. */
  private addUrl(url: string): void {
    const rest = url.slice(url.indexOf('://') + 3, longestSecret);
    const at = rest.lastIndexOf('@');
    const [user = '', ...others] = rest.slice(0, Math.max(0, at)).split(':');
    let password = others.join(':');
    let place = rest.slice(at + 1);
    // An @ may stand in the query too.
    const first = password.indexOf('@');
    const after = password.slice(first + 1);
    if (first >= 0 && after.includes('/') && after.slice(after.indexOf('/')).includes('?')) {
      place = `${after}@${place}`;
      password = password.slice(0, first);
    }
    this.add(password, 0);
    this.addWho(`://${user}:@${place}`);
  }

  addText(text: string): void {
    const lines = text.split(/\r?\n/).map((line) => line.slice(0, longestSecret));
    const options = lines.map((line) => optionLine.exec(line));
    for (const option of options)
      if (option) this.options.set((option[1] ?? '').toLowerCase(), (option[2] ?? '').trim());
    for (const option of options)
      if (option) this.addPair(option[1] ?? '', unquoted((option[2] ?? '').trim()));
    for (const line of lines) this.addFrom(line);
  }

  /** Adds what stands in the text where a password stands. */
  addFrom(text: string, depth = 0): void {
    for (const line of text.split('\n')) {
      const part = line.slice(0, longestSecret);
      for (const secret of secretsOf(part)) this.add(secret, depth);
      if (depth === 0) this.addWho(part);
    }
  }

  literals(): readonly SecretLiteral[] {
    const shown = new Map<string, string>();
    for (const secret of this.secrets)
      for (const spelling of spellings(secret)) if (this.isTelling(spelling)) shown.set(spelling, '***');
    for (const [literal, replacement] of this.beforeHosts) shown.set(literal, replacement);
    return [...shown].sort(([one], [other]) => other.length - one.length);
  }

  private add(written: string, depth: number): void {
    const named = /%\(([^)]{1,200})\)s/g;
    for (const [, name = ''] of written.slice(0, longestSecret).matchAll(named)) {
      const value = this.options.get(name.toLowerCase());
      if (value && depth < deepest) this.add(value, depth + 1);
    }
    if (written === '' || written.length > longestSecret || placeholder.test(written)) return;
    this.secrets.add(written);
    const inside = unquoted(written);
    if (inside === '' || placeholder.test(inside)) return;
    this.secrets.add(inside);
    // A value of odbc_connect is a list of pairs of its own.
    if (depth < deepest) this.addFrom(percentDecoded(inside.replaceAll('+', ' ')), depth + 1);
  }

  /** Users, hosts and databases of URLs: words that are no secrets wherever they stand. */
  private addWho(text: string): void {
    for (const [, rest = ''] of text.matchAll(/:\/\/([^\s'"]{1,4096})/g)) {
      const at = rest.lastIndexOf('@');
      const [user = '', ...password] = at < 0 ? [] : rest.slice(0, at).split(':');
      const [place = '', database = ''] = rest.slice(at + 1).split('/');
      const host = place.replace(/:\d+$/, '');
      // However short: a driver takes what follows the first @ for the host.
      for (const tail of tails(password.join(':')))
        if (tail) this.beforeHosts.set(`${tail}@${host}`, `***@${host}`);
      for (const word of [user, host, database.split(/[?#]/, 1)[0] ?? ''])
        this.who.add(percentDecoded(word).toLowerCase());
    }
  }

  private isTelling(literal: string): boolean {
    const plain = literal.toLowerCase();
    return (
      literal.length >= patterns.shortestLiteral &&
      !plainWords.has(plain) &&
      !this.who.has(plain) &&
      !placeholder.test(literal) &&
      /[^\s\d.,:;/@%'"\\()-]|\d{6}/.test(literal)
    );
  }
}

/** A secret as it is, decoded, encoded, its tails, and each of them as quoted in other languages. */
function spellings(secret: string): ReadonlySet<string> {
  const plain = new Set<string>();
  for (const text of [secret, secret.replaceAll('%%', '%')]) {
    for (const form of [text, percentDecoded(text), percentDecoded(text.replaceAll('+', ' '))])
      for (const encoded of [form, ...percentEncoded(form)]) plain.add(encoded);
  }
  for (const text of [...plain]) for (const tail of tails(text)) plain.add(tail);
  const all = new Set<string>();
  for (const text of plain) {
    all.add(text);
    const json = JSON.stringify(text).slice(1, -1);
    for (const quoted of [
      json,
      json.replaceAll(/[^\0-\x7f]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`),
      json.replaceAll('/', '\\/'),
      json.replaceAll('\\', '\\\\'),
      text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
      text.replaceAll('\\', '\\\\'),
      text.replaceAll("'", "''"),
      text.replaceAll('"', '""'),
      text.replaceAll("'", `'\\''`),
      text.replaceAll("'", `'"'"'`),
      text.replaceAll('}', '}}'),
      text.replaceAll('%', '%%'),
      text.replaceAll(/[\\' ]/g, '\\$&'),
    ])
      all.add(quoted);
  }
  return all;
}

/**
 * What follows each `@` and each `%`: the part that is left where either was not written as a URL or an ini
 * file needs it.
 */
function tails(text: string): readonly string[] {
  return [...text.matchAll(/[@%]/g)].slice(0, mostTails).map(({ index }) => text.slice(index + 1));
}

function percentEncoded(text: string): readonly string[] {
  const usual = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
  const all = usual.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const one = (pattern: RegExp): string =>
    text.replace(pattern, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return [
    all,
    all.replaceAll('%2F', '/'),
    all.replaceAll('%20', '+'),
    all.replaceAll('%20', ' ').replaceAll('%2B', '+'),
    all.replaceAll(/%[0-9A-F]{2}/g, (each) => each.toLowerCase()),
    usual,
    one(/[:@/]/g),
    one(/[@]/g),
  ];
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** The inside of a quoted or braced value, without the escapes. */
function unquoted(written: string): string {
  const text = written.replace(/^[A-Za-z]{1,2}(?=["'])/, '');
  const first = text.charAt(0);
  const last = text.charAt(text.length - 1);
  if (text.length < 2) return written;
  if (first === '{' && last === '}') return text.slice(1, -1).replaceAll('}}', '}');
  if (!`'"\``.includes(first) || last !== first) return written;
  const inside = text.slice(1, -1);
  if (inside.includes('\\')) return inside.replace(/\\(.)/g, '$1');
  return inside.replaceAll(first + first, first);
}
