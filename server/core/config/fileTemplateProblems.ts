import { isAbsolutePath, isWindowsPath, isWithin, joinPath, plainPath } from '../files/paths';
import type { ConfigurationProblem } from './alembicConfiguration';
import type { ConfigurationPlace } from './configurationError';
import type { ConfigurationFix } from './configurationFix';
import { editingFix, valueFix } from './configurationFix';
import { configurationProblem } from './configurationProblems';

/** What decides where a new revision's file is written, and whether it is read again. */
export interface FileTemplateFacts {
  readonly fileTemplate: string;
  readonly recursiveVersionLocations: boolean;
  /** Absolute. */
  readonly versionLocations: readonly string[];
  readonly place: ConfigurationPlace;
  /** The text of the file in which the option stands. */
  readonly text: string;
  /** Whether the option has its lines to itself. */
  readonly isStatement: boolean;
}

/** A `file_template` with a folder, in which Alembic since 1.18 writes a revision that no command reads. */
export function fileTemplateProblems(facts: FileTemplateFacts): readonly ConfigurationProblem[] {
  const { fileTemplate, recursiveVersionLocations, versionLocations, place } = facts;
  const [location = ''] = versionLocations;
  const template = isWindowsPath(location) ? fileTemplate.replaceAll('\\', '/') : fileTemplate;
  const folder = template.slice(0, template.lastIndexOf('/') + 1);
  if (folder === '' || location === '' || isReachable(folder, facts)) return [];
  const isOutside = versionLocations.every(
    (each) => !isWithin(plainPath(joinPath(each, folder)), each) || isAbsolutePath(folder),
  );
  const next =
    recursiveVersionLocations || isOutside
      ? 'leave the folder out'
      : 'set recursive_version_locations, or leave the folder out';
  return [
    configurationProblem(
      'config-unreachable-file-template',
      'warning',
      `file_template puts new revisions into the folder ‘${folder}’, which Alembic does not read, so no command sees them again; ${next}.`,
      place,
      fixesFor(facts, !recursiveVersionLocations && !isOutside),
    ),
  ];
}

/** Whether a file in the folder is read, from one of the locations at least. */
function isReachable(folder: string, facts: FileTemplateFacts): boolean {
  const { recursiveVersionLocations, versionLocations } = facts;
  return versionLocations.some((location) => {
    const path = plainPath(joinPath(location, folder));
    return versionLocations.some((other) =>
      recursiveVersionLocations ? isWithin(path, other) : path === other,
    );
  });
}

function fixesFor(facts: FileTemplateFacts, mayBeRecursive: boolean): readonly ConfigurationFix[] {
  const { text, place, isStatement } = facts;
  const fixes: ConfigurationFix[] = [];
  const { start, end } = place.range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (mayBeRecursive && isStatement) {
    const newLine = text.includes('\r\n') ? '\r\n' : '\n';
    const line = 'recursive_version_locations = true';
    fixes.push(
      editingFix(text, `Add ${line}`, [{ start: lineStart, end: lineStart, newText: line + newLine }]),
    );
  }
  const written = text.slice(start, end);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const name = written.slice(written.lastIndexOf('/') + 1);
  if (name !== '' && name !== written && !written.includes('\n'))
    fixes.push(valueFix(text, place.range, quote + name, `Write ${quote}${name}`));
  return fixes;
}
