import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Outcome } from '../revision/errors/alembicError';
import { fail, succeed } from '../revision/errors/alembicError';
import type { Answer, Query } from '../revision/plan/query';
import { headsAreUndetermined, whyNameIsUndetermined, whyPlanIsUndetermined } from './undeterminedAnswers';
import { unknownParents, whyNotKnown } from './unknownParents';

/** The answer to a query without what only running files of the project would tell. */
export function knownAnswer(snapshot: EnvironmentSnapshot, query: Query, answer: Answer): Answer {
  const { files, mayHaveChild } = unknownParents(snapshot);
  if (files.length === 0) return answer;
  switch (query.ask) {
    case 'facts':
    case 'history':
      return withReason(answer, whyNotKnown(snapshot, 'The whole history'));
    case 'heads': {
      if (!headsAreUndetermined(snapshot)) return answer;
      const heads = snapshot.map.heads.filter((id) => !mayHaveChild.has(id));
      return withReason({ ...answer, value: heads }, whyNotKnown(snapshot, 'Whether there are other heads'));
    }
    case 'resolve':
      return inPlaceOf(answer, whyNameIsUndetermined(snapshot, query.arg));
    case 'upgrade':
    case 'downgrade': {
      const plan: Outcome<{ readonly steps: readonly string[] }> = answer.plan
        ? succeed({ steps: answer.plan })
        : fail(answer.error ?? { type: 'AssertionError', message: '' });
      return inPlaceOf(
        answer,
        whyPlanIsUndetermined(snapshot, query.ask, query.arg, query.current ?? [], plan),
      );
    }
    case 'stamp':
      return inPlaceOf(answer, firstOpen(snapshot, query.args));
    case 'new_revision':
      return inPlaceOf(answer, firstOpen(snapshot, [query.head ?? 'head']));
    case 'merge':
      return inPlaceOf(answer, firstOpen(snapshot, query.revisions));
    case 'current':
      return answer;
  }
}

function firstOpen(snapshot: EnvironmentSnapshot, names: readonly string[]): string | undefined {
  for (const name of names) {
    const reason = whyNameIsUndetermined(snapshot, name);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function withReason(answer: Answer, unknown: string | undefined): Answer {
  return unknown === undefined ? answer : { ...answer, unknown };
}

function inPlaceOf(answer: Answer, unknown: string | undefined): Answer {
  return unknown === undefined ? answer : { unknown };
}
