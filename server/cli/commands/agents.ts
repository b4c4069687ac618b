import { codeSpan } from '../../core/render/codeSpan';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { noEnvironment } from '../report';
import { readDiscovered, shownConfig, shownPath } from '../selectEnvironments';

/** `alembic-ls agents`: a section for AGENTS.md on how to add a migration to this project. */
export function agentsCommand(host: CommandHost, options: CommonOptions): number {
  const { snapshots, workbench } = readDiscovered(host, options);
  if (snapshots.length === 0) return noEnvironment(host, workbench);
  const places = snapshots.map((snapshot) => {
    const { versionLocations, section } = snapshot.environment.configuration;
    const folders = versionLocations.map((each) => codeSpan(shownPath(host, options, each)));
    const of = section === 'alembic' ? '' : `, section ${codeSpan(section)}`;
    return `- ${folders.join(', ')}, of ${codeSpan(shownConfig(host, options, snapshot))}${of}`;
  });
  host.print(`${[...head, ...places, ...rest].join('\n')}\n`);
  return 0;
}

const head = ['## Database migrations', '', 'Migrations are Alembic revisions in:', ''];

const rest = [
  '',
  'To add one:',
  '',
  '1. `alembic-ls heads`: there should be one head. If there are several, ask before you merge or rebase.',
  '2. `alembic-ls check`: what it finds now is not yours; do not fix it unasked.',
  '3. Let Alembic write the file (`alembic revision -m "…"`, with `--autogenerate` where a database may be asked), or',
  '   take it from the tool `next-revision` of `alembic-ls mcp`. Never invent ids, and never copy a file with its id.',
  '4. Write `upgrade()` and `downgrade()`; `alembic-ls downgrade-body REVISION` gives the body of the second.',
  '5. `alembic-ls check` again, until it finds nothing that it did not find before; `alembic-ls explain RULE` says why.',
  '',
  'Never edit a revision that is merged: add another one. Never change `down_revision` or `revision` by hand: use',
  '`alembic-ls rebase` and `alembic-ls rename`, with `--dry-run` first. `alembic-ls` runs nothing and asks no database;',
  'do not run `alembic upgrade`, `downgrade` or `stamp` unless you were asked to.',
];
