import type { EditSources } from '../core/features/editContextOf';

/** Chance and the time of this machine, as edits ask for them. */
export const nodeEditSources: EditSources = {
  // Not by node:crypto, which a command line need not load.
  newRevisionId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex'),
  epochMilliseconds: () => Date.now(),
  localTimeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};
