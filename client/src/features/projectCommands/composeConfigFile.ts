import type { CodeConfigurationDto } from '../../../../server/protocol/ownCommands';

/** A minimal alembic.ini with what code says of the configuration, beside the script directory's path. */
export function composeConfigFile(
  scriptDirectory: string,
  configuration: Pick<CodeConfigurationDto, 'path' | 'range' | 'options'> | undefined,
): string {
  const options = Object.entries(configuration?.options ?? {});
  const others = options.filter(([name]) => name !== 'script_location');
  const { path = '', range } = configuration ?? {};
  const lines = others.map(([name, value]) =>
    value === null ? `# ${name} is computed in ${path}; set it in env.py, or here.` : `${name} = ${value}`,
  );
  const hasUrl = others.some(([name]) => name === 'sqlalchemy.url');
  return [
    range
      ? `# What ${path}:${range.start.line + 1} sets in code, for the command line.`
      : '# For the command line.',
    '[alembic]',
    `script_location = %(here)s/${scriptDirectory.replaceAll('%', '%%')}`,
    'prepend_sys_path = .',
    ...lines,
    ...(hasUrl ? [] : ['# sqlalchemy.url = driver://user:password@host/database']),
    '',
  ].join('\n');
}
