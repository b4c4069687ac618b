import { downgradeBodyAnswer } from '../../core/answers/downgradeBodyAnswer';
import type { Reversibility } from '../../core/schema/inverse/reversibility';
import { projectDialect } from '../../core/schema/projectDialect';
import { visibleText, withoutControls } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import { jsonText } from '../jsonText';
import { namedRevisions, reasonOf } from '../../core/history/namedRevisions';
import type { CommonOptions } from '../report';
import { readOneEnvironment } from '../selectEnvironments';

/**
 * `alembic-ls downgrade-body REV`: a `downgrade()` body that undoes a revision; the verdict goes to standard
 * error.
 */
export function downgradeBodyCommand(host: CommandHost, identifier: string, options: CommonOptions): number {
  refuseCurrent([identifier]);
  const snapshot = readOneEnvironment(host, options);
  const named = namedRevisions(snapshot, [identifier]);
  const [id] = named.ok ? named.value : [];
  const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
  const answer = id === undefined ? undefined : downgradeBodyAnswer(snapshot, id, dialect);
  if (!answer) {
    const reason = named.ok ? `There is no file for the revision '${identifier}'.` : reasonOf(named.error);
    host.printError(`alembic-ls: ${visibleText(reason)}\n`);
    return 1;
  }
  host.printError(
    verdictText(answer.verdict)
      .map((line) => `${visibleText(line)}\n`)
      .join(''),
  );
  host.print(options.json === true ? jsonText(answer) : withoutControls(`${answer.body}\n`));
  return 0;
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
