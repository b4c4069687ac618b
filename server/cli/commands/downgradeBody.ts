import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { generateDowngrade } from '../../core/schema/inverse/generateDowngrade';
import type { Reversibility } from '../../core/schema/inverse/reversibility';
import { projectDialect } from '../../core/schema/projectDialect';
import { schemaAt } from '../../core/schema/schemaAt';
import { visibleText, withoutControls } from '../../core/text/visibleText';
import { finish } from '../../core/text/finish';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import { namedRevisions, reasonOf } from '../namedRevisions';
import type { CommonOptions } from '../report';
import { readOneEnvironment } from '../selectEnvironments';

/** `alembic-ls downgrade-body REV`: the body of a `downgrade()` that undoes a revision; the verdict goes to standard error. */
export function downgradeBodyCommand(host: CommandHost, identifier: string, options: CommonOptions): number {
  refuseCurrent([identifier]);
  const snapshot = readOneEnvironment(host, options);
  const named = namedRevisions(snapshot, [identifier]);
  const [id] = named.ok ? named.value : [];
  const file = id === undefined ? undefined : fileOf(snapshot, id);
  if (id === undefined || !file?.script) {
    const reason = named.ok ? `There is no file for the revision '${identifier}'.` : reasonOf(named.error);
    host.printError(`alembic-ls: ${visibleText(reason)}\n`);
    return 1;
  }
  const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
  const { graph } = snapshot.map;
  const node = graph.idNodes.get(id);
  const parents = node === undefined ? [] : graph.allParents(node).map((parent) => graph.id(parent));
  const before = finish(schemaAt(snapshot, parents, dialect));
  const { verdict, lines } = generateDowngrade(before, { id, file: file.path, text: file.text }, dialect);
  host.printError(
    verdictText(verdict)
      .map((line) => `${visibleText(line)}\n`)
      .join(''),
  );
  if (options.json === true)
    host.print(
      `${JSON.stringify({ revision: id, dialect, verdict, body: lines.join('\n') }, undefined, 2)}\n`,
    );
  else host.print(withoutControls(lines.map((line) => `${line}\n`).join('')));
  return 0;
}

function fileOf({ map, filesByPath }: EnvironmentSnapshot, id: string): ReturnType<typeof filesByPath.get> {
  const path = map.revisions.get(id)?.script.file;
  return path === undefined ? undefined : filesByPath.get(path);
}

function verdictText(verdict: Reversibility): readonly string[] {
  switch (verdict.kind) {
    case 'reversible':
      return ['reversible'];
    case 'loses-data':
      return ['loses data', ...verdict.losses.map((loss) => `  ${loss}.`)];
    case 'not-reversible':
      return ['not reversible', ...verdict.reasons.map((reason) => `  ${reason}.`)];
  }
}
