import type { Command } from 'commander';

export const completionShells = ['bash', 'zsh', 'fish'] as const;

/** A script that completes the commands and options of `alembic-ls` in a shell. */
export function completionScript(shell: (typeof completionShells)[number], program: Command): string {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    words: [
      ...command.options.flatMap((option) =>
        [option.long, option.short].filter((flag) => flag !== undefined),
      ),
      ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    ],
  }));
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return `#compdef alembic-ls\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case 'fish':
      return fishScript(commands);
  }
}

interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly words: readonly string[];
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, words }) => `    ${name}) words="${words.join(' ')}" ;;`);
  return `_alembic_ls() {
  local current="\${COMP_WORDS[COMP_CWORD]}" word words=""
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --cwd) COMPREPLY=($(compgen -d -- "$current")); return ;;
    -c|--config) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
${cases.map((line) => `  ${line}`).join('\n')}
    esac
  done
  if [ -z "$words" ]; then words="${commands.map(({ name }) => name).join(' ')} --cwd --config --name --json --help --version"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _alembic_ls alembic-ls
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, description, words }) => [
    `complete -c alembic-ls -f -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...words.map((word) => {
      const seen = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      if (word.startsWith('--')) return `complete -c alembic-ls ${seen} -l ${word.slice(2)}`;
      if (word.startsWith('-')) return `complete -c alembic-ls ${seen} -s ${word.slice(1)}`;
      return `complete -c alembic-ls -f ${seen} -a ${word}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
