import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

/**
 * Shows progress in the client's window until the returned function is called. A client that is slow to
 * answer, or never does, costs nothing: the work does not wait for it.
 */
export function showIndexProgress(
  connection: Connection,
  title = 'Reading Alembic revisions',
): () => void {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  connection.window.createWorkDoneProgress().then(
    (created) => {
      reporter = created;
      reporter.begin(title, undefined, undefined, false);
      if (isDone) reporter.done();
    },
    () => undefined,
  );
  return () => {
    isDone = true;
    reporter?.done();
  };
}
