import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { askCurrent } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type { AskedCommand } from '../../client/src/infrastructure/alembic/bridge/askedCommand';
import type { BridgeRun } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  BridgeError,
  DatabaseState,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import type { OutputLine } from '../../client/src/infrastructure/alembic/process/childRun';
import {
  findFlaskMigrate,
  flaskArguments,
} from '../../client/src/infrastructure/alembic/command/flaskMigrate';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import type { RunOutcome, RunningStep } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { projectRoot } from '../fixtures/projectRoot';
import { AlembicProject, plainCommand } from './alembicProject';

/** What a run of Alembic came to, with all that a person would have seen of it. */
export interface DrivenRun {
  readonly outcome: RunOutcome;
  readonly steps: readonly RunningStep[];
  readonly output: readonly OutputLine[];
}

/** A run that goes on. */
export interface StartedRun {
  readonly child: ChildRun;
  /** Stops as Ctrl+C would. */
  interrupt(): void;
  readonly end: Promise<DrivenRun>;
}

/**
 * A project driven as the extension drives it; everything that would be logged or shown is kept, masked as it
 * would be.
 */
export class DrivenProject extends AlembicProject {
  /** Lines of the log and messages, masked. */
  readonly shown: string[] = [];
  private readonly mask = new SecretMask(process.env);

  /** How `bridge.py` is run here. */
  get bridgeRun(): BridgeRun {
    return {
      bridgeFile: join(projectRoot, 'client', 'python', 'bridge.py'),
      interpreter: this.python,
      workingDirectory: this.folder,
      environment: process.env,
      onLine: ({ text }) => this.show(text),
    };
  }

  /** The command in whose place the bridge asks, as the extension finds it. */
  asked(config = 'alembic.ini', xArguments: readonly string[] = []): AskedCommand {
    const file = resolve(this.folder, config);
    const flask = findFlaskMigrate(file, this.folder);
    if (!flask) return plainCommand({ config, xArguments });
    return {
      program: { module: 'flask' },
      config: file,
      xArguments,
      words: (command) => flaskArguments(flask, command, { options: [], xArguments }).slice(2),
    };
  }

  /** The databases that env.py visits, and where they stand. */
  async databases(config = 'alembic.ini'): Promise<readonly DatabaseState[]> {
    const answer = await askCurrent(this.bridgeRun, this.asked(config));
    this.shown.push(JSON.stringify(answer));
    assert.ok('result' in answer, JSON.stringify(answer));
    return answer.result.databases;
  }

  /** The same with other words that start Python, and variables of one's own. */
  async databasesBy(
    [interpreter = '', ...interpreterArguments]: readonly string[],
    environment: BridgeRun['environment'],
  ): Promise<readonly DatabaseState[]> {
    const answer = await askCurrent(
      { ...this.bridgeRun, interpreter, interpreterArguments, environment },
      plainCommand(),
    );
    this.shown.push(JSON.stringify(answer));
    assert.ok('result' in answer, JSON.stringify(answer));
    return answer.result.databases;
  }

  /** Why the databases can't be asked. */
  async databaseError(config = 'alembic.ini'): Promise<BridgeError> {
    const answer = await askCurrent(this.bridgeRun, this.asked(config));
    this.shown.push(JSON.stringify(answer));
    assert.ok('error' in answer, JSON.stringify(answer));
    return answer.error;
  }

  /** The rows of the version tables. */
  async heads(config?: string): Promise<readonly string[]> {
    return (await this.databases(config)).flatMap(({ heads }) => heads);
  }

  /** Starts Alembic as the extension does. */
  begin(...args: readonly string[]): StartedRun {
    return this.beginPython('-m', 'alembic', ...args);
  }

  /** Runs Alembic as the extension does. */
  drive(...args: readonly string[]): Promise<DrivenRun> {
    return this.begin(...args).end;
  }

  /** Runs Alembic by way of Flask-Migrate, as the extension does for such a project. */
  driveFlask(args: readonly string[], xArguments: readonly string[] = []): Promise<DrivenRun> {
    const flask = findFlaskMigrate(this.path('migrations/alembic.ini'), this.folder);
    assert.ok(flask, 'a project of Flask-Migrate');
    assert.equal(flask.workingDirectory, this.folder);
    return this.beginPython(...flaskArguments(flask, args, { options: [], xArguments })).end;
  }

  /** Fails where a secret is in anything that was shown or logged. */
  assertNeverShown(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      const shown = this.shown.find((text) => text.includes(secret));
      assert.equal(shown, undefined, `${secret} was shown`);
    }
  }

  private beginPython(...args: readonly string[]): StartedRun {
    const steps: RunningStep[] = [];
    let interruptAsked = false;
    const child = new ChildRun(
      {
        program: this.python,
        arguments: args,
        workingDirectory: this.folder,
        environment: process.env,
      },
      ({ text }) => {
        this.show(text);
        const step = parseRunningStep(text);
        if (step) steps.push(step);
      },
    );
    const end = child.end.then((ended) => {
      const masked = ended.output.map((line) => ({ ...line, text: this.mask.mask(line.text) }));
      const outcome = readOutcome({ ...ended, output: masked }, interruptAsked, (file) =>
        file.startsWith(this.folder),
      );
      this.shown.push(JSON.stringify(outcome));
      return { outcome, steps, output: masked };
    });
    const interrupt = (): void => {
      interruptAsked = true;
      child.stop('SIGINT');
    };
    return { child, interrupt, end };
  }

  private show(text: string): void {
    this.shown.push(this.mask.mask(text));
  }
}
