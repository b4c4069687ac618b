import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { showWaiting } from '../vscode/progress';
import { pythonExtensions } from './pythonExtensions';
import type { PythonExtension } from './pythonExtensions';

const noAnswer: unique symbol = Symbol('no answer');

const tooLate: unique symbol = Symbol('too late');

/** An interpreter and the label of the extension that named it. */
export interface NamedInterpreter {
  readonly path: string;
  readonly source: string;
}

/** Milliseconds for an extension's first answer, in which it may have to start and to look around first. */
const patience = 8000;

/** Milliseconds while an earlier question is still unanswered. */
const patienceWithSilent = 500;

/**
 * Asks the installed Python extensions. Whatever these do, an answer comes within seconds, and the log says
 * what is wrong with them.
 */
export class AskPythonExtensions {
  private readonly silent = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** The interpreters that are selected for the resource, the one to be preferred first. */
  async selected(resource: vscode.Uri): Promise<readonly NamedInterpreter[]> {
    const answers = await askAll(async (extension) => {
      const path = await this.answer(extension, extension.selectedInterpreter(resource));
      if (path === noAnswer) return [];
      if (path === undefined) this.say(extension, 'has selected no interpreter');
      else if (!isProgram(path)) this.say(extension, `has selected ${path}, which is not there`);
      else return [{ path, source: extension.label }];
      return [];
    });
    return answers.flat();
  }

  /** Every interpreter that they know. */
  async known(): Promise<readonly NamedInterpreter[]> {
    const answers = await askAll(async (extension) => {
      const paths = await this.answer(extension, extension.knownInterpreters());
      if (paths === noAnswer) return [];
      return paths.filter(isProgram).map((path) => ({ path, source: extension.label }));
    });
    return answers.flat();
  }

  private async answer<Answer>(
    extension: PythonExtension,
    asked: Promise<Answer>,
  ): Promise<Answer | typeof noAnswer> {
    const milliseconds = this.silent.has(extension.id) ? patienceWithSilent : patience;
    const answered = asked.then<Answer, typeof noAnswer>(
      (answer) => {
        this.silent.delete(extension.id);
        return answer;
      },
      (error: unknown) => {
        this.silent.delete(extension.id);
        this.say(extension, `gave no answer (${error instanceof Error ? error.message : String(error)})`);
        return noAnswer;
      },
    );
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<typeof tooLate>((resolve) => {
      timer = setTimeout(() => resolve(tooLate), milliseconds);
    });
    const first = await Promise.race([answered, over]);
    clearTimeout(timer);
    if (first !== tooLate) return first;
    this.silent.add(extension.id);
    this.say(extension, `did not answer within ${milliseconds / 1000} seconds`);
    return noAnswer;
  }

  private say({ label }: PythonExtension, what: string): void {
    this.log.warn(`Python: ${label} ${what}; it is looked for elsewhere.`);
  }
}

async function askAll<Answer>(ask: (extension: PythonExtension) => Promise<Answer>): Promise<Answer[]> {
  const installed = pythonExtensions.filter(({ id }) => vscode.extensions.getExtension(id));
  const answers = Promise.all(installed.map(ask));
  if (installed.length === 0) return await answers;
  const title = `Asking ${installed.map(({ label }) => label).join(' and ')} for Python`;
  return await showWaiting(title, () => answers);
}

function isProgram(path: string): boolean {
  if (!isAbsolute(path)) return false;
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    // There is something, such as the Python of the Microsoft Store, that only starting it can tell more of.
    return true;
  }
}
