/**
 * A request's name with the types of its parameters and result; each side wraps it in its own library's
 * class.
 */
export interface RequestMethod<Params, Result> {
  readonly method: string;
  /** Never present; carries the types. */
  readonly __types?: { readonly params: Params; readonly result: Result };
}

/** A notification's name with the type of its parameters. */
export interface NotificationMethod<Params> {
  readonly method: string;
  /** Never present; carries the type. */
  readonly __types?: { readonly params: Params };
}
