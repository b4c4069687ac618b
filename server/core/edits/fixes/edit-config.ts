import { editConfig } from '../config/editConfig';
import type { FixKind, FixOf } from './fixKind';

/** Change a config file or env.py, or make a folder that a config file names. */
export const editConfigKind: FixKind<FixOf<'edit-config'>> = {
  title: ({ title }) => title,
  apply: (_snapshot, fix, context) => editConfig(fix, context),
  isSafe: ({ isCertain }) => isCertain === true,
};
