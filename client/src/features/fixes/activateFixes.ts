import { commandIds } from '../../../../server/protocol/identifiers';
import { followActionUp } from '../../infrastructure/server/actionFollowUp';
import { askingAction, moveAfterAsking, moveOnceAsked } from './askBeforeMoving';
import { askBeforeRename } from './askBeforeNewId';
import { disableRule } from './disableRule';
import { generateDowngrade } from './generateDowngrade';
import { giveNewRevisionId } from './newRevisionId';
import { tellActionChange, tellOfAction } from './tellActionChange';
import { rebase } from './rebase';
import { reparent } from './reparent';
import type { FixServices } from './revisionOfCommand';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Commands that fix a history: moving revisions, giving them other ids, turning rules off. */
export function activateFixes(
  services: FixServices & Pick<WorkbenchServices, 'commands' | 'languageServer'>,
): void {
  const { commands, languageServer: actions } = services;
  commands.register(commandIds.rebase, (row) => rebase(services, row));
  commands.register(commandIds.reparent, (row) => reparent(services, row));
  commands.register(commandIds.newRevisionId, (row) => giveNewRevisionId(services, row));
  commands.register(commandIds.generateDowngrade, (row) => generateDowngrade(services, row));
  commands.registerInternal(moveAfterAsking, (waiting) => moveOnceAsked(services, waiting));
  commands.registerInternal(tellOfAction, (made) => tellActionChange(services, made));
  commands.registerInternal(followActionUp, () => actions.actionFollowUp.run());
  actions.guard = (action, data) => askingAction(services, action, data);
  actions.askBeforeRename = (document, id, newId) => askBeforeRename(services, document, id, newId);
  commands.register(commandIds.disableRule, (argument) => disableRule(services, argument));
}
