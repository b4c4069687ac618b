import { dependencyCycle } from './dependency-cycle';
import { duplicateRevisionId } from './duplicate-revision-id';
import { multipleHeads } from './multiple-heads';
import { revisionCycle } from './revision-cycle';
import type { Rule } from './rule';
import { selfReference } from './self-reference';
import { unknownDownRevision } from './unknown-down-revision';
import { unreadableHeader } from './unreadable-header';

/** Every rule there is, in the order in which lists show them. */
export const rules: readonly Rule[] = [
  unreadableHeader,
  unknownDownRevision,
  duplicateRevisionId,
  selfReference,
  revisionCycle,
  dependencyCycle,
  multipleHeads,
];
