import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { BridgeError } from '../bridge/bridgeAnswers';
import type { RunTarget } from '../command/runTarget';
import { fileWithUrl, filesThatSet, findEnvFiles, sourceOfUrl } from '../output/envFiles';
import type { MessageAction } from '../../vscode/userError';

/** Names the env file of an environment's runs, and goes on with what failed; no command for others. */
export const useEnvFile = '_alembicWorkbench.useEnvFile';

/** What is to be used as an env file, and for which environment. */
export interface EnvFileWish {
  readonly environmentKey: string;
  readonly file: string;
}

/** Where the URL of a failure comes from, in words behind its sentence, and the buttons that lead there. */
export interface UrlSource {
  readonly words: string;
  readonly actions: readonly MessageAction[];
}

/** What an env file has to do with a failure about settings or the way to the database. */
export function urlSource(
  { kind, message }: Pick<BridgeError, 'kind' | 'message'>,
  target: RunTarget,
): UrlSource {
  const files = findEnvFiles(target);
  if (kind === 'settingMissing') {
    const [usable] = filesThatSet(files, message.split(', '));
    if (usable) return { words: '', actions: [use(usable.path, target)] };
    const [set] = files.filter(({ isSet }) => isSet);
    return { words: '', actions: set ? [open(set.path)] : [] };
  }
  const source = sourceOfUrl(files, message);
  if (source) {
    const { file, variable } = source;
    return { words: ` ${variable} in ${basename(file.path)} says so.`, actions: [open(file.path)] };
  }
  const file = fileWithUrl(files);
  return { words: '', actions: file ? [open(file.path)] : [] };
}

function open(path: string): MessageAction {
  return { title: `Open ${basename(path)}`, command: 'vscode.open', arguments: [vscode.Uri.file(path)] };
}

function use(file: string, { environment }: RunTarget): MessageAction {
  const wish: EnvFileWish = { environmentKey: environment.key, file };
  return { title: `Use ${basename(file)}`, command: useEnvFile, arguments: [wish], goesOn: true };
}
