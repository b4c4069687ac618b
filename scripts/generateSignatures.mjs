// Writes server/core/operations/signatures.ts and typeSignatures.ts: `node scripts/generateSignatures.mjs`.
// Asks the Alembic releases themselves, each installed into a folder of its own in the cache.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, root } from './paths.mjs';
import { run, say } from './setup/command.mjs';
import { ensurePython } from './setup/python.mjs';

/** The minor releases of Alembic 1 whose releases are told apart. */
const [oldestMinor, newestMinor] = [8, 20];

const askAlembic = `
import inspect, json
from alembic.operations import BatchOperations, Operations
kinds = {"POSITIONAL_ONLY": "positional", "POSITIONAL_OR_KEYWORD": "positional", "KEYWORD_ONLY": "keyword", "VAR_POSITIONAL": "rest", "VAR_KEYWORD": "keywords"}
def methods(owner):
    found = {}
    for name, method in inspect.getmembers(owner):
        if name.startswith("_") or not inspect.isroutine(method) or isinstance(inspect.getattr_static(owner, name), classmethod):
            continue
        try:
            parameters = list(inspect.signature(method).parameters.values())
        except (TypeError, ValueError):
            continue
        found[name] = [{"name": p.name, "kind": kinds[p.kind.name], "required": p.default is p.empty and "VAR" not in p.kind.name} for p in parameters if p.name != "self"]
    return found
print(json.dumps({"op": methods(Operations), "batch_op": methods(BatchOperations)}))
`;

const askSqlAlchemy = `
import importlib, inspect, json
from sqlalchemy import types
from sqlalchemy.types import TypeEngine
def classes(module):
    found = {}
    for name, each in inspect.getmembers(module, inspect.isclass):
        if not issubclass(each, TypeEngine) or name.startswith("_"):
            continue
        try:
            parameters = list(inspect.signature(each.__init__).parameters.values())[1:]
        except (TypeError, ValueError):
            parameters = []
        found[name] = [("*" if p.kind.name == "VAR_POSITIONAL" else "") + p.name for p in parameters if p.kind.name != "VAR_KEYWORD"]
    return found
result = {"": classes(types)}
for name in ["postgresql", "mysql", "sqlite", "mssql", "oracle"]:
    result[name] = classes(importlib.import_module("sqlalchemy.dialects." + name))
print(json.dumps(result))
`;

const python = await ensurePython();
const releases = await listReleases();
const newest = releases.at(-1);
const shared = await installed('sqlalchemy', ['sqlalchemy>=2', 'mako', 'typing_extensions']);
const answers = [];
for (const release of releases) {
  const folder = await installed(release, ['--no-deps', `alembic==${release}`]);
  answers.push(JSON.parse(await ask(['-c', askAlembic], [folder, shared])));
}
const types = JSON.parse(await ask(['-c', askSqlAlchemy], [shared]));
write('signatures.ts', signatureFile(merged()));
write('typeSignatures.ts', typeFile());
await run(
  'npx',
  [
    'prettier',
    '--write',
    '--log-level',
    'warn',
    'server/core/operations/signatures.ts',
    'server/core/operations/typeSignatures.ts',
  ],
  { cwd: root },
);

/** The releases that are told apart, oldest first: some arguments come with a release of corrections. */
async function listReleases() {
  const listed = await ask(['-m', 'pip', 'index', 'versions', 'alembic', '--disable-pip-version-check']);
  const [, versions = ''] = /^Available versions: (.*)$/m.exec(listed) ?? [];
  return versions
    .split(', ')
    .map((version) => version.split('.').map(Number))
    .filter(([major, minor]) => major === 1 && minor >= oldestMinor && minor <= newestMinor)
    .sort((a, b) => a[1] - b[1] || a[2] - b[2])
    .map((parts) => parts.join('.'));
}

/** The folder in the cache that packages are installed into. */
async function installed(name, packages) {
  const folder = join(cacheFolder, 'alembic-releases', name);
  if (existsSync(folder)) return folder;
  say(`installing ${packages.at(-1)}`);
  mkdirSync(folder, { recursive: true });
  const options = ['--quiet', '--disable-pip-version-check', '--target', folder];
  await ask(['-m', 'pip', 'install', ...options, ...packages]);
  return folder;
}

async function ask(args, folders = []) {
  const env = { ...process.env, ...(folders.length > 0 ? { PYTHONPATH: folders.join(delimiter) } : {}) };
  return await run(python[0], [...python.slice(1), ...args], { env });
}

/**
 * The newest signatures, each parameter with the first release that has it where that is not the first of
 * all.
 */
function merged() {
  const result = {};
  for (const receiver of ['op', 'batch_op']) {
    result[receiver] = {};
    for (const [name, parameters] of Object.entries(answers.at(-1)[receiver])) {
      const since = releases[answers.findIndex((answer) => answer[receiver][name])];
      result[receiver][name] = {
        ...(since === releases[0] ? {} : { since }),
        parameters: parameters.map((parameter) => {
          const first = releases[answers.findIndex((answer) => find(answer, receiver, name, parameter.name))];
          const positional = answers.findLastIndex(
            (answer) => find(answer, receiver, name, parameter.name)?.kind === 'positional',
          );
          return {
            name: parameter.name,
            kind: parameter.kind,
            ...(parameter.required ? { required: true } : {}),
            ...(first === releases[0] ? {} : { since: first }),
            ...(parameter.kind === 'keyword' && positional >= 0
              ? { positionalUntil: releases[positional] }
              : {}),
          };
        }),
      };
    }
  }
  return result;
}

function find(answer, receiver, name, parameter) {
  return answer[receiver][name]?.find((each) => each.name === parameter);
}

function signatureFile(signatures) {
  return `// Written by scripts/generateSignatures.mjs from Alembic ${releases[0]} to ${newest}; not edited by hand.

/** A parameter of an operation. */
export interface OperationParameter {
  readonly name: string;
  readonly kind: 'positional' | 'keyword' | 'rest' | 'keywords';
  readonly required?: true;
  /** The first Alembic that has it, where that is not ${releases[0]} or older. */
  readonly since?: string;
  /** The last Alembic that took it by position too. */
  readonly positionalUntil?: string;
}

export interface OperationSignature {
  /** The first Alembic that has the operation, where that is not ${releases[0]} or older. */
  readonly since?: string;
  readonly parameters: readonly OperationParameter[];
}

/** What \`op\` and the object of a batch take. */
export const signatures: Readonly<
  Record<'op' | 'batch_op', Readonly<Record<string, OperationSignature>>>
> = ${JSON.stringify(signatures)};
`;
}

function typeFile() {
  return `// Written by scripts/generateSignatures.mjs from SQLAlchemy's types; not edited by hand.

/**
 * The parameters of SQLAlchemy's types in their order, by dialect ('' for the types of all) and class;
 * \`*name\` takes the rest.
 */
export const typeParameters: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
> = ${JSON.stringify(types)};
`;
}

function write(name, text) {
  writeFileSync(join(root, 'server/core/operations', name), text);
}
