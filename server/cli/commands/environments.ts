import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { shownPath } from '../selectEnvironments';
import { visibleText } from '../../core/text/visibleText';

/** `alembic-ls environments`: what was found, and where its revisions are. */
export async function environmentsCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, ({ environment, files }) => {
    const { configuration } = environment;
    const lines = [
      `config            ${configuration.configFile ? shownPath(host, options, configuration.configFile) : '(none)'} [${configuration.section}]`,
      `script location   ${shownPath(host, options, configuration.scriptDirectory)}`,
      ...configuration.versionLocations.map(
        (location) => `version location  ${shownPath(host, options, location)}`,
      ),
      `revision files    ${String(files.length)}`,
      ...configuration.explanations.map((explanation) => `note              ${explanation}`),
    ];
    return { keys: {}, text: `${lines.map(visibleText).join('\n')}\n`, failed: false };
  });
}
