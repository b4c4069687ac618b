import { projectDialect } from '../../core/schema/projectDialect';
import { touchesOf } from '../../core/schema/touches';
import { LineIndex } from '../../core/text/lineIndex';
import { finish } from '../../core/text/finish';
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
  const [table = '', column] = target.split('.');
  return await answerForEach(host, options, (snapshot) => {
    const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
    const touches = finish(touchesOf(snapshot, { table, column }, dialect)).map(
      ({ id, file, range, operation }) => {
        const text = snapshot.filesByPath.get(file)?.text ?? '';
        const { line } = new LineIndex(text).at(range.start);
        return { id, file: shownPath(host, options, file), line: line + 1, operation };
      },
    );
    const text = touches
      .map(({ id, file, line, operation }) => `${visibleText(`${id}  ${operation}  ${file}:${line}`)}\n`)
      .join('');
    return {
      keys: { touches },
      text: text || `No revision touches ${visibleText(target)}.\n`,
      failed: false,
    };
  });
}
