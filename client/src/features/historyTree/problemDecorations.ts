import * as vscode from 'vscode';

/** The scheme of what rows of the history stand for: Git's and Problems' own colours stay away from it. */
const rowScheme = 'alembic-workbench-row';

/** The number of errors and warnings of a row. */
export interface RowProblems {
  readonly errors: number;
  readonly warnings: number;
}

/** The URI of a row; it holds what is wrong, so that another state is another URI. */
export function rowUri(id: string, { errors, warnings }: RowProblems): vscode.Uri {
  return vscode.Uri.from({
    scheme: rowScheme,
    path: `/${encodeURIComponent(id)}`,
    query: `${errors},${warnings}`,
  });
}

/** Marks rows with problems at their right edge, as the Explorer marks files. */
export function decorateProblems(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, query }) => {
      if (scheme !== rowScheme) return undefined;
      const [errors = 0, warnings = 0] = query.split(',').map(Number);
      if (errors > 0) return decoration(errors, 'error', 'list.errorForeground');
      return warnings > 0 ? decoration(warnings, 'warning', 'list.warningForeground') : undefined;
    },
  });
}

function decoration(count: number, noun: string, colour: string): vscode.FileDecoration {
  const words = `${count} ${noun}${count === 1 ? '' : 's'}`;
  const badge = count > 9 ? '9+' : String(count);
  return new vscode.FileDecoration(badge, words, new vscode.ThemeColor(colour));
}
