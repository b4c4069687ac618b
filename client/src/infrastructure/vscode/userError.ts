import { settingsSection } from '../../../../server/protocol/identifiers';
import type { ClientSettings, ServerSettings } from '../../../../server/protocol/settings';

/** A next step offered beside a message, as a button that runs a command. */
export interface MessageAction {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
  /** Whether the command also gets what failed, to run it again: an `Again` as its last argument. */
  readonly goesOn?: true;
}

/** What failed, to be run again. */
export interface Again {
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Runs a function as a command, so that what it throws is told; only this extension calls it. */
export const runFunction = '_alembicWorkbench.run';

/** What is no command, to be run again with what was typed and chosen. */
export function againBy(run: () => unknown): Again {
  return { command: runFunction, arguments: [run] };
}

/** The button that runs it again. */
export function tryAgain(again: Again): MessageAction {
  return { title: 'Try Again', ...again };
}

/** The buttons, those among them that go on with what failed. */
export function withAgain(
  actions: readonly MessageAction[],
  again: Again | undefined,
): readonly MessageAction[] {
  return actions.map((action) =>
    action.goesOn && again ? { ...action, arguments: [...(action.arguments ?? []), again] } : action,
  );
}

/**
 * Why a command stops here: one sentence for the person, with actions. Never a defect, so no stack is logged.
 */
export class UserError extends Error {
  /** Whether the command that stopped here is offered once more. */
  readonly offersTryAgain: boolean;

  constructor(
    message: string,
    readonly actions: readonly MessageAction[] = [],
    readonly severity: 'error' | 'warning' | 'information' = 'error',
    { offersTryAgain = false }: { readonly offersTryAgain?: boolean } = {},
  ) {
    super(message);
    this.name = 'UserError';
    this.offersTryAgain = offersTryAgain;
  }
}

/** A button that shows what is wrong, each at its place. */
export const showProblems: MessageAction = {
  title: 'Show Problems',
  command: 'workbench.actions.view.problems',
};

/**
 * A button that opens the settings at one of this extension's: those of the workspace, for a remote window
 * hides most of ours from the user's.
 */
export function openSetting(name: keyof ClientSettings | keyof ServerSettings): MessageAction {
  return {
    title: 'Open Setting',
    command: 'workbench.action.openWorkspaceSettings',
    arguments: [{ query: `${settingsSection}.${name}` }],
  };
}
