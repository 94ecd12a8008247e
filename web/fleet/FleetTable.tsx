/** The rows in view and no others, between two spacers that stand for the rest; arrow keys walk through all of them. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ft } from '../i18n/fleet-texts.ts';
import { t } from '../i18n/t.ts';
import { FleetRowView } from './FleetRowView.tsx';
import type { Question } from './question.ts';
import type { FleetWindows } from './windows.ts';
import { COLUMNS } from './words.ts';

/** As in fleet.css. */
const ROW_PX = 34;
const HEAD_PX = 34;
const BEYOND = 15;

interface FleetTableProps {
  windows: FleetWindows;
  question: Question;
  onChange(question: Question): void;
}

export function FleetTable({ windows, question, onChange }: FleetTableProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const scrolled = useSignal(0);
  const height = useSignal(600);
  const active = useSignal(0);
  const wantsFocus = useRef(false);
  void windows.version.value;
  const view = windows.view.value;
  const total = view?.total ?? 0;
  const first = Math.max(0, Math.floor(scrolled.value / ROW_PX) - BEYOND);
  const last = Math.min(total, Math.ceil((scrolled.value + height.value) / ROW_PX) + BEYOND) - 1;

  useEffect(() => {
    const element = frame.current!;
    const measure = new ResizeObserver(() => (height.value = element.clientHeight));
    measure.observe(element);
    return () => measure.disconnect();
  }, [height]);
  useEffect(() => windows.look(first, Math.max(first, last)), [windows, first, last]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = frame.current?.querySelector<HTMLElement>(`[data-row="${active.value}"] a`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });

  const go = (to: number): void => {
    const element = frame.current!;
    const next = Math.max(0, Math.min(total - 1, to));
    active.value = next;
    wantsFocus.current = true;
    const top = next * ROW_PX;
    const room = element.clientHeight - HEAD_PX;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_PX > element.scrollTop + room) element.scrollTop = top + ROW_PX - room;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('thead')) return;
    const step = Math.max(1, Math.floor(height.value / ROW_PX) - 2);
    const to: Record<string, number> = {
      ArrowDown: active.value + 1,
      ArrowUp: active.value - 1,
      PageDown: active.value + step,
      PageUp: active.value - step,
      Home: 0,
      End: total - 1,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  };
  const rows: JSX.Element[] = [];
  for (let index = first; index <= last; index++) {
    rows.push(
      <FleetRowView
        key={index}
        index={index}
        row={windows.row(index)}
        isActive={index === active.value}
        time={view!.time}
        onFocus={() => (active.value = index)}
      />,
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys walk between the links in it
    <div
      class="fleet-frame table-scroll"
      ref={frame}
      title={ft('fleet.keys')}
      onScroll={(event) => (scrolled.value = event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <table class="fleet-table" aria-rowcount={total + 1}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Heading key={column.id} column={column} question={question} onChange={onChange} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} />
          {rows}
          <Spacer rows={total - 1 - last} />
        </tbody>
      </table>
      {view && total === 0 && <p class="empty">{ft('fleet.none')}</p>}
      {!view && <p>{t('page.loading')}</p>}
    </div>
  );
}

function Spacer({ rows }: { rows: number }): JSX.Element | null {
  if (rows <= 0) return null;
  return (
    <tr>
      <td class="fleet-spacer" colSpan={COLUMNS.length} style={{ height: `${rows * ROW_PX}px` }} />
    </tr>
  );
}

interface HeadingProps {
  column: (typeof COLUMNS)[number];
  question: Question;
  onChange(question: Question): void;
}

/** Pressed again, it turns round. */
function Heading({ column: { id, words, sort }, question, onChange }: HeadingProps): JSX.Element {
  if (!sort) {
    return (
      <th scope="col" class={`fleet-${id}`}>
        {ft(words)}
      </th>
    );
  }
  const isOwn = (question.sort ?? 'label') === sort;
  const isDown = isOwn && question.dir === 'desc';
  const order = isOwn ? (isDown ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={`fleet-${id}`} aria-sort={order}>
      <button type="button" onClick={() => onChange({ ...question, sort, dir: isOwn && !isDown ? 'desc' : 'asc' })}>
        {ft(words)} <span aria-hidden="true">{isOwn ? (isDown ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
}
