import { suite, suiteTeardown } from 'mocha';
import { projectFiles, TemporaryProject, versionFile } from '../protocol/temporaryProject';
import type { RandomNumbers } from '../oracle/randomNumbers';
import { fuzz } from './fuzz';
import { mutateText, oddNames } from './mutateText';
import { RawServer } from './rawServer';
import { revisionSeeds } from './seeds';
import { outputWords, pythonWords } from './vocabularies';

const requests = [
  ...[
    'composeMerge',
    'movableChains',
    'previewRebase',
    'composeChange',
    'environments',
    'history',
    'refresh',
  ].map((name) => `alembicWorkbench/${name}`),
  ...['locateRevision', 'mergedText', 'importRevision', 'plan', 'planReturn', 'planStamp', 'nothing'].map(
    (name) => `alembicWorkbench/${name}`,
  ),
  ...[
    'hover',
    'definition',
    'references',
    'rename',
    'prepareRename',
    'completion',
    'codeAction',
    'documentSymbol',
  ].map((name) => `textDocument/${name}`),
  ...['codeAction/resolve', 'workspace/symbol', 'workspace/executeCommand', 'workspace/willRenameFiles'],
];

const notifications = [
  ...['didOpen', 'didChange', 'didClose', 'didSave'].map((name) => `textDocument/${name}`),
  ...[
    'didChangeWatchedFiles',
    'didChangeConfiguration',
    'didCreateFiles',
    'didDeleteFiles',
    'didRenameFiles',
  ].map((name) => `workspace/${name}`),
  ...['$/cancelRequest', '$/setTrace', '$/nothing', 'window/workDoneProgress/cancel'],
];

const project = new TemporaryProject(projectFiles({ aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" }));
const documents = ['aaa1', 'bbb2', 'ccc3'].map((id) => project.uri(versionFile(id)));

/** A value that a message may carry in a place where another one is meant. */
function anyValue(random: RandomNumbers, depth = 0): unknown {
  if (depth > 4) return null;
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return random.pick([0, -1, 1, 1e9, 2 ** 31, -0.5, 1e300]);
    case 2:
      return random.pick([true, false]);
    case 3:
      return random.pick([
        ...documents,
        'file:///',
        'untitled:x',
        'http://x/',
        '%',
        'file:///%00',
        'git:/x',
        '',
      ]);
    case 4:
      return random.pick(oddNames);
    case 5:
      return Array.from({ length: random.below(5) }, () => anyValue(random, depth + 1));
    case 6:
      return { [random.pick(oddNames)]: anyValue(random, depth + 1) };
    default:
      return params(random, depth + 1);
  }
}

/** Parameters of nearly the right shape. */
function params(random: RandomNumbers, depth = 0): Record<string, unknown> {
  const meant = <Value>(value: Value): unknown => (random.chance(0.85) ? value : anyValue(random, depth + 1));
  const position = (): unknown => ({
    line: meant(random.below(40)),
    character: meant(random.below(60)),
  });
  const range = (): unknown => meant({ start: meant(position()), end: meant(position()) });
  const uri = meant(random.pick(documents));
  const text = random.chance(0.3)
    ? mutateText(random, random.pick(revisionSeeds), revisionSeeds, pythonWords).slice(0, 20_000)
    : 'revision = "x"\n';
  return {
    textDocument: meant({
      uri,
      languageId: meant('python'),
      version: meant(random.below(100)),
      text: meant(text),
    }),
    position: meant(position()),
    range: range(),
    context: meant({ diagnostics: meant([]), only: meant(['quickfix']), includeDeclaration: meant(true) }),
    contentChanges: meant([{ ...(random.chance(0.5) ? { range: range() } : {}), text: meant(text) }]),
    changes: meant([{ uri, type: meant(1 + random.below(3)) }]),
    files: meant([{ uri, oldUri: uri, newUri: meant(random.pick(documents)) }]),
    newName: meant('renamed'),
    environment: meant(`${project.uri('alembic.ini')}#alembic`),
    revisions: meant(['bbb2', 'ccc3']),
    target: meant('head'),
    direction: meant('upgrade'),
    rows: meant(['aaa1']),
    message: meant('merge'),
    onto: meant('aaa1'),
    uri,
    settings: meant(null),
    id: meant(1),
    data: meant({ environment: 'x', fix: { kind: 'reparent', file: 'x', parents: [] } }),
    title: meant('x'),
    command: meant('x'),
    query: meant('a'),
  };
}

function makeMessage(random: RandomNumbers): string {
  const isRequest = random.chance(0.6);
  const body = JSON.stringify({
    jsonrpc: random.chance(0.97) ? '2.0' : anyValue(random),
    ...(isRequest ? { id: random.chance(0.95) ? random.below(1e6) : anyValue(random) } : {}),
    method: random.chance(0.97) ? random.pick(isRequest ? requests : notifications) : anyValue(random),
    ...(random.chance(0.95) ? { params: random.chance(0.9) ? params(random) : anyValue(random) } : {}),
  });
  if (random.chance(0.93)) return body;
  return mutateText(random, body, [body], outputWords).replaceAll(/"(?:exit|shutdown)"/g, '""');
}

suite('fuzz: messages', () => {
  let server: RawServer | undefined;
  suiteTeardown(() => {
    server?.dispose();
    project.dispose();
  });

  fuzz({
    name: 'messages to the language server',
    share: 0.02,
    usual: 100,
    limit: 3000,
    make: (random) =>
      Object.fromEntries(
        Array.from({ length: 1 + random.below(12) }, (_, index) => [`m${index}`, makeMessage(random)]),
      ),
    run: async (messages) => {
      server ??= await RawServer.start(project.uri(''));
      const before = server;
      // Another one for the next input, unless this one has answered at the end.
      server = undefined;
      for (const body of Object.values(messages)) before.send(body);
      for (const uri of documents) {
        const closed = { jsonrpc: '2.0', method: 'textDocument/didClose', params: { textDocument: { uri } } };
        before.send(JSON.stringify(closed));
      }
      await before.ask('alembicWorkbench/environments', null);
      server = before;
    },
  });
});
