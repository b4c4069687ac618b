/** The outcome of writing, or the one sentence that says why every file is as it was. */
export type WriteOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };
