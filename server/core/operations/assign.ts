import type { Expression } from '../python/syntax/expression';
import { itemsOf } from './containers';
import type { Machine } from './machine';
import type { ListValue, Scope, Value } from './value';
import { bind, isLive, unknown } from './value';

/** Binds a target of an assignment or loop. */
export function assign(machine: Machine, target: Expression, value: Value, scope: Scope): void {
  if (target.kind === 'name') bind(scope, target.name, value);
  else if (target.kind === 'starred') assign(machine, target.value, value, scope);
  else if (target.kind === 'sequence') assignItems(machine, target.items, value, scope);
  else if (target.kind === 'attribute') machine.evaluate(target.object, scope);
  else if (target.kind === 'subscript') {
    const object = machine.evaluate(target.object, scope);
    const key = target.index && machine.evaluate(target.index, scope);
    if (object.kind === 'list') assignItem(machine, object, key, value);
    if (object.kind !== 'dictionary') return;
    if (key?.kind === 'string' || key?.kind === 'number') object.entries.set(key.value, value);
    else object.doubt = 'a key of the dictionary is not known';
    if (machine.context.doubt !== undefined) object.doubt ??= machine.context.doubt;
  }
}

function assignItem(machine: Machine, list: ListValue, key: Value | undefined, value: Value): void {
  const at = key?.kind === 'number' ? (key.value < 0 ? list.items.length + key.value : key.value) : undefined;
  if (at === undefined || at < 0 || at >= list.items.length) list.doubt ??= 'a part of the list is replaced';
  else list.items[at] = value;
  if (machine.context.doubt !== undefined) list.doubt ??= machine.context.doubt;
}

/** Takes items out of lists and dictionaries, and names away. */
export function remove(machine: Machine, target: Expression, scope: Scope): void {
  if (target.kind === 'name') scope.variables.delete(target.name);
  else if (target.kind === 'sequence') for (const item of target.items) remove(machine, item, scope);
  else if (target.kind === 'subscript') {
    const object = machine.evaluate(target.object, scope);
    const key = target.index && machine.evaluate(target.index, scope);
    if (object.kind === 'list') {
      if (key?.kind === 'number' && key.value < object.items.length) object.items.splice(key.value, 1);
      else object.doubt ??= 'a part of the list is deleted';
    } else if (object.kind === 'dictionary') {
      if (key?.kind === 'string' || key?.kind === 'number') object.entries.delete(key.value);
      else object.doubt ??= 'a key of the dictionary is not known';
    } else return;
    if (machine.context.doubt !== undefined) object.doubt ??= machine.context.doubt;
  }
}

function assignItems(machine: Machine, targets: readonly Expression[], value: Value, scope: Scope): void {
  const items = itemsOf(value);
  const known = items?.doubt === undefined ? items?.items : undefined;
  const star = targets.findIndex(({ kind }) => kind === 'starred');
  const missing = (target: Expression): Value =>
    unknown(target.range, value.kind === 'unknown' ? value.reason : 'what is unpacked is not known', {
      isLive: isLive(value),
    });
  for (const [index, target] of targets.entries()) {
    if (!known || (star < 0 && known.length !== targets.length)) {
      assign(machine, target, missing(target), scope);
      continue;
    }
    const fromEnd = targets.length - index;
    if (index === star)
      assign(
        machine,
        target,
        {
          kind: 'list',
          form: 'list',
          items: known.slice(star, known.length - fromEnd + 1),
          range: target.range,
        },
        scope,
      );
    else {
      const item = star >= 0 && index > star ? known[known.length - fromEnd] : known[index];
      assign(machine, target, item ?? missing(target), scope);
    }
  }
}
