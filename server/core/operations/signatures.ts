// Written by scripts/generateSignatures.mjs from Alembic 1.8.0 to 1.20.1; not edited by hand.

/** A parameter of an operation. */
export interface OperationParameter {
  readonly name: string;
  readonly kind: 'positional' | 'keyword' | 'rest' | 'keywords';
  readonly required?: true;
  /** The first Alembic that has it, where that is not 1.8.0 or older. */
  readonly since?: string;
  /** The last Alembic that took it by position too. */
  readonly positionalUntil?: string;
}

export interface OperationSignature {
  /** The first Alembic that has the operation, where that is not 1.8.0 or older. */
  readonly since?: string;
  readonly parameters: readonly OperationParameter[];
}

/** What `op` and the object of a batch take. */
export const signatures: Readonly<Record<'op' | 'batch_op', Readonly<Record<string, OperationSignature>>>> = {
  op: {
    add_column: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'column', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_not_exists', kind: 'keyword', since: '1.16.0' },
        { name: 'inline_references', kind: 'keyword', since: '1.18.2' },
        { name: 'inline_primary_key', kind: 'keyword', since: '1.18.4' },
      ],
    },
    alter_column: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'column_name', kind: 'positional', required: true },
        { name: 'nullable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'server_default', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'new_column_name', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'type_', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_type', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_server_default', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_nullable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    batch_alter_table: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'schema', kind: 'positional' },
        { name: 'recreate', kind: 'positional' },
        { name: 'partial_reordering', kind: 'positional' },
        { name: 'copy_from', kind: 'positional' },
        { name: 'table_args', kind: 'positional' },
        { name: 'table_kwargs', kind: 'positional' },
        { name: 'reflect_args', kind: 'positional' },
        { name: 'reflect_kwargs', kind: 'positional' },
        { name: 'naming_convention', kind: 'positional' },
      ],
    },
    bulk_insert: {
      parameters: [
        { name: 'table', kind: 'positional', required: true },
        { name: 'rows', kind: 'positional', required: true },
        { name: 'multiinsert', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    create_check_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'condition', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_exclude_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'elements', kind: 'rest' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_foreign_key: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'source_table', kind: 'positional', required: true },
        { name: 'referent_table', kind: 'positional', required: true },
        { name: 'local_cols', kind: 'positional', required: true },
        { name: 'remote_cols', kind: 'positional', required: true },
        { name: 'onupdate', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'ondelete', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'deferrable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'initially', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'match', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'source_schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'referent_schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'dialect_kw', kind: 'keywords' },
      ],
    },
    create_index: {
      parameters: [
        { name: 'index_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'unique', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_not_exists', kind: 'keyword', since: '1.11.2' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_primary_key: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    create_table: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'rest' },
        { name: 'if_not_exists', kind: 'keyword', since: '1.13.3' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_table_comment: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'comment', kind: 'positional', required: true },
        { name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    create_unique_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_column: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'column_name', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'type_', kind: 'positional' },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_exists', kind: 'keyword', since: '1.16.0' },
      ],
    },
    drop_index: {
      parameters: [
        { name: 'index_name', kind: 'positional', required: true },
        { name: 'table_name', kind: 'positional' },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_exists', kind: 'keyword', since: '1.11.2' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_table: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_exists', kind: 'keyword', since: '1.13.3' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_table_comment: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    execute: {
      parameters: [
        { name: 'sqltext', kind: 'positional', required: true },
        { name: 'execution_options', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    f: { parameters: [{ name: 'name', kind: 'positional', required: true }] },
    get_bind: { parameters: [] },
    get_context: { parameters: [] },
    inline_literal: {
      parameters: [
        { name: 'value', kind: 'positional', required: true },
        { name: 'type_', kind: 'positional' },
      ],
    },
    invoke: { parameters: [{ name: 'operation', kind: 'positional', required: true }] },
    rename_table: {
      parameters: [
        { name: 'old_table_name', kind: 'positional', required: true },
        { name: 'new_table_name', kind: 'positional', required: true },
        { name: 'schema', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    run_async: {
      since: '1.11.0',
      parameters: [
        { name: 'async_function', kind: 'positional', required: true, since: '1.11.0' },
        { name: 'args', kind: 'rest', since: '1.11.0' },
        { name: 'kw_args', kind: 'keywords', since: '1.11.0' },
      ],
    },
  },
  batch_op: {
    add_column: {
      parameters: [
        { name: 'column', kind: 'positional', required: true },
        { name: 'insert_before', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'insert_after', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'if_not_exists', kind: 'keyword', since: '1.16.0' },
        { name: 'inline_references', kind: 'keyword', since: '1.18.2' },
        { name: 'inline_primary_key', kind: 'keyword', since: '1.18.4' },
      ],
    },
    alter_column: {
      parameters: [
        { name: 'column_name', kind: 'positional', required: true },
        { name: 'nullable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'server_default', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'new_column_name', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'type_', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_type', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_server_default', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_nullable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'insert_before', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'insert_after', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    batch_alter_table: {
      parameters: [
        { name: 'table_name', kind: 'positional', required: true },
        { name: 'schema', kind: 'positional' },
        { name: 'recreate', kind: 'positional' },
        { name: 'partial_reordering', kind: 'positional' },
        { name: 'copy_from', kind: 'positional' },
        { name: 'table_args', kind: 'positional' },
        { name: 'table_kwargs', kind: 'positional' },
        { name: 'reflect_args', kind: 'positional' },
        { name: 'reflect_kwargs', kind: 'positional' },
        { name: 'naming_convention', kind: 'positional' },
      ],
    },
    create_check_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'condition', kind: 'positional', required: true },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_exclude_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'elements', kind: 'rest' },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_foreign_key: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'referent_table', kind: 'positional', required: true },
        { name: 'local_cols', kind: 'positional', required: true },
        { name: 'remote_cols', kind: 'positional', required: true },
        { name: 'referent_schema', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'onupdate', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'ondelete', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'deferrable', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'initially', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'match', kind: 'keyword', positionalUntil: '1.10.4' },
        { name: 'dialect_kw', kind: 'keywords' },
      ],
    },
    create_index: {
      parameters: [
        { name: 'index_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    create_primary_key: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
      ],
    },
    create_table_comment: {
      parameters: [
        { name: 'comment', kind: 'positional', required: true },
        { name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    create_unique_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'columns', kind: 'positional', required: true },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_column: {
      parameters: [
        { name: 'column_name', kind: 'positional', required: true },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_constraint: {
      parameters: [
        { name: 'constraint_name', kind: 'positional', required: true },
        { name: 'type_', kind: 'positional' },
      ],
    },
    drop_index: {
      parameters: [
        { name: 'index_name', kind: 'positional', required: true },
        { name: 'kw', kind: 'keywords' },
      ],
    },
    drop_table_comment: {
      parameters: [{ name: 'existing_comment', kind: 'keyword', positionalUntil: '1.10.4' }],
    },
    execute: {
      parameters: [
        { name: 'sqltext', kind: 'positional', required: true },
        { name: 'execution_options', kind: 'keyword', positionalUntil: '1.10.4' },
      ],
    },
    f: { parameters: [{ name: 'name', kind: 'positional', required: true }] },
    get_bind: { parameters: [] },
    get_context: { parameters: [] },
    inline_literal: {
      parameters: [
        { name: 'value', kind: 'positional', required: true },
        { name: 'type_', kind: 'positional' },
      ],
    },
    invoke: { parameters: [{ name: 'operation', kind: 'positional', required: true }] },
    run_async: {
      since: '1.11.0',
      parameters: [
        { name: 'async_function', kind: 'positional', required: true, since: '1.11.0' },
        { name: 'args', kind: 'rest', since: '1.11.0' },
        { name: 'kw_args', kind: 'keywords', since: '1.11.0' },
      ],
    },
  },
};
