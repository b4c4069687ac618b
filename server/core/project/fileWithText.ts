import type { RevisionFile } from './environmentSnapshot';

/** A revision file with its text, which is read once. */
export interface FileWithText extends RevisionFile {
  readonly text: string;
}

/** Reads the text of a file; undefined where the file is gone by now. */
export function withText(file: RevisionFile): FileWithText | undefined {
  const text = file.readText();
  if (text === undefined) return undefined;
  const { path, reading, script, failure, dynamic } = file;
  return { path, reading, script, failure, dynamic, text, readText: () => text };
}
