import { addFunction } from '../repair/addFunction';
import type { FixKind, FixOf } from './fixKind';

/** Write the function that is missing, in the style of the others. */
export const addFunctionKind: FixKind<FixOf<'add-function'>> = {
  title: ({ name, body }) =>
    body === 'raise' ? `Add a ${name}() that says there is no way back` : `Add an empty ${name}()`,
  apply: (snapshot, fix) => addFunction(snapshot, fix, addFunctionKind.title(fix)),
};
