import { touchesAnswer } from '../../core/answers/touchesAnswer';
import { projectDialect } from '../../core/schema/projectDialect';
import { visibleText } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { shownPath } from '../selectEnvironments';

/** `alembic-ls touches TABLE[.COLUMN]`: the revisions that touch a table or column, newest first. */
export async function touchesCommand(
  host: CommandHost,
  target: string,
  options: CommonOptions,
): Promise<number> {
  return await answerForEach(host, options, (snapshot) => {
    const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
    const answer = touchesAnswer(snapshot, target, dialect, (path) => shownPath(host, options, path));
    const text = answer.touches
      .map(({ id, file, line, operation }) => `${visibleText(`${id}  ${operation}  ${file}:${line}`)}\n`)
      .join('');
    return {
      keys: { ...answer },
      text: text || `No revision touches ${visibleText(target)}.\n`,
      failed: false,
    };
  });
}
