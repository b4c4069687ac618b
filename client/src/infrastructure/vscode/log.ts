import * as vscode from 'vscode';
import { shownLines } from './shownText';

const writing: ReadonlySet<string | symbol> = new Set([
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'append',
  'appendLine',
  'replace',
]);

/** The log, in which what is not seen is written out. */
export function createLog(name: string): vscode.LogOutputChannel {
  return new Proxy(vscode.window.createOutputChannel(name, { log: true }), {
    get: (channel, key) => {
      const member: unknown = Reflect.get(channel, key, channel);
      if (typeof member !== 'function') return member;
      const call = (...words: readonly unknown[]): unknown => Reflect.apply(member, channel, words);
      if (!writing.has(key)) return call;
      return (...words: readonly unknown[]) =>
        call(...words.map((word) => (typeof word === 'string' ? shownLines(word) : word)));
    },
  });
}
