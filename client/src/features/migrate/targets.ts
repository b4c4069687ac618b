import * as vscode from 'vscode';
import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { OwnCommandDto } from '../../../../server/protocol/ownCommands';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import type { DirectionWords } from './direction';

/** What the pick list is made of. */
export interface TargetChoice {
  readonly words: DirectionWords;
  readonly environment: EnvironmentDto;
  readonly history: HistoryDto;
  readonly databases: readonly DatabaseState[];
  readonly known: KnownDatabases;
  /** The project's own command lines for it. */
  readonly lines: readonly OwnCommandDto[];
}

/** What was picked: a target, or a line of the project's that takes one or means the newest. */
export type PickedTarget =
  { readonly target: string } | { readonly line: string; readonly takesTarget: boolean };

type TargetItem = PickRow & { readonly picks?: PickedTarget };

/**
 * Asks for a target: first what has a name and would run something, then the revisions. Throws where nothing
 * would run.
 */
export async function pickTarget(server: HistoryServer, choice: TargetChoice): Promise<PickedTarget> {
  const named = await namedTargets(server, choice);
  const revisions = revisionTargets(choice);
  if (named.length === 0 && revisions.length === 0) throw nothingToDo(choice);
  const items: TargetItem[] = [
    ...named,
    {
      label: choice.words.command === 'upgrade' ? 'Pending' : 'Applied',
      isHeading: true,
    },
    ...revisions,
    ...lineItems(choice.lines),
  ];
  const picked = await pickRow(items, {
    title: `${choice.words.title} · ${choice.environment.label}`,
    placeHolder: choice.words.command === 'upgrade' ? 'Upgrade to …' : 'Downgrade to …, which stays applied',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked?.picks) throw new vscode.CancellationError();
  return picked.picks;
}

function lineItems(lines: readonly OwnCommandDto[]): readonly TargetItem[] {
  if (lines.length === 0) return [];
  return [
    { label: "The project's own command lines", isHeading: true },
    ...lines.map(({ line, path }) => ({
      icon: 'terminal',
      label: line,
      description: path,
      picks: { line, takesTarget: line.includes('${target}') },
    })),
  ];
}

async function namedTargets(
  server: HistoryServer,
  { words, environment, history, databases }: TargetChoice,
): Promise<readonly TargetItem[]> {
  const names =
    words.command === 'upgrade'
      ? upgradeNames(history)
      : [
          { target: '-1', meaning: 'one revision back' },
          ...history.branchLabels.map((label) => ({
            target: `${label}@-1`,
            meaning: 'one revision of the branch back',
          })),
          { target: 'base', meaning: 'revert everything' },
        ];
  const counts = await server.countSteps({
    environment: environment.key,
    direction: words.command,
    targets: names.map(({ target }) => target),
    databases: databases.map(({ heads }) => heads),
  });
  return names.flatMap(({ target, meaning }, index) => {
    const steps = counts?.[index] ?? [];
    const sum = steps.includes(null) ? 0 : steps.reduce<number>((all, some) => all + (some ?? 0), 0);
    if (sum === 0) return [];
    const icon = words.command === 'upgrade' ? 'arrow-up' : 'arrow-down';
    return [{ icon, label: target, description: `${meaning} · ${sum} to run`, picks: { target } }];
  });
}

function upgradeNames(history: HistoryDto): readonly { readonly target: string; readonly meaning: string }[] {
  const headNames =
    history.heads.length > 1
      ? [{ target: 'heads', meaning: `all ${history.heads.length} heads` }]
      : [{ target: 'head', meaning: describeHead(history) }];
  return [
    ...headNames,
    { target: '+1', meaning: 'the next revision' },
    ...history.branchLabels.map((label) => ({ target: `${label}@head`, meaning: 'the head of the branch' })),
  ];
}

function describeHead(history: HistoryDto): string {
  const id = history.heads[0];
  return history.revisions.find((revision) => revision.id === id)?.message ?? 'the newest revision';
}

function revisionTargets({ words, history, known }: TargetChoice): readonly TargetItem[] {
  const isUpgrade = words.command === 'upgrade';
  // To go down to the only row is to stay.
  const onlyRow = known.current.size === 1 ? [...known.current][0] : undefined;
  const wanted = ({ id }: RevisionDto): boolean =>
    isUpgrade ? !known.applied.has(id) : known.applied.has(id) && id !== onlyRow;
  return history.revisions.filter(wanted).map((revision) => ({
    icon: iconOf(revision, known),
    label: revision.message || revision.id,
    description: [revision.id, ...marks(revision, known, isUpgrade)].join(' · '),
    picks: { target: revision.id },
  }));
}

function marks(revision: RevisionDto, known: KnownDatabases, isUpgrade: boolean): readonly string[] {
  const all: (string | false)[] = [
    known.current.has(revision.id) && 'current',
    revision.isHead && 'head',
    // That of a downgrade's target is not run.
    isUpgrade && revision.destructive && 'drops tables or columns',
  ];
  return all.filter((mark) => mark !== false);
}

function iconOf(revision: RevisionDto, known: KnownDatabases): string {
  if (known.current.has(revision.id)) return 'database';
  return known.applied.has(revision.id) ? 'pass' : 'circle-outline';
}

function nothingToDo({ words, environment }: TargetChoice): UserError {
  const sentence =
    words.command === 'upgrade'
      ? `Nothing to upgrade: the database has every revision of ${environment.label}.`
      : `Nothing to downgrade: no revision of ${environment.label} is applied.`;
  return new UserError(sentence, [], 'information');
}
