import type { RandomNumbers } from '../oracle/randomNumbers';

/** The databases on which pairs of branches are run. */
export type BranchDialect = 'sqlite' | 'postgresql' | 'mariadb';

/** The bodies of `upgrade` of a common ancestor and of two branches. */
export interface RandomBranches {
  readonly base: readonly string[];
  readonly left: readonly string[];
  readonly right: readonly string[];
}

interface Model {
  readonly tables: Map<string, ModelTable>;
  readonly types: Map<string, string[]>;
}

interface ModelTable {
  /** The type of each column. */
  readonly columns: Map<string, string>;
  readonly indexes: Map<string, readonly string[]>;
  readonly constraints: Map<string, Constraint>;
}

interface Constraint {
  readonly type: 'unique' | 'check' | 'foreignkey';
  readonly columns: readonly string[];
}

const tableNames = ['users', 'carts', 'items', 'tags', 'logs'];
const columnNames = ['name', 'size', 'email', 'note', 'rank'];
const types = ['sa.Integer()', 'sa.BigInteger()', 'sa.String(50)', 'sa.String(80)'];
const labels = ['glad', 'sad', 'calm', 'wild'];

/** Two branches that use few names, so that they often meet; most of them run by themselves. */
export function randomBranches(random: RandomNumbers, dialect: BranchDialect): RandomBranches {
  const model: Model = { tables: new Map(), types: new Map() };
  const base = new Writer(random, dialect, model);
  for (const name of random.sample(tableNames.slice(0, 4), 2 + random.below(2))) base.createTable(name);
  if (dialect === 'postgresql' && random.chance(0.7)) base.createType('mood');
  for (let count = random.below(4); count > 0; count--) base.addObject();
  const branch = (): readonly string[] => {
    const writer = new Writer(random, dialect, structuredClone(model));
    const [favourite] = random.sample([...model.tables.keys()], 1);
    for (let count = 1 + random.below(3); count > 0; count--)
      writer.step(random.chance(0.5) ? favourite : undefined);
    return writer.lines;
  };
  return { base: base.lines, left: branch(), right: branch() };
}

/** Writes operations that fit the tables as they stand. */
class Writer {
  readonly lines: string[] = [];

  constructor(
    private readonly random: RandomNumbers,
    private readonly dialect: BranchDialect,
    private readonly model: Model,
  ) {}

  step(favourite: string | undefined): void {
    const { random, model, dialect } = this;
    const name = favourite !== undefined && model.tables.has(favourite) ? favourite : this.anyTable();
    if (name === undefined) return this.createTable(random.pick(tableNames));
    const chance = random.next();
    if (chance < 0.08) {
      const free = tableNames.filter((each) => !model.tables.has(each));
      if (free.length > 0) this.createTable(random.pick(free));
    } else if (chance < 0.14) this.dropTable(name);
    else if (chance < 0.2) this.renameTable(name);
    else if (chance < 0.26) this.changeRows(name);
    else if (chance < 0.36 && dialect === 'postgresql') this.changeTypes();
    else if (chance < 0.46) this.changeIndexes(name);
    else if (dialect === 'sqlite' && random.chance(0.8)) this.batch(name);
    else this.lines.push(...this.changeOf(name, 'op', dialect !== 'sqlite'));
  }

  /** An index, a constraint or a key of the base. */
  addObject(): void {
    const name = this.anyTable();
    if (name === undefined) return;
    if (this.random.chance(0.4)) this.changeIndexes(name);
    else if (this.dialect === 'sqlite') this.batch(name);
    else this.lines.push(...this.addConstraint(name, 'op'));
  }

  createTable(name: string): void {
    const { random, model } = this;
    const columns = new Map([['id', 'sa.Integer()']]);
    for (const each of random.sample(columnNames, 1 + random.below(3))) columns.set(each, random.pick(types));
    const items = [...columns].map(([column, type]) =>
      column === 'id' ? `sa.Column('id', sa.Integer(), primary_key=True)` : this.column(column, type),
    );
    const constraints = new Map<string, Constraint>();
    const [other] = random.sample([...model.tables.keys()], 1);
    if (other !== undefined && random.chance(0.3)) {
      items.push(
        `sa.Column('owner_id', sa.Integer())`,
        `sa.ForeignKeyConstraint(['owner_id'], ['${other}.id'], name='fk_${name}_owner')`,
      );
      columns.set('owner_id', 'sa.Integer()');
      constraints.set(`fk_${name}_owner`, { type: 'foreignkey', columns: ['owner_id'] });
    }
    if (random.chance(0.2)) {
      const column = random.pick([...columns.keys()].slice(1));
      items.push(`sa.UniqueConstraint('${column}', name='uq_${name}')`);
      constraints.set(`uq_${name}`, { type: 'unique', columns: [column] });
    }
    model.tables.set(name, { columns, indexes: new Map(), constraints });
    this.lines.push(`op.create_table('${name}', ${items.join(', ')})`);
  }

  createType(name: string): void {
    const values = this.random.sample(labels, 2);
    this.model.types.set(name, values);
    this.lines.push(
      `op.execute("CREATE TYPE ${name} AS ENUM (${values.map((each) => `'${each}'`).join(', ')})")`,
    );
  }

  private anyTable(): string | undefined {
    const [name] = this.random.sample([...this.model.tables.keys()], 1);
    return name;
  }

  private table(name: string): ModelTable {
    const table = this.model.tables.get(name);
    if (!table) throw new RangeError(name);
    return table;
  }

  private column(name: string, type: string): string {
    const { random } = this;
    const parts = [`'${name}'`, type];
    if (random.chance(0.2)) parts.push('nullable=False', `server_default='${random.below(3)}'`);
    else if (random.chance(0.15)) parts.push(`server_default='${random.below(3)}'`);
    return `sa.Column(${parts.join(', ')})`;
  }

  private dropTable(name: string): void {
    this.model.tables.delete(name);
    this.lines.push(`op.drop_table('${name}')`);
  }

  private renameTable(name: string): void {
    const to = this.random.pick(['baskets', ...tableNames]);
    if (this.model.tables.has(to)) return;
    this.model.tables.set(to, this.table(name));
    this.model.tables.delete(name);
    this.lines.push(`op.rename_table('${name}', '${to}')`);
  }

  private changeRows(name: string): void {
    const column = this.random.pick([...this.table(name).columns.keys()]);
    this.lines.push(
      this.random.pick([
        `op.execute("UPDATE ${name} SET ${column} = NULL WHERE id < 0")`,
        `op.execute("DELETE FROM ${name} WHERE ${column} IS NULL")`,
        `op.execute("INSERT INTO ${name} (id, ${column === 'id' ? 'id' : column}) SELECT 1, NULL WHERE 1 = 0")`,
      ]),
    );
  }

  private changeTypes(): void {
    const { random, model } = this;
    const [name] = random.sample([...model.types.keys()], 1);
    if (name === undefined) return this.createType(random.pick(['mood', 'kind']));
    const values = model.types.get(name) ?? [];
    const free = labels.filter((each) => !values.includes(each));
    const chance = random.next();
    if (chance < 0.4 && free.length > 0) {
      const label = random.pick(free);
      const before = random.chance(0.3) ? ` BEFORE '${random.pick(values)}'` : '';
      values.push(label);
      this.lines.push(`op.execute("ALTER TYPE ${name} ADD VALUE '${label}'${before}")`);
    } else if (chance < 0.6 && free.length > 0) {
      const [from, to] = [random.pick(values), random.pick(free)];
      values.splice(values.indexOf(from), 1, to);
      this.lines.push(`op.execute("ALTER TYPE ${name} RENAME VALUE '${from}' TO '${to}'")`);
    } else if (chance < 0.7) {
      model.types.delete(name);
      this.lines.push(`op.execute("DROP TYPE ${name}")`);
    } else if (chance < 0.8) {
      const to = random.pick(['mood', 'kind', 'state']);
      if (model.types.has(to)) return;
      model.types.set(to, values);
      model.types.delete(name);
      this.lines.push(`op.execute("ALTER TYPE ${name} RENAME TO ${to}")`);
    } else {
      const table = this.anyTable();
      const column = random.pick(columnNames);
      if (table === undefined || this.table(table).columns.has(column)) return;
      const list = values.map((each) => `'${each}'`).join(', ');
      const type = `postgresql.ENUM(${list}, name='${name}', create_type=False)`;
      this.table(table).columns.set(column, type);
      this.lines.push(`op.add_column('${table}', sa.Column('${column}', ${type}))`);
    }
  }

  private changeIndexes(name: string): void {
    const { random } = this;
    const { indexes, columns } = this.table(name);
    const [known] = random.sample([...indexes.keys()], 1);
    if (known !== undefined && random.chance(0.5)) {
      indexes.delete(known);
      this.lines.push(`op.drop_index('${known}', table_name='${name}')`);
      return;
    }
    const index = random.pick(['ix_one', 'ix_two', `ix_${name}`]);
    const over = random.sample([...columns.keys()], 1 + random.below(2));
    indexes.set(index, over);
    const unique = random.chance(0.3) ? ', unique=True' : '';
    this.lines.push(`op.create_index('${index}', '${name}', [${quoted(over)}]${unique})`);
  }

  private batch(name: string): void {
    const lines: string[] = [];
    for (let count = 1 + this.random.below(2); count > 0; count--)
      lines.push(...this.changeOf(name, 'batch_op', true));
    if (lines.length === 0) return;
    this.lines.push(
      `with op.batch_alter_table('${name}') as batch_op:`,
      ...lines.map((line) => `    ${line}`),
    );
  }

  /** A change of one table; without constraints where the database takes them in a batch only. */
  private changeOf(name: string, receiver: string, allowsAll: boolean): readonly string[] {
    const { random } = this;
    const table = this.table(name);
    const target = receiver === 'op' ? `'${name}', ` : '';
    const chance = random.next();
    const own = [...table.columns.keys()].slice(1);
    const [column] = random.sample(own, 1);
    if (chance < 0.3 || column === undefined) {
      const free = columnNames.filter((each) => !table.columns.has(each));
      if (free.length === 0) return [];
      const added = random.pick(free);
      const type = random.pick(types);
      table.columns.set(added, type);
      return [`${receiver}.add_column(${target}${this.column(added, type)})`];
    }
    if (chance < 0.45) {
      forget(table, column);
      return [`${receiver}.drop_column(${target}'${column}')`];
    }
    const type = table.columns.get(column) ?? '';
    if (chance < 0.55 || !allowsAll) {
      const free = columnNames.filter((each) => !table.columns.has(each));
      if (free.length === 0) return [];
      const to = random.pick(free);
      table.columns.set(to, type);
      forget(table, column);
      return [
        `${receiver}.alter_column(${target}'${column}', new_column_name='${to}', existing_type=${type})`,
      ];
    }
    if (chance < 0.75) return [this.alteration(table, column, receiver, target)];
    const [constraint] = random.sample([...table.constraints.keys()], 1);
    if (constraint !== undefined && random.chance(0.4)) {
      const known = table.constraints.get(constraint);
      table.constraints.delete(constraint);
      return [`${receiver}.drop_constraint(${quoted([constraint])}, ${target}type_='${known?.type ?? ''}')`];
    }
    return this.addConstraint(name, receiver);
  }

  private alteration(table: ModelTable, column: string, receiver: string, target: string): string {
    const { random } = this;
    const type = table.columns.get(column) ?? '';
    const kinds = type.includes('String') ? types.slice(2) : types.slice(0, 2);
    const what = random.pick(['type', 'nullable', 'default']);
    if (what === 'type' && !type.includes('ENUM')) {
      const next = random.pick(kinds);
      table.columns.set(column, next);
      return `${receiver}.alter_column(${target}'${column}', type_=${next}, existing_type=${type})`;
    }
    const change =
      what === 'default' && !type.includes('ENUM')
        ? `server_default=${random.pick(["'1'", "'2'", 'None'])}`
        : `nullable=${random.pick(['True', 'False'])}`;
    return `${receiver}.alter_column(${target}'${column}', ${change}, existing_type=${type})`;
  }

  private addConstraint(name: string, receiver: string): readonly string[] {
    const { random, model } = this;
    const table = this.table(name);
    const columns = [...table.columns].filter(([, type]) => !type.includes('ENUM')).map(([column]) => column);
    const [column] = random.sample(columns, 1);
    if (column === undefined) return [];
    const target = receiver === 'op' ? `'${name}', ` : '';
    const kind = random.pick(['unique', 'check', 'foreignkey'] as const);
    if (kind === 'foreignkey') {
      const integers = [...table.columns].filter(([, type]) => type === 'sa.Integer()').map(([each]) => each);
      const [local] = random.sample(integers, 1);
      const [referred] = random.sample([...model.tables.keys()], 1);
      if (local === undefined || referred === undefined) return [];
      const key = random.pick(['fk_one', `fk_${name}`]);
      table.constraints.set(key, { type: kind, columns: [local] });
      const own = receiver === 'op' ? `'${name}', ` : '';
      return [`${receiver}.create_foreign_key('${key}', ${own}'${referred}', ['${local}'], ['id'])`];
    }
    const constraint = random.pick([kind === 'unique' ? 'uq_one' : 'ck_one', 'one', `${kind}_${name}`]);
    table.constraints.set(constraint, { type: kind, columns: [column] });
    if (kind === 'check')
      return [`${receiver}.create_check_constraint('${constraint}', ${target}'${column} IS NOT NULL')`];
    return [`${receiver}.create_unique_constraint('${constraint}', ${target}['${column}'])`];
  }
}

/** Takes a column out of a table, with what is over it. */
function forget(table: ModelTable, column: string): void {
  table.columns.delete(column);
  for (const [name, over] of table.indexes) if (over.includes(column)) table.indexes.delete(name);
  for (const [name, { columns }] of table.constraints)
    if (columns.includes(column)) table.constraints.delete(name);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
