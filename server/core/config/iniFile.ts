import { pythonRepr, pythonStrip } from '../text/pythonText';
import type { TextRange } from '../text/textRange';
import { ConfigurationError } from './configurationError';

/** An option as written: `value` is what Python's ConfigParser holds before interpolation. */
export interface IniOption {
  /** Lower-cased, as ConfigParser does. */
  readonly name: string;
  readonly value: string;
  readonly nameRange: TextRange;
  /** The value with its continuation lines; empty behind the delimiter for a blank one. */
  readonly valueRange: TextRange;
}

export interface IniSection {
  readonly name: string;
  /** The name between the brackets. */
  readonly nameRange: TextRange;
  readonly options: ReadonlyMap<string, IniOption>;
}

/** An ini file as Python's `ConfigParser()` reads it. */
export interface IniFile {
  readonly path: string;
  readonly text: string;
  /** Real sections in order; `[DEFAULT]` is not among them. */
  readonly sections: ReadonlyMap<string, IniSection>;
  readonly defaults: ReadonlyMap<string, IniOption>;
  /** Each header in order, also of a section that comes twice and of `[DEFAULT]`. */
  readonly headers: readonly IniHeader[];
  /** The error that ConfigParser raises. What is read all the same is in `sections`. */
  readonly error: ConfigurationError | undefined;
}

/** A line that begins a section. */
export interface IniHeader {
  readonly name: string;
  /** The name between the brackets. */
  readonly nameRange: TextRange;
}

interface OpenOption {
  readonly name: string;
  readonly lines: string[];
  readonly nameRange: TextRange;
  readonly start: number;
  end: number;
}

interface OpenSection {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly options: Map<string, OpenOption>;
}

/** `displayPath` is the path as given to Alembic, which its messages repeat. */
export function parseIniFile(path: string, text: string, displayPath = path): IniFile {
  return new IniReader(path, text, `PosixPath(${pythonRepr(displayPath)})`).read();
}

class IniReader {
  readonly #path: string;
  readonly #text: string;
  readonly #source: string;
  readonly #sections = new Map<string, OpenSection>();
  readonly #headers: IniHeader[] = [];
  readonly #defaults: OpenSection = { name: 'DEFAULT', nameRange: { start: 0, end: 0 }, options: new Map() };
  #section: OpenSection | undefined;
  #option: OpenOption | undefined;
  #indent = 0;
  #fatal: ConfigurationError | undefined;
  readonly #badLines: { readonly number: number; readonly range: TextRange; readonly line: TextRange }[] = [];

  constructor(path: string, text: string, source: string) {
    this.#path = path;
    this.#text = text;
    this.#source = source;
  }

  read(): IniFile {
    let number = 0;
    let start = 0;
    while (start < this.#text.length) {
      number++;
      let end = start;
      while (end < this.#text.length && this.#text[end] !== '\n' && this.#text[end] !== '\r') end++;
      this.#readLine(number, start, end);
      start = this.#text.startsWith('\r\n', end) ? end + 2 : end + 1;
    }
    return {
      path: this.#path,
      text: this.#text,
      sections: new Map([...this.#sections].map(([name, section]) => [name, finished(section)])),
      defaults: finished(this.#defaults).options,
      headers: this.#headers,
      error: this.#fatal ?? this.#parsingError(),
    };
  }

  #readLine(number: number, start: number, end: number): void {
    const line = this.#text.slice(start, end);
    const value = pythonStrip(line);
    if (value.startsWith('#') || value.startsWith(';')) return;
    if (value === '') {
      this.#option?.lines.push('');
      return;
    }
    const indent = line.indexOf(value);
    const valueStart = start + indent;
    const range = { start: valueStart, end: valueStart + value.length };
    if (this.#section && this.#option && indent > this.#indent) {
      this.#option.lines.push(value);
      this.#option.end = range.end;
      return;
    }
    this.#indent = indent;
    const header = /^\[(.+)\]/s.exec(value);
    if (header)
      this.#openSection(header[1] ?? '', number, {
        start: range.start + 1,
        end: range.start + header[0].length - 1,
      });
    else if (!this.#section) {
      this.#fail(
        'MissingSectionHeaderError',
        () =>
          `File contains no section headers.\nfile: ${this.#source}, line: ${number}\n${this.#shown({ start, end })}`,
        range,
      );
    } else this.#openOption(value, number, range, { start, end });
  }

  #openSection(name: string, number: number, nameRange: TextRange): void {
    this.#option = undefined;
    this.#headers.push({ name, nameRange });
    if (name === 'DEFAULT') {
      this.#section = this.#defaults;
      return;
    }
    const known = this.#sections.get(name);
    if (known)
      this.#fail(
        'DuplicateSectionError',
        () =>
          `While reading from ${this.#source} [line ${String(number).padStart(2)}]: section ${pythonRepr(name)} already exists`,
        nameRange,
      );
    this.#section = known ?? { name, nameRange, options: new Map() };
    this.#sections.set(name, this.#section);
  }

  #openOption(value: string, number: number, range: TextRange, line: TextRange): void {
    const delimiter = value.search(/[=:]/);
    const written = delimiter < 0 ? undefined : value.slice(0, delimiter).trimEnd();
    const section = this.#section;
    if (!section) return;
    if (!written) {
      this.#badLines.push({ number, range, line });
      if (written === undefined) return;
    }
    const name = pythonStrip(written).toLowerCase();
    const content = pythonStrip(value.slice(delimiter + 1));
    const end = range.end;
    const option: OpenOption = {
      name,
      lines: [content],
      nameRange: { start: range.start, end: range.start + written.length },
      start: end - content.length,
      end,
    };
    if (section.options.has(name))
      this.#fail(
        'DuplicateOptionError',
        () =>
          `While reading from ${this.#source} [line ${String(number).padStart(2)}]: option ${pythonRepr(name)} in section ${pythonRepr(section.name)} already exists`,
        option.nameRange,
      );
    section.options.set(name, option);
    // Python goes on with an option only where it has a name.
    this.#option = name === '' ? undefined : option;
  }

  /** Keeps the first error; the message is made for that one alone, as it repeats names of any length. */
  #fail(type: string, message: () => string, range: TextRange): void {
    this.#fatal ??= new ConfigurationError(type, message(), { file: this.#path, range });
  }

  /** A line as Python shows it: with a line feed, however it ends, unless it is the end of the text. */
  #shown({ start, end }: TextRange): string {
    const line = this.#text.slice(start, end);
    return pythonRepr(end < this.#text.length ? `${line}\n` : line);
  }

  #parsingError(): ConfigurationError | undefined {
    const first = this.#badLines[0];
    if (!first) return undefined;
    const lines = this.#badLines.map(
      ({ number, line }) => `\n\t[line ${String(number).padStart(2)}]: ${this.#shown(line)}`,
    );
    return new ConfigurationError(
      'ParsingError',
      `Source contains parsing errors: ${this.#source}${lines.join('')}`,
      { file: this.#path, range: first.range },
    );
  }
}

function withoutEmptyEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 1 && lines[end - 1] === '') end--;
  return lines.slice(0, end);
}

function finished(section: OpenSection): IniSection {
  const options = new Map<string, IniOption>();
  for (const [key, { name, lines, nameRange, start, end }] of section.options)
    options.set(key, {
      name,
      value: withoutEmptyEnd(lines).join('\n'),
      nameRange,
      valueRange: { start, end },
    });
  return { name: section.name, nameRange: section.nameRange, options };
}
