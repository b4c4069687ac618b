import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { UnhandledRejections } from './unhandledRejections';

/** What the runner asks of the extension host: written beside this file's bundle as `plan.json`. */
interface Plan {
  readonly files: readonly string[];
  readonly pattern: string | undefined;
  readonly reporter: string;
  readonly color: boolean;
  readonly countsFile: string;
  /** Where mocha's text goes: VS Code's own output is far too chatty to be read beside it. */
  readonly reportFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a suite's tests inside the extension host; VS Code calls it as the entry of `extensionTestsPath`. */
export async function run(): Promise<void> {
  const plan = JSON.parse(readFileSync(join(__dirname, 'plan.json'), 'utf8')) as Plan;
  Object.assign(process.env, plan.environment);
  const rejections = new UnhandledRejections();
  const mocha = new Mocha({
    ui: 'tdd',
    rootHooks: { afterAll: () => rejections.end() },
    timeout: 240_000,
    color: plan.color,
    reporter: plan.reporter,
    reporterOptions: { countsFile: plan.countsFile },
    ...(plan.pattern === undefined ? {} : { grep: plan.pattern }),
  });
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) =>
    appendFileSync(plan.reportFile, `${format(...parts)}\n`);
  for (const file of plan.files) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed.`);
}
