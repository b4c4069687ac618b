import { readRevisionTemplate as readTemplate } from '../../core/features/revisionTemplate';
import { readOperations } from '../../core/operations/readOperations';
import { tablesAfter } from '../../core/operations/tablesAfter';
import type { CodeLines, FunctionBody } from '../../core/python/syntax/functionBodies';
import { readFunctionBodies as readBodies } from '../../core/python/syntax/functionBodies';
import { LineIndex } from '../../core/text/lineIndex';
import { readFunctionBodies, readRevisionTemplate } from '../../protocol/functionBodies';
import type { FunctionBodyDto } from '../../protocol/functionBodies';
import { toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer } from '../session/session';

/** Answers what a Python text that the client has holds. Nothing is run. */
export function registerPythonRequests(session: Session): Capabilities {
  answer(session, readFunctionBodies, ({ text }) => {
    const lines = new LineIndex(text);
    const toDto = (body: FunctionBody | undefined): FunctionBodyDto | null =>
      body ? { range: toRange(lines, body.range), isEmpty: body.isEmpty } : null;
    const { upgrade, downgrade } = readBodies(text);
    const { dropped } = tablesAfter(readOperations(text, 'upgrade'));
    const droppedTables = dropped.map(({ name }) => name);
    return { upgrade: toDto(upgrade), downgrade: toDto(downgrade), droppedTables };
  });
  answer(session, readRevisionTemplate, ({ text }) => {
    const { title = null, upgrade, downgrade } = readTemplate(text);
    return { title, upgrade: toLines(upgrade), downgrade: toLines(downgrade) };
  });
  return {};
}

function toLines({ text, verbatim }: CodeLines): CodeLines {
  return { text, verbatim };
}
