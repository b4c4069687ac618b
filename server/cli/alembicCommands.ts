import type { Command } from 'commander';
import { UsageError } from './host';

/**
 * Alembic's commands that use a database or write revisions from it, each with the command that answers here.
 */
const alembicCommands: Readonly<Record<string, string>> = {
  current: '"alembic-ls heads" lists what a database can be at',
  downgrade: '"alembic-ls plan downgrade" lists what it would run',
  edit: '"alembic-ls show" names the file of a revision',
  ensure_version: '"alembic-ls plan" needs no version table',
  init: '"alembic-ls environments" lists the environments that are there',
  list_templates: '"alembic-ls environments" lists the environments that are there',
  revision: '"alembic-ls merge" writes merge revisions',
  stamp: '"alembic-ls query" answers what it would record',
  upgrade: '"alembic-ls plan upgrade" lists what it would run',
};

/** Adds Alembic's own commands, which only say that Alembic itself does these. */
export function addAlembicCommands(program: Command): void {
  for (const [name, instead] of Object.entries(alembicCommands))
    program
      .command(name, { hidden: true })
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new UsageError(`Alembic itself does this: run "alembic ${name}"; ${instead}.`);
      });
}
