import * as vscode from 'vscode';

/**
 * An optional extension that knows interpreters. Its questions activate it, may never be answered, and reject
 * with a reason for people.
 */
export interface PythonExtension {
  readonly id: string;
  /** For people, where an interpreter came from. */
  readonly label: string;
  /** The interpreter that is selected for the resource, or undefined where there is none. */
  selectedInterpreter(resource: vscode.Uri): Promise<string | undefined>;
  /** Every interpreter that the extension knows. */
  knownInterpreters(): Promise<readonly string[]>;
}

/**
 * The extensions that are asked, the one before the other: the newer one decides also where both are
 * installed.
 */
export const pythonExtensions: readonly PythonExtension[] = [
  {
    id: 'ms-python.vscode-python-envs',
    label: 'Python Environments',
    selectedInterpreter: async (resource) => {
      const api = await activated<PythonEnvironmentsApi>('ms-python.vscode-python-envs', 'getEnvironment');
      const environment = await api.getEnvironment(resource);
      if (!environment || executable(environment) || !environment.environmentPath) {
        return executable(environment);
      }
      // How to run it may be left out until it is asked for.
      return executable(await api.resolveEnvironment(environment.environmentPath));
    },
    knownInterpreters: async () => {
      const api = await activated<PythonEnvironmentsApi>('ms-python.vscode-python-envs', 'getEnvironments');
      return (await api.getEnvironments('all')).map(executable).filter((path) => path !== undefined);
    },
  },
  {
    id: 'ms-python.python',
    label: 'Python extension',
    selectedInterpreter: async (resource) => {
      const { environments } = await activated<ClassicPythonApi>('ms-python.python', 'environments');
      const active = environments.getActiveEnvironmentPath(resource);
      return (await environments.resolveEnvironment(active))?.executable?.uri?.fsPath;
    },
    knownInterpreters: async () => {
      const { environments } = await activated<ClassicPythonApi>('ms-python.python', 'environments');
      return environments.known
        .map((known) => known.executable?.uri?.fsPath)
        .filter((path) => path !== undefined);
    },
  },
];

/** The part of the Python Environments extension's API that is used here. */
interface PythonEnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<PythonEnvironment | undefined>;
  getEnvironments(scope: 'all' | 'global' | vscode.Uri): Promise<readonly PythonEnvironment[]>;
  resolveEnvironment(context: vscode.Uri): Promise<PythonEnvironment | undefined>;
}

interface PythonEnvironment {
  /** The interpreter or the environment's folder. */
  readonly environmentPath?: vscode.Uri;
  /**
   * `activatedRun` is ignored: it may be a wrapper such as `conda run`, which would get the interrupt in
   * place of Python.
   */
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
  /** Has no URI where the environment is one of Conda's without a Python. */
  readonly executable?: { readonly uri?: vscode.Uri };
}

function executable(environment: PythonEnvironment | undefined): string | undefined {
  const path = environment?.execInfo?.run?.executable;
  return typeof path === 'string' && path !== '' ? path : undefined;
}

/** What the extension exports, once it has the member. */
async function activated<Api extends object>(id: string, member: keyof Api): Promise<Api> {
  const api = await vscode.extensions.getExtension<Api | undefined>(id)?.activate();
  // The Python Environments extension exports nothing where the setting python.useEnvironmentsExtension turns
  // it off.
  if (!api?.[member]) throw new Error('it is turned off, or too old or too new to be asked');
  return api;
}
