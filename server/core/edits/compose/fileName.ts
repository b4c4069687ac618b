import type { AlembicConfiguration } from '../../config/alembicConfiguration';
import { ConfigurationError } from '../../config/configurationError';
import { formatOption } from '../../config/formatOption';
import { flawOfRelativePath } from '../../files/containment';
import type { AlembicError } from '../../revision/errors/alembicError';
import { epoch } from '../../text/createDate';
import type { CreateDate } from '../../text/createDate';

/**
 * The file name below the version location, with `/` where the template has directories, or why Alembic would
 * fail to make one.
 */
export type FileNameOutcome =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: string; readonly error: AlembicError };

/** The name that Alembic gives the file of a new revision, by `file_template` and `truncate_slug_length`. */
export function renderFileName(
  configuration: Pick<AlembicConfiguration, 'fileTemplate' | 'truncateSlugLength'>,
  revisionId: string,
  message: string,
  date: CreateDate,
): FileNameOutcome {
  const { fileTemplate, truncateSlugLength } = configuration;
  try {
    const name = formatOption(fileTemplate, {
      rev: revisionId,
      slug: slugOf(message, truncateSlugLength || 40),
      epoch: date.epochSeconds,
      year: date.year,
      month: date.month,
      day: date.day,
      hour: date.hour,
      minute: date.minute,
      second: date.second,
    });
    return { ok: true, name: `${name}.py` };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const reason = `file_template ‘${fileTemplate}’ can't be filled in: ${error.type}: ${error.message}; correct it in the configuration.`;
    return { ok: false, reason, error: error.alembicError };
  }
}

/**
 * The sentence on a file name from `file_template` that does not stay below the version location; undefined
 * for one that does.
 */
export function whyOutside(fileTemplate: string, name: string): string | undefined {
  const flaw = flawOfRelativePath(name);
  return flaw === undefined
    ? undefined
    : `file_template ‘${fileTemplate}’ gives the file name ‘${name}’, which ${flaw}, so that it could lead out of the version location; correct file_template in the configuration.`;
}

/**
 * The sentence on a `file_template` that leads out of the version location whatever the revision is;
 * undefined for one that does not, or makes no name.
 */
export function flawOfFileTemplate(
  configuration: Pick<AlembicConfiguration, 'fileTemplate' | 'truncateSlugLength'>,
): string | undefined {
  const name = renderFileName(configuration, 'ae1027a6acf', 'message', epoch);
  return name.ok ? whyOutside(configuration.fileTemplate, name.name) : undefined;
}

/**
 * The message's words joined by underscores, cut back to a whole word where it is longer than `limit`
 * characters.
 */
function slugOf(message: string, limit: number): string {
  const slug = [...(message.match(/[\p{L}\p{N}_]+/gu) ?? []).join('_').toLowerCase()];
  if (slug.length <= limit) return slug.join('');
  const cut = slug.slice(0, limit).join('');
  const lastWord = cut.lastIndexOf('_');
  return `${lastWord < 0 ? cut : cut.slice(0, lastWord)}_`;
}
