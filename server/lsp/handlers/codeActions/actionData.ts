import type { FixSpecification } from '../../../core/findings/fixSpecification';
import type { CodeActionFacts } from '../../../protocol/codeActions';

/** Scope of Fix All: a rule in an environment, or one file, where nothing else may change. */
export type FixAll = { readonly rule: string } | { readonly file: string };

export type ConfigFix = Extract<FixSpecification, { kind: 'edit-config' }>;

/** Data that a code action carries from the list to its resolving. */
export type ActionData =
  | (CodeActionFacts & ({ readonly fix: FixSpecification } | { readonly fixAll: FixAll }))
  /** Of a config file that leads to no environment. */
  | { readonly configFix: ConfigFix };
