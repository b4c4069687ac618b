/**
 * Revision files as a commit has them, the one that was asked for first, or the one sentence that says why
 * there are none.
 */
export type GitFiles =
  | { readonly ok: true; readonly files: readonly { readonly path: string; readonly text: string }[] }
  | { readonly ok: false; readonly reason: string };

/** Where nobody could ask Git. */
export const withoutGit: GitFiles = {
  ok: false,
  reason:
    'Git is not read here, so there is nothing to restore from: trust the workspace, and have Git installed.',
};
