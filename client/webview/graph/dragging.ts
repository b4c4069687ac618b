import type { GraphModel } from './graphModel';

/** The type of what is dragged, so that nothing from elsewhere can be dropped here. */
const dragged = 'application/x-alembic-workbench-row';

/** What a drop means: two heads are merged, any other revision gets another parent. */
export type Drop =
  | { readonly kind: 'merge' }
  /** `child` is the row that gets the parent; for a missing parent that is the revision that names it. */
  | { readonly kind: 'reparent'; readonly child: number };

/** What happens where a row is dropped on another one; undefined where that has no meaning. */
export function dropOf(model: GraphModel, row: number, onto: number): Drop | undefined {
  const [moved, target] = [model.rows[row], model.rows[onto]];
  if (!moved || !target || row === onto || target.uri === null || target.kind === 'unreadable')
    return undefined;
  if (moved.isHead && target.isHead) return { kind: 'merge' };
  const [child, ...others] = moved.kind === 'missing' ? model.children(row) : [row];
  if (child === undefined || others.length > 0) return undefined;
  if (model.descendants(child).has(onto)) return undefined;
  const [parent, ...more] = model.parents(child);
  return parent === onto && more.length === 0 ? undefined : { kind: 'reparent', child };
}

/** Lets rows be dragged onto others, and shows where one may be dropped. */
export function followDragging(
  root: HTMLElement,
  rowOfEvent: (event: Event) => number | undefined,
  modelNow: () => GraphModel | undefined,
  host: { drop(row: number, onto: number): void },
): void {
  let moved = -1;
  let target: Element | null = null;
  const mark = (next: Element | null): void => {
    target?.classList.remove('target');
    target = next;
    target?.classList.add('target');
  };
  const isAllowed = (onto: number | undefined): onto is number => {
    const model = modelNow();
    return (
      moved >= 0 && onto !== undefined && model !== undefined && dropOf(model, moved, onto) !== undefined
    );
  };
  root.addEventListener('dragstart', (event) => {
    moved = rowOfEvent(event) ?? -1;
    event.dataTransfer?.setData(dragged, String(moved));
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  });
  root.addEventListener('dragover', (event) => {
    const onto = rowOfEvent(event);
    const isHere = isAllowed(onto);
    mark(isHere && event.target instanceof Element ? event.target.closest('.row') : null);
    if (isHere) event.preventDefault();
  });
  root.addEventListener('drop', (event) => {
    const onto = rowOfEvent(event);
    if (!isAllowed(onto)) return;
    event.preventDefault();
    host.drop(moved, onto);
  });
  root.addEventListener('dragend', () => {
    moved = -1;
    mark(null);
  });
}
