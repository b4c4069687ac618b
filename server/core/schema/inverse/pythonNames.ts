import type { PythonTree } from '../../python/syntax/pythonTree';
import type { Block } from '../../python/syntax/statement';

/** The names under which a file has imported modules, and the imports that it lacks. */
export class PythonNames {
  readonly #bound = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #missing = new Map<string, string>();

  constructor(tree: PythonTree) {
    this.#read(tree.statements);
  }

  /** The name of a module or of something in one, by its dotted path. */
  nameOf(path: string): string {
    const known = this.#bound.get(path);
    if (known !== undefined) return known;
    // `import alembic` is enough for `alembic.op` only where something imports that module; an import of its
    // own is plainer.
    const [name, line] = this.#importOf(path);
    this.#bound.set(path, name);
    this.#missing.set(path, line);
    return name;
  }

  /** The imports that are missing, one a line. */
  get imports(): readonly string[] {
    return [...this.#missing.values()].sort();
  }

  #importOf(path: string): readonly [name: string, line: string] {
    if (path === 'sqlalchemy') return [this.#free('sa'), `import sqlalchemy as ${this.#free('sa')}`];
    const at = path.lastIndexOf('.');
    const module = path.slice(0, at);
    const own = path.slice(at + 1);
    const name = this.#free(own);
    return [name, `from ${module} import ${own}${name === own ? '' : ` as ${name}`}`];
  }

  #free(name: string): string {
    return this.#taken.has(name) ? this.#free(`${name}_`) : name;
  }

  #read(block: Block): void {
    for (const statement of block) {
      if (statement.kind === 'import') {
        for (const { name, path } of statement.names) {
          this.#taken.add(name);
          this.#bound.set(path, name);
        }
      } else if (statement.kind === 'function' || statement.kind === 'class') this.#taken.add(statement.name);
      else if (statement.kind === 'assign')
        for (const target of statement.targets) if (target.kind === 'name') this.#taken.add(target.name);
    }
  }
}
