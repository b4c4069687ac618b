import * as vscode from 'vscode';
import type { UnseenModelDto } from '../../../../server/protocol/unseenModels';
import type { ModelDifference } from '../../infrastructure/alembic/bridge/bridgeAnswers';

/** A table that would be dropped while its model is there, unseen: the difference says so and leads to it. */
export function withUnseenModel(
  difference: ModelDifference,
  unseen: readonly UnseenModelDto[],
): ModelDifference {
  const model = unseen.find(({ table }) => table === difference.table);
  if (!model || !/^(?:drop|remove) table$/.test(difference.operation)) return difference;
  const detail = `env.py does not see its model '${model.className}'`;
  return {
    ...difference,
    detail,
    file: vscode.Uri.parse(model.uri).fsPath,
    line: model.range.start.line + 1,
  };
}
