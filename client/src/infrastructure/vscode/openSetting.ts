import { settingsSection } from '../../../../server/protocol/identifiers';
import type { ClientSettings, ServerSettings } from '../../../../server/protocol/settings';
import type { MessageAction } from './refusal';

/** A button that opens the settings at one of this extension's. */
export function openSetting(name: keyof ClientSettings | keyof ServerSettings): MessageAction {
  return {
    title: 'Open Setting',
    command: 'workbench.action.openSettings',
    arguments: [`${settingsSection}.${name}`],
  };
}
