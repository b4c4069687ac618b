import { isWithin, plainPath } from '../core/files/paths';

/** What a CI service tells of a run by its variables. */
export interface CiRun {
  /** The branch or commit that a pull request goes to; undefined for a run of another kind. */
  readonly base: string | undefined;
  /** The root of the checkout, to which its reports are relative. */
  readonly root: string | undefined;
}

/** Variables with the branch that a pull request goes to, by their service. */
const baseBranches = [
  // GitHub, Gitea, Forgejo
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  // Azure
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  // Jenkins
  'CHANGE_TARGET',
  'BUILDKITE_PULL_REQUEST_BASE_BRANCH',
] as const;

/** Variables with the root of the checkout. */
const roots = [
  'GITHUB_WORKSPACE',
  'CI_PROJECT_DIR',
  'BUILD_SOURCESDIRECTORY',
  'BITBUCKET_CLONE_DIR',
  'WORKSPACE',
  'BUILDKITE_BUILD_CHECKOUT_PATH',
] as const;

/** Reads the variables of the process; `toPath` gives a path of the system as ours. */
export function readCiVariables(environment: NodeJS.ProcessEnv, toPath: (path: string) => string): CiRun {
  const branch = firstOf(environment, baseBranches)?.replace(/^refs\/heads\//, '');
  // Merge requests of GitLab are checked out without the branches of others, but with this commit.
  const commit = environment['CI_MERGE_REQUEST_DIFF_BASE_SHA'] || undefined;
  const root = firstOf(environment, roots);
  return {
    base: branch === undefined ? commit : `origin/${branch}`,
    root: root === undefined ? undefined : plainPath(toPath(root)),
  };
}

/** A path relative to the checkout's root; undefined for one outside of it. */
export function pathInCheckout({ root }: CiRun, path: string): string | undefined {
  if (root === undefined || path === root || !isWithin(path, root)) return undefined;
  return path.slice(root.endsWith('/') ? root.length : root.length + 1);
}

function firstOf(environment: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  for (const name of names) if (environment[name]) return environment[name];
  return undefined;
}
