import { detailedFindings } from '../../core/answers/detailedFindings';
import { reviewAnswer } from '../../core/answers/reviewAnswer';
import { reviewMarkdown } from '../../core/render/reviewMarkdown';
import { defaultRuleSettings } from '../../core/rules/engine/ruleSettings';
import { projectDialect } from '../../core/schema/projectDialect';
import type { CommandHost } from '../host';
import { jsonText } from '../jsonText';
import { hasFailure, noEnvironment } from '../report';
import { readDiscovered, shownConfig, shownPath } from '../selectEnvironments';
import type { CheckOptions } from './check';
import { checkAll } from './check';

/** Options of `alembic-ls review`. */
export interface ReviewOptions extends Pick<
  CheckOptions,
  'cwd' | 'config' | 'name' | 'json' | 'git' | 'base'
> {
  readonly format: 'markdown' | 'json';
}

/** `alembic-ls review`: what this branch brings. Fails where a check without options does. */
export async function reviewCommand(
  host: CommandHost,
  given: ReviewOptions,
  version: string,
): Promise<number> {
  const options: CheckOptions = { ...given, format: 'json', failOn: 'warning' };
  const { snapshots, workbench } = readDiscovered(host, options);
  if (snapshots.length === 0) return noEnvironment(host, workbench);
  const request = { snapshots, settings: defaultRuleSettings, since: () => [] };
  const shown = (path: string): string => shownPath(host, options, path);
  const reviews = (await checkAll(host, options, request)).map(({ snapshot, git, findings }) => {
    const { configuration } = snapshot.environment;
    const { dialect } = projectDialect(host.fileSystem, configuration, snapshot.files);
    const textOf = (file: string): string | undefined =>
      snapshot.filesByPath.get(file)?.readText() ?? host.fileSystem.readText(file);
    const detailed = detailedFindings(snapshot, findings, { version, textOf, shownPath: shown });
    const config = shownConfig(host, options, snapshot);
    const { section } = configuration;
    return { config, section, ...reviewAnswer(snapshot, git, { findings: detailed, dialect }, shown) };
  });
  if (options.json || given.format === 'json') host.print(jsonText({ environments: reviews }));
  else
    for (const review of reviews) {
      const { config, section } = review;
      host.print(reviewMarkdown(section === 'alembic' ? config : `${config} [${section}]`, review));
    }
  return reviews.some(({ findings }) => hasFailure(findings)) ? 1 : 0;
}
