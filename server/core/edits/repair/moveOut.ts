import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import { findFile, rewriteFiles } from '../header/rewriteFiles';
import { fileNameOf } from '../../files/paths';

type Given = Pick<EditContext, 'fileExists'>;

/**
 * Moves a file that is no revision into the script directory. Refused where Alembic would load it from there
 * too, or a revision imports it.
 */
export function moveOut(
  snapshot: EnvironmentSnapshot,
  path: string,
  title: string,
  context: Given,
): ChangeOutcome {
  const { configuration } = snapshot.environment;
  const name = fileNameOf(path);
  if (configuration.versionLocations.includes(configuration.scriptDirectory)) {
    return {
      ok: false,
      reason: 'The revisions lie beside env.py themselves; move the file elsewhere by hand.',
    };
  }
  const module = name.replace(/\.py$/, '').replace(/[^\w]/g, '\\$&');
  const imports = new RegExp(`^[ \\t]*(?:from|import)\\b[^#\\r\\n]*\\b${module}\\b`, 'm');
  const user = snapshot.files.find((file) => file.path !== path && imports.test(file.readText() ?? ''));
  if (user) {
    return {
      ok: false,
      reason: `${fileNameOf(user.path)} imports ${name}; move it by hand, and correct the import.`,
    };
  }
  return renamed(
    snapshot,
    path,
    title,
    `${configuration.scriptDirectory.replace(/\/$/, '')}/${name}`,
    context,
  );
}

/**
 * Gives a file a name that does not end in `.py`, so that Alembic does not load it. Refused where other
 * revisions build on it.
 */
export function excludeFile(
  snapshot: EnvironmentSnapshot,
  path: string,
  title: string,
  context: Given,
): ChangeOutcome {
  const id = snapshot.filesByPath.get(path)?.script?.id;
  const revision = id === undefined ? undefined : snapshot.map.revisions.get(id);
  const [user] = revision?.allNextRevisions ?? [];
  if (user !== undefined) {
    return { ok: false, reason: `${user} builds on ${fileNameOf(path)}; fix the file instead.` };
  }
  return renamed(snapshot, path, title, `${path}.aside`, context);
}

function renamed(
  snapshot: EnvironmentSnapshot,
  path: string,
  title: string,
  target: string,
  { fileExists }: Given,
): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  if (snapshot.filesByPath.has(target) || fileExists?.(target)) {
    return { ok: false, reason: `${fileNameOf(target)} exists there already; move the file by hand.` };
  }
  return rewriteFiles(title, [], [{ from: path, to: target, before: found.file.text }]);
}
