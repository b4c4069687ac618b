import { Argument, Command, CommanderError, Option } from 'commander';
import type { CheckOptions } from './commands/check';
import { completionScript, completionShells } from './completions';
import { environmentsCommand } from './commands/environments';
import { addAlembicCommands } from './alembicCommands';
import { branchesCommand } from './commands/branches';
import type { GraphOptions } from './commands/graph';
import { headsCommand } from './commands/heads';
import { historyCommand } from './commands/history';
import type { PlanOptions } from './commands/plan';
import { planCommand } from './commands/plan';
import { queryCommand } from './commands/query';
import type { ReviewOptions } from './commands/review';
import type { RebaseCommandOptions } from './commands/rebase';
import type { SchemaOptions } from './commands/schema';
import { showCommand } from './commands/show';
import type { CommandHost } from './host';
import { UsageError } from './host';
import { settleFirst, Stopped, tellInterrupted } from './interruptedChanges';
import type { CommonOptions } from './report';
import { orList } from '../core/text/lists';
import { failLevels } from './failLevels';
import { checkFormatNames } from '../core/render/check/checkFormatNames';
import { closestName } from '../core/text/closestName';
import { visibleText } from '../core/text/visibleText';

/** Runs a command line; gives its exit code: 0 fine, 1 findings or refused, 2 wrong use. */
export async function runCommandLine(
  words: readonly string[],
  host: CommandHost,
  version: string,
): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(host, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words.map(marked), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof Stopped) return 1;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    host.printError(`alembic-ls: ${visibleText(error.message)}\n`);
    return 2;
  }
}

/** All commands with their options and help; `exit` is told the exit code of the one that ran. */
function buildProgram(host: CommandHost, version: string, exit: (code: number) => void): Command {
  const program = new Command('alembic-ls')
    .description(
      'What Alembic would say about a project, found out by reading its files and running nothing.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        host.print(text);
      },
      writeErr: (text) => {
        host.printError(text);
      },
    })
    .helpCommand(false)
    .showHelpAfterError('(alembic-ls --help tells more)')
    .addHelpText('after', exitCodes);
  const command = (name: string, description: string): Command =>
    withCommonOptions(program.command(name).description(description));
  withCommonOptions(program).addOption(new Option('--format <format>').hideHelp());
  program.hook('preAction', async (_, each) => {
    if (independent.includes(each.name())) return;
    const options: CommonOptions & { readonly dryRun?: boolean } = optionsOf(each);
    const writes = writing.includes(each.name()) && options.dryRun !== true;
    await (writes ? settleFirst(host, options) : tellInterrupted(host, options));
  });

  command('environments', 'list the Alembic environments found here').action(async (_, each: Command) => {
    exit(await environmentsCommand(host, optionsOf(each)));
  });
  command('heads', 'list the heads')
    .option('--resolve-dependencies', 'leave out heads that other revisions depend on')
    .action(async (_, each: Command) => {
      exit(await headsCommand(host, optionsOf(each)));
    });
  command('branches', 'list the branch points with their children').action(async (_, each: Command) => {
    exit(await branchesCommand(host, optionsOf(each)));
  });
  command('history', 'list the revisions, newest first')
    .argument('[range]', 'start:end, as `alembic history -r` takes it', unmarked)
    .action(async (range: string | undefined, _, each: Command) => {
      exit(await historyCommand(host, range, optionsOf(each)));
    });
  command('show', 'show one revision in full')
    .argument('<revision>', 'any identifier that Alembic takes', unmarked)
    .action(async (identifier: string, _, each: Command) => {
      exit(await showCommand(host, identifier, optionsOf(each)));
    });
  addCheck(command('check', 'run every rule; fails on errors and warnings'), host, exit, version);
  command('review', 'show what this branch brings: revisions, schema, findings, conflicts')
    .option('--base <ref>', 'compare with this branch in place of origin/HEAD, main or master')
    .option('--no-git', 'do not compare with the main branch')
    .addOption(
      new Option('--format <format>', 'how the review is printed')
        .choices(['markdown', 'json'])
        .default('markdown'),
    )
    .action(async (_, each: Command) => {
      const { reviewCommand } = await import('./lazyModules');
      exit(await reviewCommand(host, optionsOf(each) as ReviewOptions, version));
    });
  command('schema', 'show the schema that a revision and its ancestors leave')
    .argument('[revision]', 'any identifier that Alembic takes; all heads without it', unmarked)
    .option('--diff <revision>', 'show what differs from the schema of this revision')
    .addOption(
      new Option('--format <format>', 'how the schema is printed')
        .choices(['text', 'json', 'sql', 'mermaid'])
        .default('text'),
    )
    .action(async (revision: string | undefined, _, each: Command) => {
      const { schemaCommand } = await import('./lazyModules');
      exit(await schemaCommand(host, revision, optionsOf(each) as SchemaOptions));
    });
  command('touches', 'list the revisions that touch a table or column, newest first')
    .argument('<table[.column]>', 'a table, or one of its columns')
    .action(async (target: string, _, each: Command) => {
      const { touchesCommand } = await import('./lazyModules');
      exit(await touchesCommand(host, target, optionsOf(each)));
    });
  command('downgrade-body', 'print the body of a downgrade() that undoes a revision')
    .argument('<revision>', 'any identifier that Alembic takes', unmarked)
    .action(async (identifier: string, _, each: Command) => {
      const { downgradeBodyCommand } = await import('./lazyModules');
      exit(downgradeBodyCommand(host, identifier, optionsOf(each)));
    });
  addPlan(command('plan', 'list the revisions that an upgrade or downgrade would run'), host, exit);
  addChanges(command, host, exit);
  command('graph', 'draw the history')
    .addOption(
      new Option('--format <format>', 'what it is drawn as')
        .choices(['svg', 'mermaid', 'dot', 'json'])
        .default('svg'),
    )
    .action(async (_, each: Command) => {
      const { graphCommand } = await import('./lazyModules');
      exit(await graphCommand(host, optionsOf(each) as GraphOptions));
    });
  command('query', 'answer one JSON question a line from standard input').action(async (_, each: Command) => {
    exit(await queryCommand(host, optionsOf(each)));
  });
  command('agents', 'print a section for AGENTS.md: how to add a migration here').action(
    async (_, each: Command) => {
      const { agentsCommand } = await import('./lazyModules');
      exit(agentsCommand(host, optionsOf(each)));
    },
  );
  command('rules', 'list the rules with their severities').action(async (_, each: Command) => {
    const { rulesCommand } = await import('./lazyModules');
    exit(rulesCommand(host, optionsOf(each)));
  });
  command('explain', 'print the page about a rule')
    .argument('<rule>', 'the id of a rule, as rules lists them')
    .action(async (id: string, _, each: Command) => {
      const { explainCommand } = await import('./lazyModules');
      exit(await explainCommand(host, id, optionsOf(each)));
    });
  program
    .command('help')
    .description('show what a command does and takes')
    .argument('[command]', 'a command; all of them without it')
    .action((name: string | undefined) => {
      helpOf(program, name).outputHelp();
    });
  addAlembicCommands(program);
  addFormats(program);
  program
    .command('completions')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>').choices([...completionShells]))
    .action((shell: (typeof completionShells)[number]) => {
      host.print(completionScript(shell, program));
    });
  program
    .command('server')
    .description('run the language server (editors do this)')
    .option('--stdio', 'speak over standard input and output, as it does without it')
    .action(() => {
      throw new UsageError('The server takes no options of other commands: run "alembic-ls server".');
    });
  withCommonOptions(program.command('mcp'))
    .description('answer agents over standard input and output, reading only')
    .action(() => {
      throw new UsageError('The server for agents is started by its first word: run "alembic-ls mcp".');
    });
  return program;
}

/** The command of a name. Throws a UsageError where there is none. */
function helpOf(program: Command, name: string | undefined): Command {
  if (name === undefined) return program;
  const commands = program.createHelp().visibleCommands(program);
  const found = commands.find((each) => each.name() === name);
  if (found) return found;
  const meant = closestName(
    name,
    commands.map((each) => each.name()),
  );
  const advice = meant === undefined ? ': "alembic-ls help" lists them.' : `; did you mean '${meant}'?`;
  throw new UsageError(`There is no command '${name}'${advice}`);
}

/** Gives every command that prints JSON the option `--format`, where it has none of its own. */
function addFormats(program: Command): void {
  for (const each of program.commands) {
    const names = each.options.map(({ long }) => long);
    if (names.includes('--json') && !names.includes('--format'))
      each.addOption(new Option('--format <format>', 'how the answer is printed').choices(['text', 'json']));
  }
}

/** Commands that look at no project. */
const independent: readonly string[] = ['completions', 'explain', 'help', 'mcp', 'rules', 'server'];
/** Commands that change files, where they are not asked to show the change alone. */
const writing: readonly string[] = ['fix', 'merge', 'rebase', 'rename'];

/** The commands that change files; their code is loaded when one of them runs. */
function addChanges(
  command: (name: string, description: string) => Command,
  host: CommandHost,
  exit: (code: number) => void,
): void {
  const change = (name: string, description: string): Command =>
    command(name, description).option('--dry-run', 'print a unified diff and write nothing');
  change('fix', 'apply the fix of every finding that has exactly one and needs no decision')
    .option('--rule <id...>', 'only findings of these rules')
    .option('--way <kind or title>', 'apply this fix to the findings of one rule in place of the safe one')
    .option('--base <ref>', 'compare with this branch where the rule does that')
    .addOption(new Option('--main-branch <ref>', 'older name of --base').hideHelp())
    .action(async (_, each: Command) => {
      const { fixCommand } = await import('./lazyModules');
      exit(await fixCommand(host, optionsOf(each)));
    });
  change('merge', 'write a merge revision, of the competing heads where none are named')
    .argument('[revisions...]', 'the heads to merge, as Alembic takes them')
    .option('-m, --message <message>', 'message of the merge revision')
    .option('--branch-label <label...>', 'branch labels of the merge revision')
    .option('--rev-id <id>', 'id of the merge revision in place of a random one')
    .option('--splice', 'merge revisions that are no heads, too')
    .action(async (revisions: readonly string[], _, each: Command) => {
      const { mergeCommand } = await import('./lazyModules');
      exit(await mergeCommand(host, revisions, optionsOf(each)));
    });
  change('rebase', 'move revisions on top of another one')
    .argument('[revisions...]', 'the revisions to move; those new on this branch according to Git without it')
    .requiredOption('--onto <revision>', 'the revision that becomes their parent')
    .option('--renumber', 'give moved revisions with sequential ids the next numbers')
    .option('--new-dates', 'write a new create date into the moved revisions')
    .action(async (revisions: readonly string[], _, each: Command) => {
      const { rebaseCommand } = await import('./lazyModules');
      exit(await rebaseCommand(host, revisions, optionsOf(each) as RebaseCommandOptions));
    });
  change('rename', 'give a revision another id, and everything that names it follows')
    .argument('<old>', 'any identifier that Alembic takes, or the revision file')
    .argument('[new]', 'the new id; a random one without it')
    .action(async (old: string, wanted: string | undefined, _, each: Command) => {
      const { renameCommand } = await import('./lazyModules');
      exit(await renameCommand(host, old, wanted, optionsOf(each)));
    });
}

function addCheck(check: Command, host: CommandHost, exit: (code: number) => void, version: string): void {
  check
    .argument('[files or folders...]', 'only findings that stand in these')
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices(['text', 'json', ...checkFormatNames])
        .default('text'),
    )
    .option('--output <file>', 'write the report to this file, and print text')
    .option('--base <ref>', 'compare with this branch in place of origin/HEAD, main or master')
    .addOption(new Option('--main-branch <ref>', 'older name of --base').hideHelp())
    .option('--no-git', 'do not compare with the main branch')
    .option('--all', 'judge the operations of old revisions too')
    .option('--since <revision>', 'this revision and its ancestors are old; may be repeated', gathered)
    .option('--rule <id=severity>', 'severity of a rule; may be repeated', gathered)
    .option('--baseline <file>', 'findings that this file knows are not told')
    .option('--write-baseline', 'write the baseline: everything that is found now')
    .addOption(
      new Option('--fail-on <severity>', 'the mildest finding that fails the check')
        .choices(failLevels)
        .default('warning'),
    )
    .option('--exit-zero', 'exit with 0 whatever is found')
    .option('--statistics', 'count findings by rule in place of listing them')
    .option('--watch', 'check again after each change, until Ctrl+C')
    .action(async (names: readonly string[], _, each: Command) => {
      const { checkCommand } = await import('./lazyModules');
      exit(await checkCommand(host, names, optionsOf(each) as CheckOptions, version));
    });
}

/** The values of an option that may be given several times. */
function gathered(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function addPlan(plan: Command, host: CommandHost, exit: (code: number) => void): void {
  plan
    .addArgument(new Argument('<direction>').choices(['upgrade', 'downgrade']))
    .argument('<target>', 'a revision, head, heads, base, +N, -N, label@head …', unmarked)
    .option('--from <id...>', 'rows of the version table; an empty database without it')
    .action(async (direction: 'upgrade' | 'downgrade', target: string, _, each: Command) => {
      const options = optionsOf(each) as PlanOptions;
      if (direction === 'downgrade' && !options.from)
        throw new UsageError('A downgrade starts from where the database stands: say so with --from ID.');
      exit(await planCommand(host, direction, target, options));
    });
}

const mark = '\0';

/** Ranges and targets such as `-3:` begin like an option; a plain number does not. */
function marked(word: string): string {
  return /^-\d+\D/.test(word) ? mark + word : word;
}

function unmarked(word: string): string {
  return word.startsWith(mark) ? word.slice(mark.length) : word;
}

/** The options of the command, with those given before its name; `--format json` is `--json`. */
function optionsOf(command: Command): CommonOptions {
  const options = command.optsWithGlobals<CommonOptions & { readonly format?: string }>();
  const { format } = options;
  const choices = command.options.find(({ long }) => long === '--format')?.argChoices ?? [];
  if (format !== undefined && !choices.includes(format))
    throw new UsageError(
      `${command.name()} prints no '${visibleText(format)}': use ${orList(choices)} with --format.`,
    );
  return { ...options, json: options.json === true || format === 'json' };
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--cwd <dir>', 'work as if run in this directory')
    .option('-c, --config <file>', 'read this config file in place of looking for environments')
    .option('-n, --name <section>', 'read this section of the config file')
    .option('--json', 'print one JSON object');
}

const exitCodes = `
Exit codes: 0 all is well, 1 something is wrong or refused, 2 wrong use.`;
