import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../fixtures/projectRoot';

/** One question for the real Alembic; paths of files are relative to the script directory. */
export type OracleCase =
  | {
      readonly ask: 'merge';
      readonly files: Readonly<Record<string, string>>;
      readonly options: Readonly<Record<string, string>>;
      readonly revisions: readonly string[];
      /** Null where none is given. */
      readonly message: string | null;
      readonly rev_id: string;
      /** Milliseconds since 1970. */
      readonly date: number;
    }
  | {
      readonly ask: 'render';
      readonly template: string;
      readonly revisions: readonly string[];
      readonly message: string;
      readonly rev_id: string;
    }
  | {
      readonly ask: 'load';
      readonly files: Readonly<Record<string, string>>;
      readonly options: Readonly<Record<string, string>>;
    };

export interface OracleAnswer {
  readonly error?: string;
  readonly file?: string;
  readonly text?: string;
  readonly heads?: readonly string[];
  readonly bases?: readonly string[];
  readonly revisions?: Readonly<
    Record<
      string,
      {
        readonly file: string;
        readonly parents: readonly string[];
        readonly dependencies: readonly string[];
        readonly doc: string;
      }
    >
  >;
}

export interface OracleReply {
  readonly version: string;
  /** The `script.py.mako` of each flavour of `alembic init`. */
  readonly templates: Readonly<Record<string, string>>;
  readonly answers: readonly OracleAnswer[];
}

/** Asks the real Alembic, in one Python process for all cases. */
export async function askAlembic(cases: readonly OracleCase[]): Promise<OracleReply> {
  const python = await pythonWithAlembic();
  const run = spawnSync(python, [join(projectRoot, 'test', 'oracle', 'merge_oracle.py')], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as OracleReply;
}

export async function pythonWithAlembic(): Promise<string> {
  const given = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'];
  if (given) return given;
  const script = pathToFileURL(join(projectRoot, 'scripts', 'virtualEnvironments.mjs')).href;
  const { ensureVirtualEnvironment } = (await import(script)) as {
    ensureVirtualEnvironment: (wanted: { name: string; packages: readonly string[] }) => Promise<string>;
  };
  return await ensureVirtualEnvironment({ name: 'edits', packages: ['alembic', 'sqlalchemy'] });
}
