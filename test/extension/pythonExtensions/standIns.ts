import assert from 'node:assert/strict';
import { extensions, Uri } from 'vscode';

/** An environment as the Python Environments extension describes it, in so far as it matters here. */
export interface EnvironmentStandIn {
  readonly environmentPath: Uri;
  readonly execInfo?: { readonly run: { readonly executable: string }; readonly activatedRun?: unknown };
}

/** What the stand-in for `ms-python.vscode-python-envs` exports. */
export interface PythonEnvironmentsStandIn {
  getEnvironment: (scope: Uri | undefined) => Promise<EnvironmentStandIn | undefined>;
  getEnvironments: (scope: unknown) => Promise<readonly EnvironmentStandIn[]>;
  resolveEnvironment: (context: unknown) => Promise<EnvironmentStandIn | undefined>;
}

/** An environment as the Python extension describes it, in so far as it matters here. */
export interface ClassicStandIn {
  readonly id: string;
  readonly path: string;
  readonly executable: { readonly uri: Uri | undefined };
}

/** What the stand-in for `ms-python.python` exports. */
export interface PythonStandIn {
  environments: {
    known: readonly ClassicStandIn[];
    getActiveEnvironmentPath: (resource?: unknown) => { readonly id: string; readonly path: string };
    resolveEnvironment: (environment: unknown) => Promise<ClassicStandIn | undefined>;
  };
}

/** What both stand-ins export; a test puts its own answers into it. */
export async function standIns(): Promise<{
  readonly newer: PythonEnvironmentsStandIn;
  readonly older: PythonStandIn['environments'];
}> {
  const newer = extensions.getExtension<PythonEnvironmentsStandIn>('ms-python.vscode-python-envs');
  const older = extensions.getExtension<PythonStandIn>('ms-python.python');
  assert.ok(newer && older, 'both stand-ins are installed');
  return { newer: await newer.activate(), older: (await older.activate()).environments };
}

/** The description of an environment whose Python is at the path. */
export function environmentOf(executable: string): EnvironmentStandIn {
  return {
    environmentPath: Uri.file(executable),
    // A program that would fail the test if it were started.
    execInfo: {
      run: { executable },
      activatedRun: { executable: '/no/such/conda', args: ['run', 'python'] },
    },
  };
}

/** The older extension's description of the same. */
export function classicOf(executable: string): ClassicStandIn {
  return { id: executable, path: executable, executable: { uri: Uri.file(executable) } };
}
