import { bindTargets, comprehensionTargets } from './comprehensions';
import { evaluateSource, parseExpression } from './evaluate';
import type { NameScope } from './nameScope';
import { builtinFunctions } from './pythonMethods';
import { isSequence, isTrue, itemsOf, toText, undefinedName } from './pythonValue';
import type { PythonValue } from './pythonValue';
import { applyFilters, splitFilters } from './templateFilters';
import { readTemplate } from './templateNodes';
import type { TemplateNode } from './templateNodes';
import { TemplateBudget, templateLimits } from './templateBudget';
import { BrokenTemplate, shorten, UnsupportedTemplate } from './unsupportedTemplate';
import { conditionOf, loopObject } from './controlLines';
import type { Control } from './controlLines';
import { returningFunction, statementsOf, importedNames, knownModules, opaque } from './codeBlocks';

/** The text that Mako would write, or why it can't be told without running Mako. */
export type Rendering =
  | { readonly ok: true; readonly text: string }
  /** A broken template is one that Mako can't render either. */
  | { readonly ok: false; readonly reason: string; readonly isBroken: boolean };

export interface TemplateVariables {
  readonly values: ReadonlyMap<string, PythonValue>;
  /** Other names may be given by the project's env.py, so that nothing can be said about them. */
  readonly isOpen: boolean;
}

/**
 * Renders a Mako template as `Template(filename=…).render_unicode(**variables)` would, for the part of Mako
 * that revision templates use.
 */
export function renderTemplate(template: string, variables: TemplateVariables): Rendering {
  try {
    if (template.length > templateLimits.text)
      throw new UnsupportedTemplate(`it is longer than ${templateLimits.text} characters`);
    const nodes = readTemplate(template);
    const targets = new Set<string>();
    for (const node of nodes) for (const name of checkSyntax(node)) targets.add(name);
    const renderer = new Renderer(variables, targets);
    renderer.renderAll(nodes);
    return { ok: true, text: renderer.text };
  } catch (error) {
    const reason =
      error instanceof UnsupportedTemplate ? error.message : `following it failed (${String(error)})`;
    return { ok: false, reason, isBroken: error instanceof BrokenTemplate };
  }
}

class Renderer {
  readonly #output: string[] = [];
  readonly #variables: TemplateVariables;
  /**
   * The names that comprehensions in control lines and code give to items, which Mako then takes for
   * variables of the template.
   */
  readonly #blockTargets: ReadonlySet<string>;
  readonly #locals = new Map<string, PythonValue>();
  readonly #modules = new Map<string, PythonValue>();
  readonly #loops: PythonValue[] = [];
  readonly #budget = new TemplateBudget();
  readonly #scope: NameScope = {
    lookUp: (name) => this.#lookUp(name),
    budget: this.#budget,
    parsed: new Map(),
  };

  /** What functions of a module block see. */
  readonly #moduleScope: NameScope = {
    ...this.#scope,
    lookUp: (name) => {
      const value = this.#modules.get(name) ?? builtinFunctions.get(name);
      if (value === undefined) throw new UnsupportedTemplate(`it uses ${name} in a module block`);
      return value;
    },
  };

  constructor(variables: TemplateVariables, blockTargets: ReadonlySet<string>) {
    this.#variables = variables;
    this.#blockTargets = blockTargets;
  }

  get text(): string {
    return this.#output.join('');
  }

  renderAll(nodes: readonly TemplateNode[]): void {
    // Module blocks run once, before anything is written.
    for (const node of nodes) if (node.kind === 'code' && node.isModule) this.#runCode(node.source, true);
    const end = this.#render(nodes, 0, true);
    if (end < nodes.length) throw new BrokenTemplate('it has a control line that ends nothing');
  }

  /**
   * Goes on from `index` to the control line that ends or continues the enclosing block, and gives that
   * line's index.
   */
  #render(nodes: readonly TemplateNode[], index: number, active: boolean): number {
    let position = index;
    while (position < nodes.length) {
      const node = nodes[position];
      if (!node) break;
      if (node.kind === 'control') {
        if (node.isEnd || node.keyword === 'else' || node.keyword === 'elif') return position;
        const start = position;
        position = this.#budget.within(() => this.#renderBlock(nodes, start, node, active));
        continue;
      }
      this.#budget.takeStep();
      if (active) this.#write(node);
      position++;
    }
    return position;
  }

  #renderBlock(nodes: readonly TemplateNode[], index: number, opening: Control, active: boolean): number {
    if (opening.keyword === 'for') return this.#renderLoop(nodes, index, opening, active);
    if (opening.keyword !== 'if') throw new UnsupportedTemplate(`it uses "% ${opening.keyword}"`);
    let position = index;
    let isDone = !active;
    let isElse = false;
    for (;;) {
      const branch = nodes[position];
      if (branch?.kind !== 'control') throw new BrokenTemplate('it has a "% if" that is not closed');
      if (branch.isEnd) {
        if (branch.keyword !== 'if')
          throw new BrokenTemplate(`it closes "% if" with "% end${branch.keyword}"`);
        return position + 1;
      }
      if (isElse) throw new BrokenTemplate('it goes on after "% else"');
      const condition = conditionOf(branch);
      isElse = condition === undefined;
      const chosen = !isDone && (condition === undefined || isTrue(evaluateSource(condition, this.#scope)));
      isDone ||= chosen;
      position = this.#render(nodes, position + 1, chosen);
    }
  }

  #renderLoop(nodes: readonly TemplateNode[], index: number, opening: Control, active: boolean): number {
    const header = conditionOf(opening) ?? '';
    const word = /\sin\s/.exec(header);
    const written = header.slice(0, word?.index).trim();
    const source = header.slice((word?.index ?? 0) + 4).trimStart();
    if (!word || source === '' || !/^[\w\s,()]+$/.test(written))
      throw new UnsupportedTemplate(`it has the control line "% ${shorten(opening.source.trim())}"`);
    const names = written.split(/[\s,()]+/).filter((name) => name !== '');
    const isSingle = /^\w+$/.test(written);
    const looped = active ? evaluateSource(source, this.#scope) : '';
    const items = itemsOf(looped);
    const isSized = typeof looped === 'string' || isSequence(looped);
    const endOf = (end: number): number => {
      const closing = nodes[end];
      if (closing?.kind === 'control' && closing.isEnd && closing.keyword === 'for') return end + 1;
      throw new UnsupportedTemplate('it has a "% for" that is not closed, or has an "else"');
    };
    for (const [place, item] of items.entries()) {
      bindTargets(this.#locals, names, isSingle, item);
      this.#loops.push(loopObject(items, place, isSized));
      endOf(this.#render(nodes, index + 1, true));
      this.#loops.pop();
    }
    return endOf(this.#render(nodes, index + 1, false));
  }

  #write(node: TemplateNode): void {
    if (node.kind === 'text') this.#emit(node.text);
    else if (node.kind === 'expression') {
      const value = evaluateSource(node.source, this.#scope);
      const written = applyFilters(value, node.filters, this.#scope);
      if (typeof written !== 'string') throw new UnsupportedTemplate('it writes something other than text');
      this.#emit(written);
    } else if (node.kind === 'code' && !node.isModule) this.#runCode(node.source, false);
  }

  #emit(text: string): void {
    this.#budget.takeSize(text.length);
    this.#output.push(text);
  }

  /**
   * Runs a block of imports, plain assignments and functions; what these give may be had but not used, where
   * it is not known here.
   */
  #runCode(source: string, isModule: boolean): void {
    const names = isModule ? this.#modules : this.#locals;
    for (const { kind, text, node } of statementsOf(source)) {
      const assigned = /^([A-Za-z_]\w*)\s*=(?!=)/.exec(text);
      const value = text.slice(assigned?.[0].length).trim();
      const bound = kind === 'ImportStatement' ? importedNames(text) : undefined;
      const defined = kind === 'FunctionDefinition' ? /^def\s+(\w+)/.exec(text)?.[1] : undefined;
      if (bound) for (const [name, what] of bound) names.set(name, knownModules.get(what) ?? opaque(what));
      else if (defined !== undefined)
        names.set(
          defined,
          returningFunction(defined, text, node, isModule ? this.#moduleScope : this.#scope) ??
            opaque(`the function ${defined}`),
        );
      else if (kind === 'AssignStatement' && assigned && value !== '') {
        names.set(assigned[1] ?? '', evaluateSource(value, this.#scope));
      } else throw new UnsupportedTemplate(`it runs Python code (${shorten(text)})`);
    }
  }

  #lookUp(name: string): PythonValue {
    const loop = name === 'loop' ? this.#loops.at(-1) : undefined;
    if (loop !== undefined) return loop;
    if (name === 'loop' || name === 'UNDEFINED') throw new UnsupportedTemplate(`it uses ${name}`);
    if (name === 'context') return this.#context();
    if (this.#blockTargets.has(name) && !this.#locals.has(name))
      throw new UnsupportedTemplate(`it uses ${name} for two things`);
    const value = this.#locals.get(name) ?? this.#modules.get(name) ?? this.#variables.values.get(name);
    if (value !== undefined) return value;
    for (const known of [this.#locals, this.#modules, this.#variables.values])
      if (known.has(name)) return null;
    const builtin = builtinFunctions.get(name);
    if (builtin) return builtin;
    if (pythonBuiltins.has(name)) throw new UnsupportedTemplate(`it uses ${name}`);
    if (this.#variables.isOpen && !neverGiven.has(name)) {
      throw new UnsupportedTemplate(`it uses ${name}, which only env.py could give`);
    }
    return undefinedName(name);
  }

  #context(): PythonValue {
    const get = (name: string): PythonValue | undefined => {
      const value = this.#variables.values.get(name);
      if (value !== undefined) return value;
      if (this.#variables.isOpen && !/(?:^|_)(?:upgrades|downgrades)$/.test(name)) {
        throw new UnsupportedTemplate(`it uses ${name}, which only env.py could give`);
      }
      if (pythonBuiltins.has(name)) throw new UnsupportedTemplate(`it uses ${name}`);
      return undefined;
    };
    return {
      kind: 'object',
      name: 'context',
      attribute: (attribute) => {
        if (attribute !== 'get') return undefined;
        return {
          kind: 'callable',
          name: 'context.get',
          call: ([name, fallback]) => {
            const value = get(toText(name ?? null));
            return value === undefined ? (fallback ?? null) : value;
          },
        };
      },
    };
  }
}

/**
 * Mako compiles the whole template first, also what is never reached. Gives the names that comprehensions in
 * control lines and code give to items.
 */
function checkSyntax(node: TemplateNode): Iterable<string> {
  if (node.kind === 'code')
    return statementsOf(node.source).flatMap((statement) => [
      ...comprehensionTargets(statement.node, ' '.repeat(statement.node.from) + statement.text),
    ]);
  if (node.kind === 'control' && !node.isEnd) {
    const condition = conditionOf(node);
    if (condition === undefined) return [];
    const source = node.keyword === 'for' ? condition.slice(condition.search(/\sin\s/) + 4) : condition;
    return comprehensionTargets(parseExpression(source), source.trimStart());
  }
  if (node.kind !== 'expression') return [];
  parseExpression(node.source);
  splitFilters(node.filters);
  return [];
}

/** Names that Alembic gives only with autogenerate. */
const neverGiven = new Set(['imports', 'upgrades', 'downgrades']);

const pythonBuiltins = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr ' +
    'dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance ' +
    'issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed ' +
    'round set setattr slice sorted staticmethod str sum super tuple type vars zip Ellipsis NotImplemented Exception ValueError KeyError ' +
    'TypeError RuntimeError __import__ __name__ __doc__ __file__ __debug__ capture caller parent next self local pageargs'
  ).split(' '),
);
