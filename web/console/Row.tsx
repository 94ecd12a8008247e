/** A line of a card's list of facts. */
import type { ComponentChildren, JSX } from 'preact';

/** Nothing when there is nothing to say. */
export function Row({ name, children }: { name: string; children?: ComponentChildren }): JSX.Element | null {
  if (children === undefined || children === null || children === '' || children === false || children === 0)
    return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
