import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { ClientSettings, RunnerSettings } from '../../../../../server/protocol/settings';

/** The names under which settings know an environment. */
type Labels = Pick<EnvironmentDto, 'label' | 'labelInFolder' | 'isKnownByLabelInFolder'>;

/**
 * The entry of one environment: by its label, in the settings of its folder by the label without the folder's
 * name, and elsewhere by that too where it means this environment alone.
 */
export function ownSettings(
  { label, labelInFolder, isKnownByLabelInFolder }: Labels,
  all: ClientSettings['environments'],
  inFolder: ClientSettings['environments'],
): Partial<RunnerSettings> {
  const anywhere = isKnownByLabelInFolder ? all[labelInFolder] : undefined;
  return all[label] ?? inFolder[labelInFolder] ?? anywhere ?? {};
}
