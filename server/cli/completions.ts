import type { Argument, Command, Option } from 'commander';

export const completionShells = ['bash', 'zsh', 'fish'] as const;

/** A script that completes the commands, options and values of `alembic-ls` in a shell. */
export function completionScript(shell: (typeof completionShells)[number], program: Command): string {
  const whole = completed(program);
  const commands = program.createHelp().visibleCommands(program).map(completed);
  switch (shell) {
    case 'bash':
      return bashScript(whole, commands);
    case 'zsh':
      return zshScript(whole, commands);
    case 'fish':
      return fishScript(whole, commands);
  }
}

interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** The words that its arguments may be, where these are known. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

interface CompletedOption {
  /** With their dashes. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What follows it: nothing, one of some words, a path, or what nobody can complete. */
  readonly value: 'none' | 'directory' | 'file' | 'text' | readonly string[];
}

function completed(command: Command): CompletedCommand {
  const shown = command.createHelp().visibleOptions(command);
  return {
    name: command.name(),
    description: command.description(),
    options: shown.map(completedOption),
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    takesFiles: command.registeredArguments.some(namesFile),
  };
}

function completedOption(option: Option): CompletedOption {
  const flags = [option.long, option.short].filter((flag) => flag !== undefined && flag !== null);
  return { flags, description: option.description, value: valueOf(option) };
}

function valueOf(option: Option): CompletedOption['value'] {
  if (!option.required && !option.optional) return 'none';
  if (option.argChoices) return option.argChoices;
  if (option.flags.includes('<dir>')) return 'directory';
  return option.flags.includes('<file>') ? 'file' : 'text';
}

function namesFile({ description }: Argument): boolean {
  return description.includes('file');
}

/** Options with values, by their flags; the values of each command if commands differ. */
function valuesOf(
  commands: readonly CompletedCommand[],
): ReadonlyMap<string, ReadonlyMap<string, CompletedOption['value']>> {
  const values = new Map<string, Map<string, CompletedOption['value']>>();
  for (const { name, options } of commands) {
    for (const { flags, value } of options) {
      if (value === 'none') continue;
      const key = flags.join('|');
      const known = values.get(key) ?? new Map<string, CompletedOption['value']>();
      values.set(key, known.set(name, value));
    }
  }
  return values;
}

type Values = readonly (readonly [flags: string, byCommand: ReadonlyMap<string, CompletedOption['value']>])[];

/** Branches of a shell's `case` on the previous word; `$name` tells commands apart if they differ. */
function casesOf(values: Values, reply: (value: CompletedOption['value']) => string): readonly string[] {
  return values.map(([flags, byCommand]) => {
    const replies = new Set([...byCommand.values()].map(reply));
    if (replies.size === 1) return `${flags}) ${[...replies].join('')}; return ;;`;
    const each = [...byCommand].map(([command, value]) => `${command}) ${reply(value)} ;;`);
    return `${flags}) case "$name" in ${each.join(' ')} esac; return ;;`;
  });
}

function bashReply(value: CompletedOption['value']): string {
  if (value === 'directory') return 'COMPREPLY=($(compgen -d -- "$current"))';
  if (value === 'file') return 'COMPREPLY=($(compgen -f -- "$current"))';
  return typeof value === 'string' ? ':' : `COMPREPLY=($(compgen -W "${value.join(' ')}" -- "$current"))`;
}

function zshReply(value: CompletedOption['value']): string {
  if (value === 'directory') return '_files -/';
  if (value === 'file') return '_files';
  return typeof value === 'string' ? ':' : `compadd -- ${value.join(' ')}`;
}

function flagsOf(command: CompletedCommand): readonly string[] {
  return command.options.flatMap(({ flags }) => flags);
}

function bashScript(whole: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const values = [...valuesOf([whole, ...commands])];
  const afterOption = casesOf(values, bashReply);
  const cases = commands.map((command) => {
    const files = command.takesFiles ? ' files=yes' : '';
    return `${command.name}) name="$word" words="${[...flagsOf(command), ...command.words].join(' ')}"${files} ;;`;
  });
  const first = [...commands.map(({ name }) => name), ...flagsOf(whole)];
  return `_alembic_ls() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" word name="" words="" files=""
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$previous" in
      ${values.map(([flags]) => flags).join('|')}) previous=""; continue ;;
    esac
    previous="$word"
    if [ -n "$words" ]; then continue; fi
    case "$word" in
${cases.map((line) => `      ${line}`).join('\n')}
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${afterOption.map((line) => `    ${line}`).join('\n')}
  esac
  if [ -z "$words" ]; then words="${first.join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -F _alembic_ls alembic-ls
`;
}

function zshScript(whole: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const values = [...valuesOf([whole, ...commands])];
  const described = (word: string, description: string): string =>
    quoted(`${word.replaceAll(':', '\\:')}:${description}`);
  const flags = ({ options }: CompletedCommand): string[] =>
    options.flatMap((option) => option.flags.map((flag) => described(flag, option.description)));
  const afterOption = casesOf(values, zshReply);
  const cases = commands.map((command) => {
    const files = command.takesFiles ? ' files=yes' : '';
    return `${command.name}) name="$word" choices=(${[...command.words, ...flags(command)].join(' ')})${files} ;;`;
  });
  return `#compdef alembic-ls
_alembic-ls() {
  local previous="" word name="" files=""
  local -a choices
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$previous" in
      ${values.map(([names]) => names).join('|')}) previous=""; continue ;;
    esac
    previous="$word"
    if (( $#choices )); then continue; fi
    case "$word" in
${cases.map((line) => `      ${line}`).join('\n')}
    esac
  done
  case "\${words[CURRENT-1]}" in
${afterOption.map((line) => `    ${line}`).join('\n')}
  esac
  if (( ! $#choices )); then
    choices=(${[...commands.map(({ name, description }) => described(name, description)), ...flags(whole)].join(' ')})
  fi
  _describe 'alembic-ls' choices
  if [[ -n "$files" ]]; then _files; fi
}
if [ "$funcstack[1]" = "_alembic-ls" ]; then _alembic-ls "$@"; else compdef _alembic-ls alembic-ls; fi
`;
}

function fishScript(whole: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const none = '-n __fish_use_subcommand';
  const lines = ['complete -c alembic-ls -f', ...whole.options.map((option) => fishOption(none, option))];
  for (const command of commands) {
    lines.push(`complete -c alembic-ls ${none} -a ${command.name} -d ${quoted(command.description)}`);
    const seen = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    lines.push(...command.options.map((option) => fishOption(seen, option)));
    if (command.words.length > 0)
      lines.push(`complete -c alembic-ls ${seen} -a ${quoted(command.words.join(' '))}`);
    if (command.takesFiles) lines.push(`complete -c alembic-ls ${seen} -F`);
  }
  return `${lines.join('\n')}\n`;
}

function fishOption(condition: string, { flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `complete -c alembic-ls ${condition} ${names.join(' ')}${fishValue(value)} -d ${quoted(description)}`;
}

function fishValue(value: CompletedOption['value']): string {
  if (value === 'none') return '';
  if (value === 'directory') return " -x -a '(__fish_complete_directories)'";
  if (value === 'file') return ' -r -F';
  return value === 'text' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
}

/** In single quotes, which mean the same to zsh and fish as long as none is inside. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
