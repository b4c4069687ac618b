import type { AlembicConfiguration } from '../../config/alembicConfiguration';
import { kindOfEncoding } from '../../config/pythonEncodings';
import { wordsOfObstacle } from '../../files/fileSystem';
import { isWindowsPath } from '../../files/paths';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import { isSymbol } from '../../revision/resolve/symbols';
import type { CreateDate } from '../../text/createDate';
import { unknownTimezone } from '../editContext';
import type { EditContext } from '../editContext';
import { whyOutside, renderFileName } from './fileName';
import { renderTemplate } from '../../mako/renderTemplate';
import { mergeConflictMarkers } from '../../text/mergeConflicts';
import { lowerFirst } from '../../text/sentence';
import { templateVariables } from './templateVariables';
import type { RevisionBodies } from './templateVariables';
import { namesIn } from '../header/references';
import { isLoadedName } from './renameFileToTemplate';

/** What a new revision is to be. */
export interface NewRevisionFile {
  /** In the order in which they are to stand. */
  readonly parents: readonly string[];
  /**
   * Undefined as where no message is given to Alembic: it writes "empty message", and no words into the file
   * name.
   */
  readonly message: string | undefined;
  readonly branchLabels?: readonly string[];
  /** What it does; nothing where it is left out. */
  readonly bodies?: RevisionBodies;
  readonly kind: 'merge' | 'revision';
}

export type ComposedFile =
  | { readonly ok: true; readonly file: { readonly file: string; readonly text: string } }
  | { readonly ok: false; readonly reason: string };

const words = {
  merge: { it: 'the merge', instead: 'run "alembic merge" instead, or "flask db merge" with Flask-Migrate' },
  revision: {
    it: 'the new revision',
    instead: 'run "alembic revision" instead, or "flask db revision" with Flask-Migrate',
  },
} as const;

/**
 * Writes a new revision file from the project's own `script.py.mako` and `file_template`, and reads it again
 * before it is given.
 */
export function composeRevisionFile(
  snapshot: EnvironmentSnapshot,
  revision: NewRevisionFile,
  context: EditContext,
): ComposedFile {
  const { configuration } = snapshot.environment;
  const { parents, message, branchLabels = [], bodies } = revision;
  const { instead } = words[revision.kind];
  const obstacle =
    obstacleToMessage(message ?? '') ??
    obstacleToLabels(snapshot, branchLabels) ??
    obstacleToTemplate(context.scriptTemplate ?? '') ??
    obstacleToEncoding(configuration);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  if (context.scriptTemplate === undefined) {
    const { templateObstacle } = context;
    if (templateObstacle)
      return {
        ok: false,
        reason: `script.py.mako in ${configuration.scriptDirectory} can't be read, since it is ${wordsOfObstacle(templateObstacle)}; replace it with the template from "alembic init".`,
      };
    return {
      ok: false,
      reason: `There is no script.py.mako in ${configuration.scriptDirectory}; add the template from "alembic init" first.`,
    };
  }
  if (snapshot.map.revisions.has(context.newRevisionId)) {
    return {
      ok: false,
      reason: `A revision with the id ${context.newRevisionId} exists already; try again.`,
    };
  }
  const { now } = context;
  if (!now) return { ok: false, reason: unknownTimezone(configuration.timezone) };
  const dated = { ...context, now };
  const place = placeFor(snapshot, revision, dated);
  if (!place.ok) return place;
  const rendering = renderTemplate(
    context.scriptTemplate,
    templateVariables(parents, message ?? 'empty message', dated, branchLabels, bodies),
  );
  if (!rendering.ok) {
    return {
      ok: false,
      reason: rendering.isBroken
        ? `script.py.mako can't be rendered: ${rendering.reason}; correct the template.`
        : `script.py.mako can't be rendered without running it: ${rendering.reason}; ${instead}.`,
    };
  }
  const broken = flawOfRevision(rendering.text, snapshot, revision);
  if (broken !== undefined) return { ok: false, reason: broken };
  return { ok: true, file: { file: place.file, text: rendering.text } };
}

function obstacleToMessage(message: string): string | undefined {
  if (message.includes('"""'))
    return 'The message holds """, which would end the docstring early; leave it out.';
  if (message.endsWith('\\'))
    return 'The message ends in a backslash, which would break the docstring; leave it out.';
  if (/(?:^|[^\\])(?:\\\\)*\\[xuUN]/.test(message)) {
    return 'The message holds an escape (\\x, \\u, \\N) that would break the docstring; leave it out.';
  }
  return undefined;
}

function obstacleToTemplate(template: string): string | undefined {
  if (mergeConflictMarkers(template).length === 0) return undefined;
  return 'script.py.mako holds a merge conflict that is not resolved; keep one side and remove its markers first.';
}

function obstacleToEncoding({ outputEncoding, workingDirectory }: AlembicConfiguration): string | undefined {
  switch (kindOfEncoding(outputEncoding, isWindowsPath(workingDirectory))) {
    case 'utf-8':
    case 'ascii-compatible':
      return undefined;
    case 'incompatible':
      return `Python can't load a file that is written in the output_encoding ‘${outputEncoding}’; write utf-8 in the config file first.`;
    case 'unknown':
      return `The output_encoding ‘${outputEncoding}’ is none of texts that Python knows; write utf-8 in the config file first.`;
  }
}

function obstacleToLabels({ map }: EnvironmentSnapshot, branchLabels: readonly string[]): string | undefined {
  const symbol = branchLabels.find(isSymbol);
  if (symbol !== undefined)
    return `Alembic takes '${symbol}' for a symbol on its command line; choose another label.`;
  const taken = branchLabels.find((label) => map.labels.has(label) || map.revisions.has(label));
  if (taken === undefined) return undefined;
  return `${taken} is the ${map.labels.has(taken) ? 'branch label' : 'id'} of a revision already; choose another label.`;
}

function placeFor(
  snapshot: EnvironmentSnapshot,
  { parents, message, kind }: NewRevisionFile,
  context: EditContext & { readonly now: CreateDate },
): { readonly ok: true; readonly file: string } | { readonly ok: false; readonly reason: string } {
  const { configuration } = snapshot.environment;
  const folder = folderFor(snapshot, parents);
  if (folder === undefined) {
    const { it } = words[kind];
    return {
      ok: false,
      reason: `${parents[0] ?? ''} is not directly in a version location, so Alembic can't say where ${it} belongs: move its file there first.`,
    };
  }
  const name = renderFileName(configuration, context.newRevisionId, message ?? '', context.now);
  if (!name.ok) return { ok: false, reason: `The file name can't be made: ${name.reason}` };
  const leading = whyOutside(configuration.fileTemplate, name.name);
  if (leading !== undefined) return { ok: false, reason: leading };
  if (!isLoadedName(name.name)) {
    return {
      ok: false,
      reason: `The template gives the name ${name.name}, which Alembic would not load; choose another message.`,
    };
  }
  const file = `${folder}/${name.name}`;
  if (snapshot.filesByPath.has(file) || context.fileExists?.(file)) {
    return { ok: false, reason: `${file} exists already; nothing was written.` };
  }
  return { ok: true, file };
}

/** The only version location, else the folder of the first parent where that is one. */
function folderFor(snapshot: EnvironmentSnapshot, revisions: readonly string[]): string | undefined {
  const { versionLocations } = snapshot.environment.configuration;
  const [only, ...others] = versionLocations;
  if (only !== undefined && others.length === 0) return only;
  const file = snapshot.map.revisions.get(revisions[0] ?? '')?.script.file;
  const folder = file?.slice(0, file.lastIndexOf('/'));
  return folder !== undefined && versionLocations.includes(folder) ? folder : undefined;
}

/** Why the written file would not be the promised revision. */
export function flawOfRevision(
  text: string,
  snapshot: EnvironmentSnapshot,
  { parents: revisions, branchLabels = [], kind }: NewRevisionFile,
): string | undefined {
  const { instead } = words[kind];
  const { configuration } = snapshot.environment;
  const { header, problems } = readRevisionFile(text);
  const [problem] = problems;
  if (problem) {
    const what = lowerFirst(problem.message);
    return `script.py.mako writes a file that Python can't load, so correct the template: ${what}`;
  }
  const id = header.revision?.value;
  if (id?.kind !== 'string' || snapshot.map.revisions.has(id.value)) {
    return `script.py.mako writes a file without a new id of its own; correct the template.`;
  }
  const parents = header.down_revision && namesIn(header.down_revision.value);
  if (
    !parents ||
    parents.length !== revisions.length ||
    parents.some((name, index) => name !== revisions[index])
  ) {
    return `script.py.mako does not write the parents as down_revision; correct the template.`;
  }
  const labels = header.branch_labels && namesIn(header.branch_labels.value);
  if (branchLabels.some((label) => !labels?.includes(label))) {
    return `script.py.mako does not write the branch label; correct the template.`;
  }
  if (kindOfEncoding(configuration.outputEncoding) !== 'utf-8' && /[^\0-\x7f]/.test(text)) {
    return `The file would be written in ${configuration.outputEncoding} and holds characters beyond ASCII; ${instead}.`;
  }
  return undefined;
}
