import { boundsOf } from '../../core/edits/gateChange';
import type { Session } from './session';

/**
 * Tells once, when everything has been read, of changes here in which commands were killed. Nothing is
 * changed: that is for the next command.
 */
export function tellInterrupted({ connection, index, log, runtime }: Session): void {
  let isTold = false;
  index.onDidChange(({ isComplete, environments }) => {
    if (isTold || !isComplete) return;
    isTold = true;
    const folders = [
      ...index.folders.map(({ path }) => path),
      ...[...environments.values()].flatMap(
        ({ snapshot }) => boundsOf(snapshot.environment.configuration, []).folders,
      ),
    ];
    for (const sentence of runtime.interruptedChanges?.({ folders }) ?? []) {
      log.info(sentence);
      connection.window.showWarningMessage(sentence);
    }
  });
}
