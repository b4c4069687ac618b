/** The settings that the server reads, with their defaults. A test holds the manifest against them. */
export interface ServerSettings {
  /** Config files and sections to read in place of discovery; paths relative to the workspace folder. */
  readonly configFiles: readonly (string | { readonly file: string; readonly section?: string })[];
  /** Severity by rule id. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** The branch that deployed revisions are on; empty for origin/HEAD, main or master. */
  readonly mainBranch: string;
}

export type RuleLevel = 'error' | 'warning' | 'information' | 'hint' | 'off';

export const defaultServerSettings: ServerSettings = { configFiles: [], rules: {}, mainBranch: '' };

/** The settings that only the client reads, with their defaults. */
export interface ClientSettings {
  /** Python that runs Alembic; empty to find one. */
  readonly interpreter: string;
}

export const defaultClientSettings: ClientSettings = { interpreter: '' };
