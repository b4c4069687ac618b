import type { CancellationToken, CodeLens, CodeLensParams } from 'vscode-languageserver';
import type { DowngradeVerdict } from '../../core/features/downgradeVerdict';
import { downgradePlace, downgradeVerdict } from '../../core/features/downgradeVerdict';
import { LineIndex } from '../../core/text/lineIndex';
import { commandIds } from '../../protocol/identifiers';
import { toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import { runInSlices } from '../workspace/slices';
import type { FileOfEnvironment } from './revisionFiles';
import { filesOfUri } from './revisionFiles';

/** The longest time that a lens waits for the schema. Milliseconds. */
const patience = 5000;

const notRead = 'Whether this can be undone is not read yet';

/** What a lens carries from the list to its resolving. */
interface LensData {
  readonly uri: string;
}

/** The one provider of code lenses: what stands above `downgrade`. */
export function registerCodeLens(session: Session): Capabilities {
  const { connection, log, client } = session;
  if (!client.generatesDowngrades) return {};
  connection.onCodeLens(
    runSafe<CodeLensParams, CodeLens[]>('codeLens', [], log, async ({ textDocument: { uri } }) => {
      const [found] = await filesOfUri(session, uri);
      return found ? downgradeLenses(found, uri) : [];
    }),
  );
  connection.onCodeLensResolve((lens, token) =>
    runSafe<CodeLens, CodeLens>('codeLens/resolve', withTitle(lens, notRead), log, (asked, stop) =>
      resolved(session, asked, stop),
    )(lens, token),
  );
  return { codeLensProvider: { resolveProvider: true } };
}

function downgradeLenses({ indexed, snapshot, file }: FileOfEnvironment, uri: string): CodeLens[] {
  const place = indexed.folder.settings.codeLens ? downgradePlace(file) : undefined;
  if (!place || !file.script) return [];
  const range = toRange(new LineIndex(file.text), place.range);
  const data: LensData = { uri };
  const verdict: CodeLens = { range, data };
  if (!place.isEmpty) return [verdict];
  const argument = { environmentKey: snapshot.environment.key, revisionId: file.script.id };
  return [{ range, command: generateCommand('Generate downgrade()', argument) }, verdict];
}

/** The verdict on the way back, or that it is not known in time. */
async function resolved(session: Session, lens: CodeLens, token: CancellationToken): Promise<CodeLens> {
  const { uri } = (lens.data ?? {}) as Partial<LensData>;
  const [found] = uri === undefined ? [] : await filesOfUri(session, uri);
  if (!found?.file.script) return withTitle(lens, notRead);
  const verdict = await verdictOf(session, found, token, patience);
  if (!verdict) return withTitle(lens, notRead);
  if (verdict.kind !== 'partly') return withTitle(lens, verdictTitles[verdict.kind]);
  const argument = { environmentKey: found.snapshot.environment.key, revisionId: found.file.script.id };
  return { ...lens, command: generateCommand('Undone in part: complete downgrade()', argument) };
}

/** The verdict on a revision; undefined where it takes longer than `most` milliseconds. */
export async function verdictOf(
  { runtime, schemas }: Session,
  { snapshot, file }: FileOfEnvironment,
  token: CancellationToken,
  most: number,
): Promise<DowngradeVerdict | undefined> {
  const end = runtime.monotonicMilliseconds() + most;
  const { dialect } = schemas.dialectOf(snapshot);
  const work = downgradeVerdict(snapshot, file, dialect, schemas.memoryOf(snapshot));
  const isOver = (): boolean => token.isCancellationRequested || runtime.monotonicMilliseconds() > end;
  const found = await runInSlices(work, runtime, isOver);
  return found.finished ? found.value : undefined;
}

export const verdictTitles: Readonly<Record<DowngradeVerdict['kind'], string>> = {
  reversible: 'Reversible',
  'loses-data': 'Reversible, loses data',
  partly: 'Undone in part',
  'not-reversible': 'Not reversible',
};

function generateCommand(title: string, argument: unknown): NonNullable<CodeLens['command']> {
  return { title, command: commandIds.generateDowngrade, arguments: [argument] };
}

/** A lens that only says something. */
function withTitle(lens: CodeLens, title: string): CodeLens {
  return { ...lens, command: { title, command: '' } };
}
