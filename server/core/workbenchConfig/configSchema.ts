import type { ConfigKey } from './configKeys';
import { configKeys, describeConfigKey, dialectNames, ruleLevels } from './configKeys';

/** The schema's public address; TOML extensions take no path into another extension. */
const schemaUrl =
  'https://raw.githubusercontent.com/alembic-workbench/alembic-workbench/main/schemas/alembic-workbench.schema.json';

/** A rule as the schema shows it. */
export interface SchemaRule {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
}

/** JSON schema of `alembic-workbench.toml`, and so of `[tool.alembic-workbench]`. */
export function configSchema(rules: readonly SchemaRule[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: schemaUrl,
    title: 'Alembic Workbench',
    description: 'Configuration for editor and command line.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      configKeys.map((key) => [key.name, { description: describeConfigKey(key), ...schemaOf(key, rules) }]),
    ),
  };
}

/** JSON schema of a table of severities by rule id, as the setting `alembicWorkbench.rules` has it too. */
export function levelsSchema(rules: readonly SchemaRule[]): object {
  const levels = { type: 'string', enum: ruleLevels };
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      rules.map(({ id, severity, summary }) => [
        id,
        { description: `${summary} Default: ${severity}.`, ...levels },
      ]),
    ),
  };
}

function schemaOf({ kind }: ConfigKey, rules: readonly SchemaRule[]): object {
  const texts = { type: 'array', items: { type: 'string', minLength: 1 } };
  switch (kind) {
    case 'text':
    case 'path':
      return { type: 'string', minLength: 1 };
    case 'version':
      return { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){0,2}$' };
    case 'flag':
      return { type: 'boolean', default: false };
    case 'texts':
      return texts;
    case 'dialects':
      return { type: 'array', items: { type: 'string', enum: dialectNames } };
    case 'config-files':
      return { type: 'array', items: { anyOf: [{ type: 'string', minLength: 1 }, namedFile] } };
    case 'levels':
      return levelsSchema(rules);
    case 'ignores':
      return {
        type: 'object',
        additionalProperties: { type: 'array', items: { type: 'string', enum: rules.map(({ id }) => id) } },
      };
  }
}

const namedFile: object = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: { file: { type: 'string', minLength: 1 }, section: { type: 'string', minLength: 1 } },
};
