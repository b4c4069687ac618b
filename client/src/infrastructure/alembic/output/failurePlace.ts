import { insideOfBox } from './errorGroup';

/** A line of the project that a traceback names; the line counts from one, as Python does. */
export interface FailurePlace {
  readonly file: string;
  readonly line: number;
}

/** Most lines over which a box breaks one path. */
const mostBroken = 4;

/** The innermost frame of a traceback in a file that is the project's; null where there is none. */
export function failurePlace(
  lines: readonly string[],
  isProjectFile: (file: string) => boolean,
): FailurePlace | null {
  for (let at = lines.length - 1; at >= 0; at--) {
    const place = frameAt(lines, at);
    if (place && isProjectFile(place.file)) return place;
  }
  return null;
}

/** The frame of a line: `File "…", line 8`, or in a box `/path/file.py:8 in upgrade`. */
function frameAt(lines: readonly string[], at: number): FailurePlace | undefined {
  const written = lines[at] ?? '';
  const text = insideOfBox(written);
  const plain = /^\s+File "(.+)", line (\d+)/.exec(text === written ? written : `  ${text.trim()}`);
  if (plain?.[1]) return { file: plain[1], line: Number(plain[2]) };
  if (text === written) return undefined;
  const end = /^(.+):(\d+) in \S/.exec(text.trim());
  if (!end?.[1]) return undefined;
  let file = end[1];
  // A box breaks a long path anywhere.
  for (let back = 1; back <= mostBroken && !isWhole(file) && at >= back; back++)
    file = insideOfBox(lines[at - back] ?? '').trim() + file;
  return { file, line: Number(end[2]) };
}

function isWhole(file: string): boolean {
  return file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file);
}
