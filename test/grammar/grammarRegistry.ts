import { readFileSync } from 'node:fs';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index';
import type { IGrammarConfig } from 'vscode-tmgrammar-test/dist/common/index';
import type { IToken, Registry } from 'vscode-textmate';
import { projectRoot } from '../fixtures/projectRoot';

const base = (name: string): IGrammarConfig => ({
  scopeName: `source.${name}`,
  language: name,
  path: `${projectRoot}/node_modules/tm-grammars/grammars/${name}.json`,
});

/** VS Code's own grammars for Python and SQL, without ours. */
export function createBaseRegistry(): Registry {
  return createRegistry([base('python'), base('sql')]);
}

/** VS Code's grammars and those that the manifest contributes, wired as the manifest says. */
export function createContributedRegistry(): Registry {
  const manifest = JSON.parse(readFileSync(`${projectRoot}/package.json`, 'utf8')) as {
    readonly contributes: { readonly grammars: readonly IGrammarConfig[] };
  };
  const contributed = manifest.contributes.grammars.map((grammar) => ({
    ...grammar,
    path: `${projectRoot}/${grammar.path}`,
  }));
  return createRegistry([...contributed, base('python'), base('sql')]);
}

/** A token with its text; `line` counts from 0. */
export interface PlacedToken {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

/** All tokens of a text in a language. */
export async function tokenize(registry: Registry, scopeName: string, text: string): Promise<PlacedToken[]> {
  const grammar = await registry.loadGrammar(scopeName);
  if (!grammar) throw new Error(`No grammar for ${scopeName}.`);
  let state: Parameters<typeof grammar.tokenizeLine>[1] = null;
  return text.split('\n').flatMap((content, line) => {
    const result = grammar.tokenizeLine(content, state);
    state = result.ruleStack;
    return result.tokens.map((token: IToken) => ({
      line,
      start: token.startIndex,
      end: token.endIndex,
      text: content.slice(token.startIndex, token.endIndex),
      scopes: token.scopes,
    }));
  });
}
