import type { RandomNumbers } from '../oracle/randomNumbers';
import type { BranchDialect } from './randomBranches';

/** The body of an `upgrade`, and whether it does what no `downgrade` could undo. */
export interface RandomUpgrade {
  readonly lines: readonly string[];
  readonly isFinal: boolean;
}

interface ModelTable {
  readonly schema: string | undefined;
  readonly columns: Map<string, ModelColumn>;
  readonly indexes: Set<string>;
  readonly constraints: Map<string, 'unique' | 'check' | 'foreignkey' | 'primary'>;
  /** The tables that its foreign keys lead to, by column. */
  readonly references: Map<string, ModelTable>;
}

interface ModelColumn {
  readonly type: string;
  readonly isKey: boolean;
}

const tableNames = ['users', 'carts', 'items', 'tags', 'logs', 'notes'];
const columnNames = ['name', 'size', 'email', 'note', 'rank', 'state', 'made_at', 'price'];

const types = [
  ...['sa.Integer()', 'sa.BigInteger()', 'sa.SmallInteger()', 'sa.String(50)', 'sa.String(80)', 'sa.Text()'],
  ...['sa.Boolean()', 'sa.Numeric(10, 2)', 'sa.Numeric(12, 4)', 'sa.Date()', 'sa.DateTime()', 'sa.Float()'],
];

/** Types of one database, or written otherwise. */
const ownTypes: Readonly<Record<BranchDialect, readonly string[]>> = {
  sqlite: ['sa.JSON()', 'sa.VARCHAR(20)', 'sa.LargeBinary()', "sa.Enum('a', 'b', name='grade')"],
  postgresql: [
    ...['postgresql.JSONB()', 'postgresql.UUID(as_uuid=True)', 'sa.DateTime(timezone=True)', 'sa.JSON()'],
    ...['postgresql.ARRAY(sa.String(20))', 'sa.TIMESTAMP(timezone=True)', 'sa.VARCHAR(length=20)'],
  ],
  mariadb: [
    ...["sa.Enum('a', 'b', name='grade')", 'mysql.TINYINT(1)', 'mysql.LONGTEXT()', 'mysql.DATETIME(fsp=6)'],
    ...['mysql.INTEGER(unsigned=True)', 'mysql.VARCHAR(20)', 'sa.LargeBinary()'],
  ],
};

/** A history that is one line of revisions whose operations fit the tables as they stand. */
export function randomSchemas(random: RandomNumbers, dialect: BranchDialect): readonly RandomUpgrade[] {
  const writer = new Writer(random, dialect);
  return Array.from({ length: 3 + random.below(3) }, (_, index) => writer.revision(index === 0));
}

/** Lines that only this database runs, beside others that would fail. */
function onThisDialect(
  random: RandomNumbers,
  dialect: BranchDialect,
  lines: readonly string[],
): readonly string[] {
  const own = dialect === 'mariadb' ? "('mysql', 'mariadb')" : `('${dialect}',)`;
  const others = dialect === 'postgresql' ? "('sqlite', 'mysql', 'mariadb')" : "('postgresql', 'oracle')";
  const inside = lines.map((line) => `    ${line}`);
  const wrong = "    op.drop_table('nowhere')";
  const name = random.pick([
    'op.get_bind().dialect.name',
    'op.get_context().dialect.name',
    'context.get_context().dialect.name',
    'op.get_bind().engine.name',
  ]);
  const forms: readonly (readonly string[])[] = [
    [`if ${name} in ${own}:`, ...inside, 'else:', wrong],
    [`if ${name} not in ${own}:`, wrong, 'else:', ...inside],
    [`if not (${name} in ${others}):`, ...inside],
    [`if ${name} in ${others}:`, wrong, `elif ${name} in ${own}:`, ...inside, 'else:', wrong],
    ['bind = op.get_bind()', 'dialect = bind.dialect', `if dialect.name in ${own}:`, ...inside],
    ['def fits(names):', `    return ${name} in names`, `if fits(${own}):`, ...inside, 'else:', wrong],
    [
      'def change():',
      `    if ${name} in ${others}:`,
      `    ${wrong}`,
      '        return',
      ...inside,
      'change()',
    ],
    [
      'def require(names):',
      `    if ${name} not in names:`,
      '        raise NotImplementedError',
      'try:',
      `    require(${others})`,
      wrong,
      'except NotImplementedError:',
      ...inside,
    ],
    [
      `match ${name}:`,
      `    case ${own.replace(/[(),]/g, '').replace("' '", "' | '")}:`,
      ...inside.map((line) => `    ${line}`),
      '    case _:',
      `    ${wrong}`,
    ],
    [`for each in [${name}]:`, `    if each in ${others}:`, `    ${wrong}`, '        continue', ...inside],
  ];
  return random.pick(forms);
}

class Writer {
  private readonly tables = new Map<string, ModelTable>();
  private readonly enumerations = new Map<string, string[]>();
  private lines: string[] = [];
  private isFinal = false;
  private serial = 0;

  constructor(
    private readonly random: RandomNumbers,
    private readonly dialect: BranchDialect,
  ) {}

  revision(isFirst: boolean): RandomUpgrade {
    this.lines = [];
    this.isFinal = false;
    if (isFirst) {
      if (this.dialect === 'postgresql') this.lines.push('op.execute("CREATE SCHEMA app")');
      for (let count = 2 + this.random.below(2); count > 0; count--) this.createTable();
    }
    for (let count = 1 + this.random.below(4); count > 0; count--) {
      const start = this.lines.length;
      this.step();
      const isLong = this.lines.length > start;
      if (isLong && this.random.chance(0.25))
        this.lines.push(...onThisDialect(this.random, this.dialect, this.lines.splice(start)));
    }
    return { lines: this.lines, isFinal: this.isFinal };
  }

  private step(): void {
    const { random, dialect } = this;
    const key = this.anyTable();
    const chance = random.next();
    if (key === undefined || chance < 0.12) this.createTable();
    else if (chance < 0.17) this.dropTable(key);
    else if (chance < 0.23) this.renameTable(key);
    else if (chance < 0.27) this.loop();
    else if (chance < 0.33 && dialect === 'postgresql') this.changeTypes();
    else if (chance < 0.35) this.changeRows(key);
    else if (chance < 0.45) this.execute(key);
    else if (dialect === 'sqlite' ? random.chance(0.8) : random.chance(0.3)) this.batch(key);
    else this.lines.push(...this.change(key, 'op'));
  }

  private anyTable(): string | undefined {
    return this.random.sample([...this.tables.keys()], 1)[0];
  }

  private table(key: string): ModelTable {
    const table = this.tables.get(key);
    if (!table) throw new RangeError(key);
    return table;
  }

  private nextName(start: string): string {
    return `${start}_${++this.serial}`;
  }

  private anyType(): string {
    const { random, dialect, enumerations } = this;
    const [enumeration] = random.sample([...enumerations], 1);
    if (enumeration && random.chance(0.3))
      return `postgresql.ENUM(${enumeration[1].map(quoted).join(', ')}, name='${enumeration[0]}', create_type=False)`;
    return random.chance(0.25) ? random.pick(ownTypes[dialect]) : random.pick(types);
  }

  private createTable(): void {
    const { random, dialect } = this;
    const free = tableNames.filter((name) => !this.tables.has(name));
    const [name] = random.sample(free, 1);
    if (name === undefined) return;
    const schema = dialect === 'postgresql' && random.chance(0.15) ? 'app' : undefined;
    const table: ModelTable = {
      schema,
      columns: new Map(),
      indexes: new Set(),
      constraints: new Map(),
      references: new Map(),
    };
    const items = [this.key(table, name)];
    for (const column of random.sample(columnNames, 1 + random.below(4)))
      items.push(this.column(name, table, column, this.anyType(), true));
    if (random.chance(0.25)) items.push(this.tableConstraint(name, table));
    const referred = random.sample([...this.tables], 1).find(([, each]) => isReferable(each));
    if (referred && random.chance(0.35)) items.push(...this.ownerKey(name, table, referred));
    if (schema !== undefined) items.push(`schema='${schema}'`);
    if (random.chance(0.1) && dialect !== 'sqlite') items.push("comment='What there is'");
    this.tables.set(name, table);
    const lines = items.map((item) => `    ${item},`);
    const isHelped = random.chance(0.1);
    if (isHelped) {
      this.lines.push(
        'def make(name, *items, **more):',
        '    op.create_table(name, *items, **more)',
        `make('${name}',`,
        ...lines,
        ')',
      );
    } else this.lines.push(`op.create_table('${name}',`, ...lines, ')');
  }

  private key(table: ModelTable, name: string): string {
    const chance = this.random.next();
    const isPlain = chance < 0.7;
    table.columns.set('id', { type: 'sa.Integer()', isKey: true });
    if (isPlain) return "sa.Column('id', sa.Integer(), primary_key=True)";
    const key = chance < 0.85 ? `, name='pk_${name}'` : '';
    if (key !== '') table.constraints.set(`pk_${name}`, 'primary');
    return `sa.Column('id', sa.Integer(), nullable=False),\n    sa.PrimaryKeyConstraint('id'${key})`;
  }

  private column(name: string, table: ModelTable, column: string, type: string, isNew: boolean): string {
    const { random } = this;
    table.columns.set(column, { type, isKey: false });
    const parts = [`'${column}'`, type];
    const fallback = random.chance(0.3) ? this.fallback(type) : undefined;
    if (fallback !== undefined) parts.push(`server_default=${fallback}`);
    if (random.chance(0.3) && (isNew || fallback !== undefined)) parts.push('nullable=False');
    else if (random.chance(0.2)) parts.push('nullable=True');
    if (isNew && random.chance(0.1) && isIndexable(type)) {
      table.indexes.add(`ix_${table.schema === undefined ? '' : `${table.schema}_`}${name}_${column}`);
      parts.push('index=True');
    } else if (isNew && random.chance(0.06) && isIndexable(type)) parts.push('unique=True');
    if (this.dialect !== 'sqlite' && random.chance(0.1)) parts.push("comment='A note'");
    return `sa.Column(${parts.join(', ')})`;
  }

  /** A default that fits the type. */
  private fallback(type: string): string | undefined {
    const { random } = this;
    if (/String|VARCHAR/.test(type)) return random.pick(["'plain'", "'1'", 'sa.text("\'said\'")']);
    if (/DateTime|TIMESTAMP/.test(type))
      return random.pick(['sa.func.now()', 'sa.text("CURRENT_TIMESTAMP")']);
    if (type.includes('Boolean')) return random.pick(['sa.true()', 'sa.false()']);
    if (/Integer|INTEGER/.test(type)) return random.pick(["'0'", 'sa.text("7")']);
    return type.includes('Numeric') ? "'0.5'" : undefined;
  }

  private tableConstraint(name: string, table: ModelTable): string {
    const { random } = this;
    const columns = indexable(table);
    const chosen = random.sample(columns, 1 + random.below(2));
    const constraint = random.chance(0.75) ? this.nextName(`uq_${name}`) : undefined;
    const named = constraint === undefined ? '' : `, name='${constraint}'`;
    if (chosen.length > 0 && random.chance(0.5)) {
      if (constraint !== undefined) table.constraints.set(constraint, 'unique');
      return `sa.UniqueConstraint(${chosen.map(quoted).join(', ')}${named})`;
    }
    if (constraint !== undefined) table.constraints.set(constraint, 'check');
    return `sa.CheckConstraint('${this.condition(table)}'${named})`;
  }

  /** A condition for a check; MariaDB allows none on a column that counts up. */
  private condition(table: ModelTable): string {
    const [column] = this.random.sample(ownColumns(table), 1);
    return this.dialect === 'mariadb' ? `${column ?? '1'} IS NOT NULL` : `id > ${this.random.below(3)}`;
  }

  private ownerKey(
    name: string,
    table: ModelTable,
    [other, referred]: readonly [string, ModelTable],
  ): readonly string[] {
    const { random } = this;
    const { schema } = referred;
    table.columns.set('owner_id', { type: 'sa.Integer()', isKey: false });
    table.references.set('owner_id', referred);
    const target = `${schema === undefined ? '' : `${schema}.`}${other}.id`;
    const more = random.chance(0.4) ? ", ondelete='CASCADE'" : '';
    if (random.chance(0.5))
      return [`sa.Column('owner_id', sa.Integer(), sa.ForeignKey('${target}'${more}), nullable=True)`];
    const constraint = this.nextName(`fk_${name}`);
    table.constraints.set(constraint, 'foreignkey');
    return [
      "sa.Column('owner_id', sa.Integer())",
      `sa.ForeignKeyConstraint(['owner_id'], ['${target}'], name='${constraint}'${more})`,
    ];
  }

  private dropTable(key: string): void {
    const table = this.table(key);
    const { schema } = table;
    if ([...this.tables.values()].some(({ references }) => [...references.values()].includes(table))) return;
    this.tables.delete(key);
    this.lines.push(`op.drop_table('${key}'${schemaArgument(schema)})`);
  }

  private renameTable(key: string): void {
    const [to] = this.random.sample(
      tableNames.filter((name) => !this.tables.has(name)),
      1,
    );
    if (to === undefined) return;
    const table = this.table(key);
    this.tables.delete(key);
    this.tables.set(to, table);
    this.lines.push(`op.rename_table('${key}', '${to}'${schemaArgument(table.schema)})`);
  }

  /** The same column for several tables. */
  private loop(): void {
    const keys = [...this.tables].filter(
      ([, { schema, columns }]) => schema === undefined && !columns.has('flag'),
    );
    const chosen = this.random.sample(keys, 2);
    if (chosen.length === 0) return;
    for (const [, table] of chosen) table.columns.set('flag', { type: 'sa.Integer()', isKey: false });
    this.lines.push(
      `for each in [${chosen.map(([name]) => quoted(name)).join(', ')}]:`,
      "    op.add_column(each, sa.Column('flag', sa.Integer(), server_default='1'))",
    );
  }

  private changeTypes(): void {
    const { random, enumerations, lines } = this;
    const [name] = random.sample([...enumerations.keys()], 1);
    if (name === undefined || random.chance(0.4)) {
      const made = this.nextName('mood');
      const values = random.sample(['glad', 'sad', 'calm', 'wild'], 2);
      enumerations.set(made, values);
      const labels = values.map(quoted).join(', ');
      lines.push(
        random.chance(0.5)
          ? `op.execute("CREATE TYPE ${made} AS ENUM (${labels})")`
          : `postgresql.ENUM(${labels}, name='${made}').create(op.get_bind())`,
      );
      return;
    }
    const values = enumerations.get(name) ?? [];
    const chance = random.next();
    if (chance < 0.5) {
      const added = this.nextName('value');
      values.push(added);
      this.isFinal = true;
      lines.push(`op.execute("ALTER TYPE ${name} ADD VALUE '${added}'")`);
    } else {
      const [old] = values;
      const next = this.nextName('value');
      values[0] = next;
      lines.push(`op.execute("ALTER TYPE ${name} RENAME VALUE '${old ?? ''}' TO '${next}'")`);
    }
  }

  private changeRows(key: string): void {
    const { schema } = this.table(key);
    this.isFinal = true;
    this.lines.push(
      `op.execute("DELETE FROM ${schema === undefined ? '' : `${schema}.`}${key} WHERE id < 0")`,
    );
  }

  /** A change in SQL. */
  private execute(key: string): void {
    const { random } = this;
    const table = this.table(key);
    const target = table.schema === undefined ? key : `${table.schema}.${key}`;
    const [column] = random.sample(ownColumns(table), 1);
    const free = columnNames.filter((name) => !table.columns.has(name));
    const chance = random.next();
    const say = (text: string): void => {
      this.lines.push(`op.execute("${text}")`);
    };
    if (chance < 0.3 && free.length > 0) {
      const added = random.pick(free);
      table.columns.set(added, { type: 'sa.Integer()', isKey: false });
      say(
        `ALTER TABLE ${target} ADD COLUMN ${added} INTEGER${random.pick(['', ' DEFAULT 3', ' NOT NULL DEFAULT 0'])}`,
      );
    } else if (chance < 0.5 && column !== undefined && free.length > 0) {
      const to = random.pick(free);
      table.columns.set(to, table.columns.get(column) ?? { type: 'sa.Text()', isKey: false });
      table.columns.delete(column);
      say(`ALTER TABLE ${target} RENAME COLUMN ${column} TO ${to}`);
    } else if (chance < 0.75 && column !== undefined && indexable(table).includes(column)) {
      const index = this.nextName(`ix_${key}`);
      table.indexes.add(index);
      say(`CREATE ${random.pick(['', 'UNIQUE '])}INDEX ${index} ON ${target} (${column})`);
    } else if (chance < 0.85 && this.dialect === 'postgresql' && column !== undefined)
      say(
        `ALTER TABLE ${target} ALTER COLUMN ${column} ${random.pick(['SET NOT NULL', 'DROP NOT NULL', 'DROP DEFAULT'])}`,
      );
    else if (this.dialect !== 'sqlite') {
      const constraint = this.nextName(`ck_${key}`);
      table.constraints.set(constraint, 'check');
      say(`ALTER TABLE ${target} ADD CONSTRAINT ${constraint} CHECK (${this.condition(table)})`);
    }
  }

  private batch(key: string): void {
    const { random } = this;
    const lines: string[] = [];
    const { schema } = this.table(key);
    for (let count = 1 + random.below(3); count > 0; count--) lines.push(...this.change(key, 'batch_op'));
    if (lines.length === 0) return;
    const recreate = this.dialect === 'sqlite' && random.chance(0.1) ? ", recreate='always'" : '';
    this.lines.push(
      `with op.batch_alter_table('${key}'${schemaArgument(schema)}${recreate}) as batch_op:`,
      ...lines.map((line) => `    ${line}`),
    );
  }

  private change(key: string, receiver: 'op' | 'batch_op'): readonly string[] {
    const { random } = this;
    const table = this.table(key);
    const isBatch = receiver === 'batch_op';
    const first = isBatch ? '' : `'${key}', `;
    const last = isBatch ? '' : schemaArgument(table.schema);
    const [column] = random.sample(ownColumns(table), 1);
    const chance = random.next();
    if (chance < 0.25 || column === undefined) {
      const [added] = random.sample(
        columnNames.filter((name) => !table.columns.has(name)),
        1,
      );
      if (added === undefined) return [];
      return [
        `${receiver}.add_column(${first}${this.column(key, table, added, this.anyType(), false)}${last})`,
      ];
    }
    if (chance < 0.37) {
      table.columns.delete(column);
      return [`${receiver}.drop_column(${first}'${column}'${last})`];
    }
    if (chance < 0.62) return this.alter(table, column, receiver, first, last);
    if (chance < 0.76) return this.changeIndex(key, table, receiver, last);
    if (this.dialect === 'sqlite' && !isBatch) return [];
    const [constraint] = random.sample([...table.constraints], 1);
    if (constraint && random.chance(0.45)) {
      table.constraints.delete(constraint[0]);
      return [`${receiver}.drop_constraint('${constraint[0]}', ${first}type_='${constraint[1]}'${last})`];
    }
    return this.addConstraint(table, receiver, first, last);
  }

  private alter(
    table: ModelTable,
    column: string,
    receiver: string,
    first: string,
    last: string,
  ): readonly string[] {
    const { random, dialect } = this;
    const known = table.columns.get(column);
    if (!known) return [];
    const existing = `, existing_type=${known.type}`;
    const free = columnNames.filter((name) => !table.columns.has(name));
    const what = random.pick(['type', 'nullable', 'default', 'rename', 'comment']);
    if (dialect === 'sqlite' && receiver === 'op' && what !== 'rename') return [];
    const say = (change: string): readonly string[] => [
      `${receiver}.alter_column(${first}'${column}', ${change}${existing}${last})`,
    ];
    if (what === 'type') {
      const family = families.find((each) => each.includes(known.type));
      const next = family && random.pick(family);
      if (next === undefined) return [];
      table.columns.set(column, { ...known, type: next });
      return say(`type_=${next}`);
    }
    if (what === 'nullable') return say(`nullable=${random.pick(['True', 'False'])}`);
    if (what === 'default') {
      const fallback = random.chance(0.3) ? 'None' : this.fallback(known.type);
      return fallback === undefined ? [] : say(`server_default=${fallback}`);
    }
    if (what === 'comment')
      return dialect === 'sqlite' ? [] : say(`comment=${random.pick(["'New'", 'None'])}`);
    if (free.length === 0) return [];
    const to = random.pick(free);
    table.columns.set(to, known);
    table.columns.delete(column);
    return say(`new_column_name='${to}'`);
  }

  private changeIndex(key: string, table: ModelTable, receiver: string, last: string): readonly string[] {
    const { random, dialect } = this;
    const [index] = random.sample([...table.indexes], 1);
    const isBatch = receiver === 'batch_op';
    if (index !== undefined && random.chance(0.5)) {
      table.indexes.delete(index);
      return [`${receiver}.drop_index('${index}'${isBatch ? '' : `, table_name='${key}'`}${last})`];
    }
    const columns = random.sample(indexable(table), 1 + random.below(2));
    if (columns.length === 0) return [];
    const made = this.nextName(`ix_${key}`);
    table.indexes.add(made);
    const where = random.chance(0.15) && dialect !== 'mariadb' ? `, ${dialect}_where=sa.text('id > 5')` : '';
    return [
      `${receiver}.create_index(${random.chance(0.3) ? `op.f('${made}')` : quoted(made)}, ${isBatch ? '' : `'${key}', `}[${columns.map(quoted).join(', ')}], unique=${random.pick(['True', 'False'])}${where}${last})`,
    ];
  }

  private addConstraint(table: ModelTable, receiver: string, first: string, last: string): readonly string[] {
    const { random } = this;
    const kind = random.pick(['unique', 'check', 'foreignkey'] as const);
    const made = this.nextName(kind);
    if (kind === 'foreignkey') {
      const locals = [...table.columns].filter(
        ([name, { type }]) => type === 'sa.Integer()' && name !== 'id',
      );
      const [local] = random.sample(locals, 1);
      const referred = [...this.tables].filter(
        ([, each]) => isReferable(each) && each.schema === table.schema,
      );
      const [other] = random.sample(referred, 1);
      if (!local || !other || table.references.has(local[0])) return [];
      table.constraints.set(made, kind);
      table.references.set(local[0], other[1]);
      const schemas =
        table.schema === undefined
          ? ''
          : `${receiver === 'op' ? `, source_schema='${table.schema}'` : ''}, referent_schema='${table.schema}'`;
      const more = random.chance(0.3) ? ", ondelete='SET NULL'" : '';
      return [
        `${receiver}.create_foreign_key('${made}', ${first}'${other[0]}', ['${local[0]}'], ['id']${schemas}${more})`,
      ];
    }
    const [column] = random.sample(indexable(table), 1);
    if (column === undefined) return [];
    table.constraints.set(made, kind);
    if (kind === 'check')
      return [`${receiver}.create_check_constraint('${made}', ${first}'${column} IS NOT NULL'${last})`];
    return [`${receiver}.create_unique_constraint('${made}', ${first}['${column}']${last})`];
  }
}

/** Types that a column may go to and back from without a conversion being written. */
const families: readonly (readonly string[])[] = [
  ['sa.Integer()', 'sa.BigInteger()', 'sa.SmallInteger()'],
  ['sa.String(50)', 'sa.String(80)', 'sa.Text()', 'sa.VARCHAR(20)', 'sa.VARCHAR(length=20)'],
  ['sa.Numeric(10, 2)', 'sa.Numeric(12, 4)', 'sa.Float()'],
  ['sa.Date()', 'sa.DateTime()'],
];

function ownColumns(table: ModelTable): readonly string[] {
  return [...table.columns].filter(([, { isKey }]) => !isKey).map(([name]) => name);
}

/** Columns that a plain index or a key can be over, on every database. */
function indexable(table: ModelTable): readonly string[] {
  return [...table.columns]
    .filter(([, { type, isKey }]) => !isKey && isIndexable(type))
    .map(([name]) => name);
}

function isIndexable(type: string): boolean {
  return /Integer|String|VARCHAR|Numeric|Date|Boolean/.test(type) && !type.includes('ARRAY');
}

function isReferable({ columns }: ModelTable): boolean {
  return columns.get('id')?.isKey === true;
}

function schemaArgument(schema: string | undefined): string {
  return schema === undefined ? '' : `, schema='${schema}'`;
}

function quoted(name: string): string {
  return `'${name}'`;
}
