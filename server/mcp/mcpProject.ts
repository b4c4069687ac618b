import { availableParallelism } from 'node:os';
import type { DetailSources } from '../core/answers/detailedFindings';
import { isWithin, relativePath } from '../core/files/paths';
import { ModuleMemory } from '../core/models/moduleMemory';
import { modelScope, tablesSeen } from '../core/models/unseenModels';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { Finding } from '../core/findings/finding';
import type { GitFacts } from '../core/rules/engine/gitFacts';
import { defaultRuleSettings } from '../core/rules/engine/ruleSettings';
import { runRules } from '../core/rules/engine/runRules';
import { needsParser } from '../core/rules/engine/syntaxFacts';
import type { Dialect } from '../core/schema/dialect';
import { projectDialect } from '../core/schema/projectDialect';
import { finish } from '../core/text/finish';
import { GitReader } from '../disk/git/gitReader';
import { nodeEditSources } from '../disk/nodeEditSources';
import { nodeFileSystem } from '../disk/nodeFileSystem';
import type { ReadWorkspace, WorkspaceChoice } from '../disk/readWorkspace';
import { readWorkspace } from '../disk/readWorkspace';
import { SyntaxChecker } from '../disk/syntax/syntaxChecker';

/** Which of the environments that were found is meant. */
export interface EnvironmentName {
  readonly config?: string | undefined;
  readonly section?: string | undefined;
}

/** Something that a tool can't do: one sentence on what is wrong and what to do next. */
export class ToolError extends Error {}

/** The project that the tools answer about, read anew for each call. Nothing of it is run or written. */
export class McpProject {
  readonly fileSystem = nodeFileSystem;
  readonly editing = nodeEditSources;
  readonly #folder: string;
  readonly #choice: WorkspaceChoice;
  readonly #syntaxProgram: string;

  /** `syntaxProgram` is the bundle that checks the syntax of files. */
  constructor(folder: string, choice: WorkspaceChoice, syntaxProgram: string) {
    this.#folder = folder;
    this.#choice = choice;
    this.#syntaxProgram = syntaxProgram;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Throws a ToolError where the folder or the named config file can't be read. */
  read(): ReadWorkspace {
    const outcome = readWorkspace(this.fileSystem, this.#folder, this.#choice);
    if (!outcome.ok) throw new ToolError(`${outcome.reason}: start alembic-ls mcp in the project.`);
    return outcome.workspace;
  }

  /** The environment that is meant. Throws a ToolError where that is none, or several. */
  environment({ config, section }: EnvironmentName): EnvironmentSnapshot {
    const all = this.read().snapshots;
    if (all.length === 0)
      throw new ToolError(
        'There is no Alembic environment here: start alembic-ls mcp in the project, or run "alembic init".',
      );
    const found = all.filter(
      (each) =>
        (config === undefined || this.configOf(each) === config) &&
        (section === undefined || each.environment.configuration.section === section),
    );
    const [only, ...others] = found;
    if (only && others.length === 0) return only;
    const names = (found.length > 0 ? found : all).map(
      (each) => `${this.configOf(each)} [${each.environment.configuration.section}]`,
    );
    throw new ToolError(
      `${only ? 'There are several environments' : 'There is no such environment'}: name one with config and section, of ${names.join(', ')}.`,
    );
  }

  /** The config file as it is shown; the script directory where the environment has none. */
  configOf({ environment }: EnvironmentSnapshot): string {
    const { configFile, scriptDirectory } = environment.configuration;
    return this.shownPath(configFile ?? scriptDirectory);
  }

  /** Relative to the folder where a path lies in it. */
  readonly shownPath = (path: string): string => {
    if (path === this.#folder) return '.';
    return isWithin(path, this.#folder) ? relativePath(path, this.#folder) : path;
  };

  sources(snapshot: EnvironmentSnapshot | undefined, version: string): DetailSources {
    return {
      version,
      textOf: (file) => snapshot?.filesByPath.get(file)?.readText() ?? this.fileSystem.readText(file),
      shownPath: this.shownPath,
    };
  }

  dialectOf({ environment, files }: EnvironmentSnapshot): Dialect {
    return projectDialect(this.fileSystem, environment.configuration, files).dialect;
  }

  /** What Git says, compared with the named branch, the configured or a usual one. */
  async git(snapshot: EnvironmentSnapshot, base?: string): Promise<GitFacts | undefined> {
    const reader = new GitReader({ log: () => undefined });
    try {
      const mainBranch = base ?? snapshot.environment.workbench?.config.mainBranch ?? '';
      const facts = await reader.facts({ snapshot, mainBranch, isOpen: () => false });
      if (!facts && base !== undefined)
        throw new ToolError(
          `Nothing could be compared with ${base}: name a branch that Git has here, or leave it out.`,
        );
      return facts;
    } finally {
      reader.dispose();
    }
  }

  /** Everything that the rules say. */
  async findings(
    snapshot: EnvironmentSnapshot,
    git: GitFacts | undefined,
    judged?: 'all',
  ): Promise<readonly Finding[]> {
    const checker = new SyntaxChecker({
      program: this.#syntaxProgram,
      background: false,
      mostProcesses: Math.min(2, availableParallelism()),
      log: () => undefined,
    });
    const syntax = await checker.check(snapshot.files.filter(needsParser).map(({ path }) => path));
    const scope = modelScope(
      snapshot.environment,
      this.#folder,
      this.read().snapshots.map(({ environment }) => environment),
    );
    const unseenModels = finish(tablesSeen(this.fileSystem, scope, new ModuleMemory())).unseen;
    return runRules(snapshot, defaultRuleSettings, { git, syntax, unseenModels, judged });
  }
}
