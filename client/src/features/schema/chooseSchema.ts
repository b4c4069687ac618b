import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { pickRevision } from '../../infrastructure/environments/pickRevision';
import type { NamedTarget } from '../../infrastructure/environments/pickRevision';
import { commandRevision } from '../../infrastructure/environments/revisionInEditor';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What commands on schemas work with. */
export type SchemaServices = Pick<WorkbenchServices, 'store' | 'active' | 'server'>;

/** The place in a history after which a schema is meant. */
export interface ChosenSchema {
  readonly environment: EnvironmentDto;
  readonly history: HistoryDto;
  /** An id, or null for all heads. */
  readonly revision: string | null;
}

const heads = '\0heads';

/** The revision of a row or of a menu's file; from the palette the one that the person picks. */
export async function chooseSchema(
  services: SchemaServices,
  argument: unknown,
  title: string,
): Promise<ChosenSchema> {
  const known = await commandRevision(services.store, argument);
  if (known && argument !== undefined) return { ...known, revision: known.revision.id };
  const environment = known?.environment ?? (await chooseEnvironment(services.store, services.active, title));
  const history = known?.history ?? (await services.store.history(environment));
  if (!history) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  const own = known && {
    label: known.revision.message || known.revision.id,
    description: 'the file in the editor',
    target: known.revision.id,
  };
  const picked = await pickRevision(history, {
    title,
    placeHolder: 'After which revision?',
    named: [...(own ? [own] : []), ...headsOf(history)],
  });
  return { environment, history, revision: picked === heads ? null : picked };
}

/** The schemas to compare, the older one first; `named` is the other revision where it is known already. */
export async function chooseOther(
  { history, revision }: ChosenSchema,
  title: string,
  named: string | undefined,
): Promise<readonly [string | null, string | null]> {
  const other = named ?? (await pickOther({ history, revision }, title));
  // The history lists the newest first; the heads are newer than any one.
  const placeOf = (id: string | null): number => history.revisions.findIndex((each) => each.id === id);
  return placeOf(other) > placeOf(revision) ? [other, revision] : [revision, other];
}

async function pickOther(
  { history, revision }: Pick<ChosenSchema, 'history' | 'revision'>,
  title: string,
): Promise<string | null> {
  const parents = history.revisions.find(({ id }) => id === revision)?.downRevisions ?? [];
  const picked = await pickRevision(history, {
    title,
    placeHolder: 'With the schema after which other revision?',
    named: [
      ...history.revisions
        .filter(({ id }) => parents.includes(id))
        .map(({ id, message }) => ({ label: message || id, description: `${id} · parent`, target: id })),
      ...(revision === null ? [] : headsOf(history)),
    ],
    isWanted: ({ id }) => id !== revision,
  });
  return picked === heads ? null : picked;
}

function headsOf({ heads: ids }: HistoryDto): readonly NamedTarget[] {
  if (ids.length === 0) return [];
  const description = ids.length === 1 ? (ids[0] ?? '') : `all ${ids.length} heads together`;
  return [{ label: ids.length === 1 ? 'head' : 'heads', description, target: heads }];
}
