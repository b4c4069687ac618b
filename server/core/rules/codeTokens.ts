import { parser } from '@lezer/python';

/** The parts of a revision file that decide what it does, each as its Python tokens without comments, docstrings and layout. */
export interface CodeTokens {
  readonly revision: string;
  readonly down_revision: string;
  readonly branch_labels: string;
  readonly depends_on: string;
  readonly upgrade: string;
  readonly downgrade: string;
}

/** Reads the last definition of each part; an absent one is empty. Indentation counts only as far as it changes the blocks. */
export function readCodeTokens(text: string): CodeTokens {
  const parts = {
    revision: '',
    down_revision: '',
    branch_labels: '',
    depends_on: '',
    upgrade: '',
    downgrade: '',
  };
  const tree = parser.parse(text);
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    const name = definedName(text, node);
    if (name !== undefined && Object.hasOwn(parts, name)) {
      parts[name as keyof typeof parts] = tokensOf(text, node, /^(Assign|Update)/.test(node.name));
    }
  }
  return parts;
}

type Node = typeof parser extends { parse(text: string): { readonly topNode: infer N } } ? N : never;

function definedName(text: string, node: Node): string | undefined {
  const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  const name = definition?.getChild('VariableName');
  const defines = definition && /^(AssignStatement|FunctionDefinition)$/.test(definition.name);
  return defines && name ? text.slice(name.from, name.to) : undefined;
}

/** The leaves one after another, with a mark where a block begins and ends; for an assignment what stands right of its last `=`. */
function tokensOf(text: string, node: Node, isAssignment: boolean): string {
  const tokens: string[] = [];
  node.cursor().iterate(
    (each) => {
      if (each.name === 'Comment' || isDocstring(text, each.node)) return false;
      if (isAssignment && each.name === 'TypeDef') return false;
      if (each.name === 'Body') tokens.push('{');
      if (!each.node.firstChild && each.to > each.from)
        tokens.push(normalized(text.slice(each.from, each.to)));
      return undefined;
    },
    (each) => {
      if (each.name === 'Body') tokens.push('}');
      else if (/Statement$/.test(each.name)) tokens.push(';');
    },
  );
  return tokens.join(' ').replace(/ , (?=[)\]}])/g, ' ');
}

/** A string with either kind of quotes is the same, as long as it holds neither quotes nor escapes. */
function normalized(token: string): string {
  const plain = /^(["'])([^"'\\]*)\1$/.exec(token);
  return plain ? JSON.stringify(plain[2]) : token;
}

function isDocstring(text: string, node: Node): boolean {
  if (node.name !== 'ExpressionStatement' || node.parent?.name !== 'Body') return false;
  const only = node.firstChild;
  return (
    only !== null &&
    !only.nextSibling &&
    /^(Continued)?String$/.test(only.name) &&
    !/^[bBfF]/.test(text.slice(only.from, only.from + 1))
  );
}
