import type { HistoryDto } from '../../../../server/protocol/environments';
import { askText } from '../vscode/inputBox';

/** Asks for the label of a branch; empty for none where the prompt says that it may be. */
export async function askBranchLabel(
  title: string,
  history: HistoryDto,
  prompt: string,
  mayBeEmpty = true,
): Promise<string> {
  return await askText({
    title,
    prompt,
    validate: (text) => {
      if (text === '' && mayBeEmpty) return undefined;
      if (!/^[^\s@:+,-][^\s@:+,]*$/.test(text)) return 'A label is one word without @, :, + and commas.';
      if (/^(?:heads?|base)$/.test(text))
        return `Alembic takes '${text}' for a symbol on its command line; choose another label.`;
      return history.branchLabels.includes(text) ? 'There is a branch with this label.' : undefined;
    },
  });
}

/** Asks for the id of a new revision; empty for a generated one. */
export async function askRevisionId(title: string, { revisions }: HistoryDto): Promise<string> {
  return await askText({
    title,
    prompt: 'Id of the revision, or empty for a generated one',
    validate: (text) => {
      if (text === '') return undefined;
      if (!/^\w+$/.test(text)) return 'An id consists of letters, digits and underscores.';
      if (/^(?:heads?|base)$/.test(text)) return `Alembic takes '${text}' for a symbol; choose another id.`;
      return revisions.some(({ id }) => id === text) ? 'There is a revision with this id.' : undefined;
    },
  });
}
