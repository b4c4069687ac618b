import * as vscode from 'vscode';

/** What an optional extension for Python says about interpreters. */
export interface PythonExtension {
  /** For people, where an interpreter came from. */
  readonly label: string;
  /** The interpreter that is chosen for the resource, or undefined where there is none. */
  activeInterpreter(resource: vscode.Uri): Promise<string | undefined>;
  /** Every interpreter that the extension knows. */
  knownInterpreters(): Promise<readonly string[]>;
}

/** The part of the Python Environments extension's API that is used here. */
interface PythonEnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<PythonEnvironment | undefined>;
  getEnvironments(scope: 'all' | 'global' | vscode.Uri): Promise<readonly PythonEnvironment[]>;
}

interface PythonEnvironment {
  readonly execInfo?: { readonly run?: { readonly executable?: string } };
}

/** The part of the older Python extension's API that is used here. */
interface ClassicPythonApi {
  readonly environments: {
    readonly known: readonly ClassicEnvironment[];
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Promise<ClassicEnvironment | undefined>;
  };
}

interface ClassicEnvironment {
  readonly executable?: { readonly uri?: vscode.Uri };
}

/** The Python extensions that are installed, newest kind first. Activates them, so it is called only when Python is needed. */
export async function installedPythonExtensions(): Promise<readonly PythonExtension[]> {
  const found = await Promise.all([pythonEnvironmentsExtension(), classicPythonExtension()]);
  return found.filter((extension) => extension !== undefined);
}

async function pythonEnvironmentsExtension(): Promise<PythonExtension | undefined> {
  const api = await activate<PythonEnvironmentsApi>('ms-python.vscode-python-envs');
  if (typeof api?.getEnvironment !== 'function') return undefined;
  return {
    label: 'Python Environments',
    activeInterpreter: async (resource) => executable(await api.getEnvironment(resource)),
    knownInterpreters: async () =>
      (await api.getEnvironments('all')).map(executable).filter((path) => path !== undefined),
  };
}

async function classicPythonExtension(): Promise<PythonExtension | undefined> {
  const api = await activate<ClassicPythonApi>('ms-python.python');
  const environments = api?.environments;
  if (!environments) return undefined;
  return {
    label: 'Python extension',
    activeInterpreter: async (resource) => {
      const active = environments.getActiveEnvironmentPath(resource);
      return (await environments.resolveEnvironment(active))?.executable?.uri?.fsPath;
    },
    knownInterpreters: () =>
      Promise.resolve(
        environments.known.map((known) => known.executable?.uri?.fsPath).filter((path) => path !== undefined),
      ),
  };
}

function executable(environment: PythonEnvironment | undefined): string | undefined {
  return environment?.execInfo?.run?.executable;
}

async function activate<Api>(id: string): Promise<Api | undefined> {
  try {
    return (await vscode.extensions.getExtension<Api>(id)?.activate()) ?? undefined;
  } catch {
    // Another extension's failure to start is its own business; there are further places to look.
    return undefined;
  }
}
