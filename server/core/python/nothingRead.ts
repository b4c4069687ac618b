import type { RevisionFileReading } from './revisionFile';

/** The reading of a file whose text says nothing, or can't be had. */
export const nothingRead: RevisionFileReading = {
  header: {},
  docstring: undefined,
  message: '',
  longMessage: '',
  upgrade: undefined,
  downgrade: undefined,
  docstringFields: {},
  problems: [],
};
