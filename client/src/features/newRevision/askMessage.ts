import * as vscode from 'vscode';
import type { EnvironmentDto, RevisionDto } from '../../../../server/protocol/environments';
import type { DescribedChangeDto } from '../../../../server/protocol/messages';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { askText } from '../../infrastructure/vscode/inputBox';

/** Asks what a revision does, before it is known how it starts; empty where a proposal is wanted. */
export async function askMessage(
  server: HistoryServer,
  environment: EnvironmentDto,
  parent: RevisionDto | undefined,
): Promise<string> {
  // The box opens at once: one that opens later loses the focus to the editor, and closes.
  const empty = new Set<string>();
  void server.proposeMessage({ environment: environment.key, changes: [] }).then(
    (known) => {
      for (const word of known?.wordsThatSayNothing ?? []) empty.add(word);
    },
    () => undefined,
  );
  const message = await askText({
    title: parent ? `New Revision · from ${parent.message || parent.id}` : 'New Revision',
    prompt: 'What does the revision do? Leave it empty to have a message proposed.',
    placeHolder: 'add users table',
    validate: (text) => (text.trim() === '' ? undefined : hintAt(text, empty)),
  });
  return message.trim();
}

/** Asks again, with a message for what the revision does, as the project writes its messages. */
export async function askProposed(
  server: HistoryServer,
  environment: EnvironmentDto,
  changes: readonly DescribedChangeDto[],
): Promise<string> {
  const proposed = await server.proposeMessage({ environment: environment.key, changes });
  const empty = new Set(proposed?.wordsThatSayNothing ?? []);
  const message = await askText({
    title: 'New Revision',
    prompt: 'What does the revision do?',
    placeHolder: 'add users table',
    ...(proposed?.message ? { value: proposed.message } : {}),
    ignoreFocusOut: true,
    validate: (text) => {
      const name = /my[_-](?:table|column)|old[_-]name/i.exec(text)?.[0];
      if (name !== undefined) return `Write the real name in place of ${name}.`;
      return text.trim() === '' ? 'A message names the file and shows in the history.' : hintAt(text, empty);
    },
  });
  return message.trim();
}

/** A hint at a message that says nothing; it may be used all the same. */
function hintAt(text: string, empty: ReadonlySet<string>): vscode.InputBoxValidationMessage | undefined {
  const words = text
    .toLowerCase()
    .split(/[\s_.!-]+/)
    .filter((word) => word !== '');
  return words.every((word) => empty.has(word) || /^\d+$/.test(word))
    ? {
        message: 'This says nothing of what the revision does, and nobody will find it by it.',
        severity: vscode.InputBoxValidationSeverity.Info,
      }
    : undefined;
}
