import type { CodeAction } from 'vscode-languageserver';
import { fixConfigurations } from '../../../core/fixing/fixConfigurations';
import { isEmpty } from '../../../core/fixing/fixProject';
import { safeConfigurationFixOf } from '../../../core/fixing/safeFix';
import { discoverAtOnce } from '../../../core/project/discovery/discoverEnvironments';
import type { FileSystem } from '../../../core/files/fileSystem';
import { workbenchProblems } from '../../../core/rules/engine/workbenchProblems';
import type { ConfigurationProblem } from '../../../core/config/alembicConfiguration';
import type { Finding } from '../../../core/findings/finding';
import { fixAllKind } from '../../session/clientFacts';
import { boundsForConfig, passChange } from '../editing';
import type { Session } from '../../session/session';
import { toNamedFile } from '../../workspace/environmentReader';
import type { IndexState } from '../../workspace/indexState';
import { safeFixesTitle } from './fixAllActions';
import { toMadeEdit } from './madeEdit';

/**
 * The action that editors run on saving a config file, where a person has set it so; none where nothing in it
 * can be fixed safely.
 */
export function fixAllOfConfig(
  session: Session,
  { environments, problems }: IndexState,
  uri: string,
): CodeAction[] {
  const uris = session.uris();
  const isSafe = (finding: Finding): boolean =>
    uris.of(finding.file) === uri && safeConfigurationFixOf(finding).ok;
  const safe = [problems, ...[...environments.values()].map(({ findings }) => findings)].flatMap((found) =>
    found.filter(isSafe),
  );
  const [first] = safe;
  if (!first) return [];
  const codes = new Set(safe.map(({ code }) => code));
  const { change } = fixConfigurations({
    fileSystem: session.files,
    problemsOf: (fileSystem) => problemsIn(session, fileSystem, first.file),
    concerns: ({ code, file }) => file === first.file && codes.has(code),
    choose: safeConfigurationFixOf,
  });
  if (isEmpty(change)) return [];
  const passed = passChange(session, change, boundsForConfig(session, first.file));
  const title = safeFixesTitle;
  const { edit } = toMadeEdit(session, title, passed.ok ? { ...passed, title } : passed);
  return edit ? [{ title: safeFixesTitle, kind: fixAllKind, edit }] : [];
}

/** What is wrong in the config files of the workspace folders that a file is in. */
function problemsIn({ index }: Session, fileSystem: FileSystem, file: string): ConfigurationProblem[] {
  return index.folders
    .filter(({ path }) => file.startsWith(`${path}/`))
    .flatMap(({ path, settings, exclude }) => {
      const { environments, problems, workbench } = discoverAtOnce(fileSystem, path, {
        configFiles: settings.configFiles.map(toNamedFile),
        exclude,
      });
      const ownProblems = environments.flatMap(({ configuration }) => configuration.problems);
      return [...problems, ...ownProblems, ...workbenchProblems(workbench)];
    });
}
