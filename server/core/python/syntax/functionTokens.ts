import type { PythonNode } from './boundedParse';
import { parseBounded } from './boundedParse';

/** What a migration function does: its Python tokens without comments, docstrings, annotations and layout. */
export interface FunctionTokens {
  readonly upgrade: string;
  readonly downgrade: string;
}

/** Reads the last definition of each function; an absent one is empty. */
export function readFunctionTokens(source: string): FunctionTokens {
  // Git may keep other line endings than the working tree has.
  const text = source.replace(/\r\n?/g, '\n');
  const functions = { upgrade: '', downgrade: '' };
  for (let node = parseBounded(text).tree.topNode.firstChild; node; node = node.nextSibling) {
    const name = definedName(text, node);
    if (name === 'upgrade' || name === 'downgrade') functions[name] = tokensOf(text, node);
  }
  return functions;
}

/** The name that a module-level statement gives to a function, or to anything by a plain assignment. */
export function definedName(text: string, node: PythonNode): string | undefined {
  const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  const name = definition?.getChild('VariableName');
  const defines = definition && /^(AssignStatement|FunctionDefinition)$/.test(definition.name);
  return defines && name ? text.slice(name.from, name.to) : undefined;
}

/** The tokens of a part of a text one after another, with marks where blocks and statements end. */
export function tokensOf(text: string, node: PythonNode): string {
  const tokens: string[] = [];
  let position = node.from;
  /** Text that the tree has no node for, such as `->`. */
  const takeGap = (end: number) => {
    const gap = text
      .slice(position, end)
      .replace(/[\s\\;]+/g, ' ')
      .trim();
    if (gap !== '') tokens.push(gap);
  };
  node.cursor().iterate(
    (each) => {
      // Statements on one line end as those on lines of their own do.
      const isRepeated = each.name === ';' && tokens.at(-1) === ';';
      const isSkipped =
        isRepeated || each.name === 'Comment' || each.name === 'TypeDef' || isDocstring(each.node);
      const isToken = !each.node.firstChild || each.name === 'FormatString';
      if (!isSkipped && !isToken) {
        if (each.name === 'Body') tokens.push('{');
        return undefined;
      }
      takeGap(each.from);
      if (!isSkipped && each.to > each.from) tokens.push(normalized(text.slice(each.from, each.to)));
      position = each.to;
      return false;
    },
    (each) => {
      if (each.name === 'Body') tokens.push('}');
      else if (/Statement$/.test(each.name) && tokens.at(-1) !== ';') tokens.push(';');
    },
  );
  return tokens
    .filter((token) => token !== '->')
    .join(' ')
    .replace(/ , (?=[)\]}])/g, ' ');
}

/** A string with either kind of quotes is the same, as long as it holds neither quotes nor escapes. */
function normalized(token: string): string {
  const plain = /^(["'])([^"'\\]*)\1$/.exec(token);
  return plain ? JSON.stringify(plain[2]) : token;
}

/** A string that stands alone as a statement; it does nothing. */
function isDocstring(node: PythonNode): boolean {
  if (node.name !== 'ExpressionStatement' || node.parent?.name !== 'Body') return false;
  const only = node.firstChild;
  return only !== null && !only.nextSibling && /^(Continued)?String$/.test(only.name);
}
