import type { AlembicVerb } from './ownCommand';

/** The words under which scripts offer a command of Alembic's. */
const synonyms: Readonly<Record<AlembicVerb, readonly string[]>> = {
  upgrade: ['upgrade', 'up', 'migrate', 'apply'],
  downgrade: ['downgrade', 'down', 'rollback', 'revert'],
  revision: ['revision', 'create', 'generate', 'makemigrations', 'new', 'autogenerate'],
  current: ['current', 'status'],
  history: ['history', 'log'],
  stamp: ['stamp'],
};

/** A line for each command that a script offers; one for a script without commands. */
export function scriptLines(
  call: string,
  text: string,
  verbs: readonly AlembicVerb[],
): readonly { readonly line: string; readonly verbs: readonly AlembicVerb[] }[] {
  const offered = verbs.flatMap((verb) => {
    const word = synonyms[verb].find((each) => offers(text, each));
    return word === undefined ? [] : [{ verb, word }];
  });
  if (offered.length === 0) return [{ line: call, verbs }];
  return offered.map(({ verb, word }) => ({
    line: [call, word, ...argumentsOf(verb, text)].join(' '),
    verbs: [verb],
  }));
}

/** Whether a command of this name is declared to argparse, click or typer, or compared with `sys.argv`. */
function offers(text: string, word: string): boolean {
  const quoted = `["']${word}["']`;
  return [
    `add_parser\\(\\s{0,50}${quoted}`,
    `choices\\s*=\\s*[[({][^\\])}]{0,300}${quoted}`,
    `\\.command\\(\\s{0,50}(?:name\\s*=\\s*)?${quoted}`,
    `\\.command\\([^)\\n]{0,200}\\)\\s{1,50}(?:@[^\\n]{0,200}\\s{1,50}){0,8}(?:async )?def ${word}\\b`,
    `==\\s*${quoted}`,
    `\\bcase ${quoted}`,
    `${quoted}\\s*:`,
  ].some((pattern) => new RegExp(pattern).test(text));
}

/** What a command gets, as far as the script names its arguments. */
function argumentsOf(verb: AlembicVerb, text: string): readonly string[] {
  const has = (name: string): boolean => new RegExp(`["']${name}["']`).test(text);
  switch (verb) {
    case 'upgrade':
    case 'downgrade':
    case 'stamp': {
      const option = ['--revision', '--target', '--rev'].find(has);
      const isPositional = ['revision', 'target', 'rev'].some(has) || /\bsys\.argv\[2\]/.test(text);
      // A downgrade mostly takes its target where an upgrade has an option for it.
      if (isPositional || option === undefined) return ['${target}'];
      return [option, '${target}'];
    }
    case 'revision': {
      const option = ['--message', '-m'].find(has);
      const isPositional = has('message') || option === undefined;
      const autogenerate = has('--no-autogenerate')
        ? ['${autogenerate?:--no-autogenerate}']
        : has('--autogenerate')
          ? ['${autogenerate}']
          : [];
      return [...(isPositional ? [] : [option]), '"${message}"', ...autogenerate];
    }
    case 'current':
    case 'history':
      return [];
  }
}
