import eslint from '@eslint/js';
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** The import directions of ARCHITECTURE.md; a wrong import fails the check. */
const forbidImports = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
});

const fromNode = ['^node:', 'Only lsp entry files, cli and client touch Node.'];
const fromVscode = ['^vscode$', 'Only client/src imports vscode.'];
const fromServerLibrary = ['^vscode-(languageserver|jsonrpc)', 'Only server/lsp speaks LSP.'];
const fromClientLibrary = [
  '^vscode-languageclient',
  'Only client/src/infrastructure uses the language client.',
];
/**
 * What shows text in VS Code has one place each, where text that is not ours is made to read as it is
 * written.
 */
const showing =
  '/^(show(Error|Warning|Information)Message|(show|create)(QuickPick|InputBox)|createStatusBarItem|setStatusBarMessage|withProgress|createTreeView|registerTreeDataProvider|createOutputChannel)$/';
const shownInOnePlace = {
  'no-restricted-syntax': [
    'error',
    ...[
      [
        `:matches(MemberExpression[object.property.name='window'], VariableDeclarator[init.property.name='window'] Property):matches([property.name=${showing}], [property.value=${showing}], [key.name=${showing}])`,
        'Text is shown through messages, quickPick, inputBox, progress, statusBar, treeView and log of infrastructure/vscode.',
      ],
      [
        'NewExpression[callee.property.name=/^(MarkdownString|Diagnostic)$/]',
        'Markdown and diagnostics are made by markdown and diagnostic of infrastructure/vscode.',
      ],
      [
        'AssignmentExpression[left.property.name=/^(isTrusted|supportHtml|baseUri)$/]',
        'No Markdown of ours runs commands or HTML.',
      ],
      [
        'AssignmentExpression[left.property.name=/^(message|description)$/]:matches([left.object.name=/view$/i], [left.object.property.name=/view$/i])',
        'A view says something through describeView.',
      ],
      ["ImportDeclaration[source.value='vscode'] > ImportSpecifier", 'vscode is imported as a whole.'],
    ].map(([selector, message]) => ({ selector, message })),
  ],
};

const outOf = (room, message) => [`(^|/)\\.\\./(.*/)?${room}(/|$)`, message];

/** The floors of core, the lowest first: a room imports from lower floors only. */
const floors = [
  ['text', 'files'],
  ['python', 'revision', 'sql'],
  ['config', 'workbenchConfig'],
  ['project', 'operations', 'findings'],
  ['history', 'schema', 'models', 'newness', 'mako'],
  ['edits', 'graphLayout'],
  ['rules'],
  ['fixing'],
  ['features', 'answers', 'render'],
];

/** The one file that knows the parser: its bounds hold for every tree then. */
const parserDoor = 'server/core/python/syntax/boundedParse.ts';
const fromParser = ['^@lezer/', `Only ${parserDoor} imports the parser and its types.`];

/** The same for TOML. */
const tomlDoor = 'server/core/text/parseToml.ts';
const fromTomlParser = ['^toml-eslint-parser$', `Only ${tomlDoor} imports the parser of TOML and its types.`];

const fromOutsideOfCore = [
  fromNode,
  fromVscode,
  fromServerLibrary,
  fromClientLibrary,
  outOf('(disk|lsp|cli|mcp|protocol|client)', 'core imports nothing of ours.'),
];

/**
 * For each room of core and each depth in it, what it must not import: its own floor's other rooms and every
 * floor above.
 */
const coreFloors = floors.flatMap((rooms, floor) =>
  rooms.flatMap((room) => {
    const others = floors
      .slice(floor)
      .flat()
      .filter((other) => other !== room);
    return [1, 2, 3].flatMap((depth) => {
      const files = [`server/core/${room}/${'*/'.repeat(depth - 1)}*.ts`];
      const forbidden = [
        ...fromOutsideOfCore,
        [
          `^(\\.\\./){${depth}}(${others.join('|')})(/|$)`,
          `${room} stands on floor ${floor + 1} of core and imports from lower floors only.`,
        ],
      ];
      return [
        {
          files,
          ignores: [parserDoor, tomlDoor],
          rules: forbidImports(...forbidden, fromParser, fromTomlParser),
        },
        ...(room === 'python' && depth === 2
          ? [{ files: [parserDoor], rules: forbidImports(...forbidden, fromTomlParser) }]
          : []),
        ...(room === 'text' && depth === 1
          ? [{ files: [tomlDoor], rules: forbidImports(...forbidden, fromParser) }]
          : []),
      ];
    });
  }),
);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      'out',
      'test/extension/**/workspace/**',
      'sample/**',
      'test/fixtures/**/*.js',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // Prettier breaks code at the same width, and leaves comments as they are.
    files: ['**/*.ts', '**/*.mjs'],
    rules: { 'max-len': ['error', { code: 10_000, comments: 110, ignoreUrls: true }] },
  },
  {
    // Text that is not ours takes no pattern longer than its length.
    files: ['server/**/*.ts', 'client/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': 'error',
    },
  },
  { files: ['server/core/**/*.ts'], rules: forbidImports(...fromOutsideOfCore, fromParser, fromTomlParser) },
  ...coreFloors,
  {
    // `Ascii` gives names to numbers; what it is compared with are units of text.
    files: ['server/core/{python,project,text}/**/*.ts', 'server/disk/readAsciiBytes.ts'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' },
  },
  {
    files: ['server/disk/**/*.ts'],
    rules: forbidImports(
      fromVscode,
      fromServerLibrary,
      fromClientLibrary,
      outOf('(lsp|cli|mcp|protocol|client)', 'disk imports core only.'),
    ),
  },
  {
    files: ['server/protocol/**/*.ts'],
    rules: forbidImports(
      ['.*(core|lsp|cli|client)/', 'protocol imports nothing of ours.'],
      ['^[^.]', 'protocol has no dependencies.'],
    ),
  },
  {
    files: ['server/lsp/**/*.ts'],
    ignores: ['server/lsp/main.ts', 'server/lsp/workspace/**'],
    rules: forbidImports(
      fromNode,
      fromVscode,
      fromClientLibrary,
      outOf('(cli|mcp|client)', 'lsp imports core, disk and protocol only.'),
    ),
  },
  {
    files: ['server/lsp/main.ts', 'server/lsp/workspace/**/*.ts'],
    rules: forbidImports(
      fromVscode,
      fromClientLibrary,
      outOf('(cli|mcp|client)', 'lsp imports core, disk and protocol only.'),
    ),
  },
  {
    files: ['server/cli/**/*.ts'],
    rules: forbidImports(
      fromVscode,
      fromServerLibrary,
      fromClientLibrary,
      outOf('(lsp|mcp|protocol|client)', 'cli imports core and disk only.'),
    ),
  },
  {
    files: ['server/mcp/**/*.ts'],
    rules: forbidImports(
      fromVscode,
      fromServerLibrary,
      fromClientLibrary,
      outOf('(lsp|cli|protocol|client)', 'mcp imports core and disk only.'),
    ),
  },
  {
    files: ['client/src/**/*.ts'],
    rules: forbidImports(
      fromServerLibrary,
      outOf('server/(core|lsp|cli|mcp)', 'client imports protocol only.'),
    ),
  },
  {
    files: ['client/src/infrastructure/**/*.ts'],
    rules: forbidImports(
      fromServerLibrary,
      outOf('server/(core|lsp|cli|mcp)', 'client imports protocol only.'),
      outOf('features', 'Infrastructure must not import features.'),
    ),
  },
  {
    files: ['client/src/features/**/*.ts'],
    rules: forbidImports(
      fromServerLibrary,
      outOf('server/(core|lsp|cli|mcp)', 'client imports protocol only.'),
      ['^\\.\\./(?!\\.\\./)', 'A feature must not import its sibling.'],
    ),
  },
  {
    files: ['client/webview/**/*.ts'],
    rules: forbidImports(fromNode, fromVscode, fromServerLibrary, fromClientLibrary, [
      '^\\.\\./(?!\\.\\./src/features/\\w+/messages$|\\.\\./\\.\\./server/protocol/)',
      'A page imports its messages and the protocol only.',
    ]),
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      // A command may come before a constant below has its value.
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, ignoreTypeReferences: true },
      ],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    ignores: ['client/src/infrastructure/vscode/**'],
    rules: shownInOnePlace,
  },
  {
    files: ['server/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'mocha', name: ['suite', 'test'] }] },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
