import type { CompletionItem, CompletionParams } from 'vscode-languageserver';
import { CompletionItemKind } from 'vscode-languageserver';
import type { RevisionChoice } from '../../core/features/completeRevisions';
import { completeRevisions } from '../../core/features/completeRevisions';
import { LineIndex } from '../../core/text/lineIndex';
import { visibleText } from '../../core/text/visibleText';
import { toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import { completeWorkbenchConfig } from './workbenchConfig';
import type { FileOfEnvironment } from './revisionFiles';
import { filesOfUri } from './revisionFiles';

/** The characters that open a string, in which ids are offered. */
const completionTriggers: readonly string[] = ['"', "'"];

/**
 * Offers the revisions that `down_revision` and `depends_on` can name. They are found by their messages, too.
 */
export function registerCompletion(session: Session): Capabilities {
  session.connection.onCompletion(
    runSafe<CompletionParams, CompletionItem[]>('completion', [], session.log, async (params) => {
      const configured = completeWorkbenchConfig(session, params);
      if (configured) return configured;
      const [found] = await filesOfUri(session, params.textDocument.uri);
      return found ? completionsAt(found, params) : [];
    }),
  );
  return { completionProvider: { triggerCharacters: [...completionTriggers] } };
}

function completionsAt(
  { snapshot, file }: FileOfEnvironment,
  { position }: CompletionParams,
): CompletionItem[] {
  const lines = new LineIndex(file.text);
  const completion = completeRevisions(snapshot, file, lines.offset(position));
  if (!completion) return [];
  const range = toRange(lines, completion.range);
  return completion.choices.map(({ name, message, kind }, index) => ({
    label: visibleText(name),
    labelDetails: { description: visibleText(message) },
    detail: visibleText(message),
    kind: kinds[kind],
    filterText: `${name} ${message}`,
    sortText: String(index).padStart(6, '0'),
    textEdit: { range, newText: name },
  }));
}

const kinds: Readonly<Record<RevisionChoice['kind'], CompletionItemKind>> = {
  head: CompletionItemKind.Event,
  revision: CompletionItemKind.Reference,
  label: CompletionItemKind.Constant,
};
