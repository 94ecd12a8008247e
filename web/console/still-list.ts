/**
 * Keeps what somebody points at under the pointer. Rows that grow, go or are taken up above it, and banners that come above the whole
 * list, would move another row there: the list is shifted by as much, before anything is painted. Where that does not help (the row
 * itself is gone, something came to lie over it) a press that was meant for one row is not taken for another. A finger points at
 * nothing before it taps: its tap is not taken where something else stood a moment ago.
 */

/** What a press is about. An element that is no row names its alert so, too. */
const NAMED = '[data-alert], [data-presses]';
/** So long after something moved, a hand may still be on its way to press what was there. */
const REACTION_MS = 500;
/** A hand that means to stay trembles by less. */
const TREMBLE_PX = 10;
/** Less than this nobody sees; browsers round. */
const LEAST_PX = 0.5;
/** Of the list: by how much its rows are shifted (alerts.css). */
const SHIFT = '--shift';

interface Pointed {
  /** Empty where nothing is named. */
  name: string;
  x: number;
  y: number;
  /** Of the row that is named, from the window's top. */
  top: number | undefined;
  /** Of the list, when it was pointed at. */
  scrollTop: number;
}

/** Something that is named, as it was seen: pixels of the window. */
interface Seen {
  name: string;
  top: number;
  bottom: number;
}

/**
 * @param frame all in which a press is about an alert @param rows the scrolling list within it
 * @param onMissed a press was not taken, since something else had moved there
 * @returns the way to end it
 */
export function keepStill(frame: HTMLElement, rows: HTMLElement, onMissed: () => void): () => void {
  let pointed: Pointed | undefined;
  let shift = 0;
  let movedAt = Number.NEGATIVE_INFINITY;

  const shiftTo = (px: number): void => {
    shift = px;
    rows.style.setProperty(SHIFT, `${px}px`);
  };
  const rowOf = (name: string): Element | undefined => [...rows.children].find((one) => nameOf(one) === name);
  const point = (x: number, y: number): void => {
    const name = nameAt(x, y);
    pointed = { name, x, y, top: rowOf(name)?.getBoundingClientRect().top, scrollTop: rows.scrollTop };
  };
  const hasScrolled = (): boolean =>
    pointed?.scrollTop !== rows.scrollTop && rows.scrollTop + rows.clientHeight < rows.scrollHeight - 1;
  const settle = (): void => {
    if (!pointed) return;
    if (hasScrolled()) point(pointed.x, pointed.y);
    const top = rowOf(pointed.name)?.getBoundingClientRect().top;
    if (top !== undefined && pointed.top !== undefined && Math.abs(top - pointed.top) >= LEAST_PX)
      shiftTo(shift + pointed.top - top);
    if (nameAt(pointed.x, pointed.y) !== pointed.name) movedAt = performance.now();
  };
  const taps = watchTaps(frame, rows);
  const onChange = (): void => {
    settle();
    taps.onChange();
  };
  const onScroll = (): void => {
    settle();
    taps.onScroll();
  };
  const isNear = ({ clientX, clientY }: MouseEvent): boolean =>
    pointed !== undefined && Math.hypot(clientX - pointed.x, clientY - pointed.y) <= TREMBLE_PX;

  const listeners = new AbortController();
  const { signal } = listeners;
  const onMove = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') return;
    if (performance.now() - movedAt >= REACTION_MS || !isNear(event)) point(event.clientX, event.clientY);
  };
  // Who goes through the list by keyboard sees it move; a press is still for what was pointed at.
  const onKey = (): void => {
    if (pointed) pointed.top = undefined;
    if (shift !== 0) shiftTo(0);
  };
  const onLeave = (): void => {
    pointed = undefined;
    if (shift !== 0) shiftTo(0);
  };
  const onClick = (event: MouseEvent): void => {
    // The keyboard presses what has the focus.
    if (event.detail === 0) return;
    const name = nameAt(event.clientX, event.clientY);
    const isMissed = pointed ? isNear(event) && name !== pointed.name : taps.isMissed(name, event.clientY);
    if (!isMissed) return;
    event.preventDefault();
    event.stopPropagation();
    movedAt = Number.NEGATIVE_INFINITY;
    if (pointed) point(event.clientX, event.clientY);
    taps.forget();
    onMissed();
  };
  frame.addEventListener('pointermove', onMove, { signal });
  frame.addEventListener('pointerleave', onLeave, { signal });
  window.addEventListener('keydown', onKey, { signal, capture: true });
  frame.addEventListener('click', onClick, { signal, capture: true });
  rows.addEventListener('scroll', onScroll, { signal });

  const sizes = new ResizeObserver(onChange);
  for (const one of [frame, rows]) sizes.observe(one);
  const changes = new MutationObserver(onChange);
  changes.observe(rows, { childList: true, subtree: true, characterData: true, attributeFilter: ['class'] });
  return () => {
    listeners.abort();
    sizes.disconnect();
    changes.disconnect();
  };
}

function nameAt(x: number, y: number): string {
  const named = document.elementFromPoint(x, y)?.closest(NAMED);
  return named ? nameOf(named) : '';
}

function nameOf(element: Element): string {
  const { alert, presses } = (element as HTMLElement).dataset;
  return alert ?? presses ?? '';
}

/** Knows what stood where until a moment ago, on screens that are touched: elsewhere it asks nothing of the page. */
function watchTaps(frame: HTMLElement, rows: HTMLElement) {
  const isTouched = matchMedia('(any-pointer: coarse)').matches;
  let seen: Seen[] = [];
  let left: { seen: Seen[]; at: number }[] = [];
  const look = (): Seen[] => {
    const { top: first, bottom: last } = rows.getBoundingClientRect();
    return [...frame.querySelectorAll<HTMLElement>(NAMED)].map((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const name = nameOf(one);
      return rows.contains(one)
        ? { name, top: Math.max(top, first), bottom: Math.min(bottom, last) }
        : { name, top, bottom };
    });
  };
  const recent = () => left.filter(({ at }) => performance.now() - at < REACTION_MS);
  return {
    onChange(): void {
      if (!isTouched) return;
      const next = look();
      const isSame =
        next.length === seen.length && next.every(({ name, top }, i) => seen[i]!.name === name && seen[i]!.top === top);
      if (seen.length > 0 && !isSame) left = [...recent(), { seen, at: performance.now() }];
      seen = next;
    },
    /** Whoever scrolls sees it. */
    onScroll(): void {
      if (isTouched) seen = look();
    },
    /** @param name what a tap meets, at `y` */
    isMissed(name: string, y: number): boolean {
      const nameThen = (then: Seen[]) => then.findLast(({ top, bottom }) => top <= y && y < bottom)?.name ?? '';
      return name !== '' && recent().some((then) => nameThen(then.seen) !== name);
    },
    forget(): void {
      left = [];
    },
  };
}
