/** A next step offered beside a message, as a button that runs a command. */
export interface WayOut {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** Why a command stops here: one sentence for the person, with ways out. Never a defect, so no stack is logged. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly waysOut: readonly WayOut[] = [],
    readonly severity: 'error' | 'warning' | 'information' = 'error',
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
