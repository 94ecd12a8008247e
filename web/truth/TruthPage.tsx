/** Data truth: how correct, complete, clean and alive the data of each feed, provider and unit are; each number opens its rows. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { TruthAnswer, TruthRows } from '../../server/api/truth.ts';
import type { Dimension, Grouping, Part, Share, TruthGroup } from '../../server/truth/truth.ts';
import { getJson, type Sentence, sentenceFor } from '../api/http.ts';
import { formatCount, formatDecimal, said, t } from '../i18n/t.ts';
import { RowsView } from './RowsView.tsx';
import { DIMENSIONS, definition, GROUPINGS } from './words.ts';
import '../ui/stacked.css';
import './truth.css';
import '../i18n/wall-texts.ts';

interface Opened {
  group: TruthGroup;
  dimension: Dimension;
  part: Part;
  rows?: TruthRows;
}

const NAMES = Object.keys(DIMENSIONS) as Dimension[];

export function TruthPage(): JSX.Element {
  const by = useSignal<Grouping>('provider');
  const board = useSignal<TruthAnswer | undefined>(undefined);
  const opened = useSignal<Opened | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const fail = (error: unknown): void => {
    problem.value = sentenceFor(error);
  };
  useEffect(() => {
    opened.value = undefined;
    problem.value = undefined;
    const abort = new AbortController();
    getJson<TruthAnswer>(`/truth?by=${by.value}`, abort.signal).then((read) => (board.value = read), fail);
    return () => abort.abort();
  }, [by.value]);
  const section = useRef<HTMLElement>(null);
  const rows = opened.value?.rows;
  // Below a long board nobody would see that something has opened.
  useEffect(() => {
    if (rows) section.current?.scrollIntoView({ block: 'start' });
  }, [rows]);
  const open = (group: TruthGroup, dimension: Dimension, part: Part, offset = 0): void => {
    const wanted: Opened = { group, dimension, part };
    opened.value = wanted;
    const asked = new URLSearchParams({ by: by.value, group: group.id, dimension, part, offset: String(offset) });
    getJson<TruthRows>(`/truth/rows?${asked}`).then((rows) => {
      if (opened.value === wanted) opened.value = { ...wanted, rows };
    }, fail);
  };
  const shown = board.value?.by === by.value ? board.value : undefined;
  return (
    <main class="page truth">
      <h1>{t('nav.truth')}</h1>
      <fieldset class="switch">
        <legend class="sr-only">{t('truth.by')}</legend>
        {(Object.keys(GROUPINGS) as Grouping[]).map((one) => (
          <button type="button" key={one} aria-pressed={by.value === one} onClick={() => (by.value = one)}>
            {t(GROUPINGS[one])}
          </button>
        ))}
      </fieldset>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!shown && !problem.value && <p>{t('page.loading')}</p>}
      {shown?.groups.length === 0 && <p class="empty">{t('truth.none')}</p>}
      {shown && shown.groups.length > 0 && (
        <>
          <Board board={shown} opened={opened.value} onOpen={open} />
          {opened.value && (
            <section aria-live="polite" ref={section}>
              <h2>
                {t(opened.value.part === 'unknown' ? 'truth.unknownRows' : 'truth.rows', {
                  what: t(DIMENSIONS[opened.value.dimension]),
                  name: opened.value.group.name || t('truth.nobody'),
                })}
              </h2>
              <OpenedRows opened={opened.value} onOpen={open} />
            </section>
          )}
          <dl class="truth-definitions">
            {NAMES.map((dimension) => (
              <div key={dimension}>
                <dt>{t(DIMENSIONS[dimension])}</dt>
                <dd>{definition(shown.by, dimension)}</dd>
              </div>
            ))}
          </dl>
          <p>
            <small>{t('truth.takenAt', { time: formatTime(shown.takenAt) })}</small>
          </p>
        </>
      )}
    </main>
  );
}

type Open = (group: TruthGroup, dimension: Dimension, part: Part, offset?: number) => void;

function OpenedRows({ opened, onOpen }: { opened: Opened; onOpen: Open }): JSX.Element {
  const { group, dimension, part, rows } = opened;
  if (!rows) return <p>{t('page.loading')}</p>;
  return <RowsView rows={rows} onTurn={(offset) => onOpen(group, dimension, part, offset)} />;
}

interface BoardProps {
  board: TruthAnswer;
  opened: Opened | undefined;
  onOpen: Open;
}

function Board({ board: { by, groups }, opened, onOpen }: BoardProps): JSX.Element {
  return (
    <div class="table-scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t(GROUPINGS[by])}</th>
            {by !== 'feed' && (
              <th scope="col" class="number">
                {t('truth.vessels')}
              </th>
            )}
            {NAMES.map((dimension) => (
              <th scope="col" class="number" key={dimension} title={definition(by, dimension)}>
                {t(DIMENSIONS[dimension])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.id}>
              <th scope="row">{group.name || t('truth.nobody')}</th>
              {by !== 'feed' && (
                <td class="number" data-label={t('truth.vessels')}>
                  {formatCount(group.vessels ?? 0)}
                </td>
              )}
              {NAMES.map((dimension) => (
                <td class="number" key={dimension} data-label={t(DIMENSIONS[dimension])}>
                  <ShareCell
                    share={group[dimension]}
                    open={opened?.group === group && opened.dimension === dimension ? opened.part : undefined}
                    onOpen={(part) => onOpen(group, dimension, part)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ShareCellProps {
  share: Share | undefined;
  /** Whose rows are shown. */
  open: Part | undefined;
  onOpen(part: Part): void;
}

function ShareCell({ share, open, onOpen }: ShareCellProps): JSX.Element {
  if (!share) return <small>{t('truth.notMeasured')}</small>;
  const unknown = share.unknown > 0 && (
    <button type="button" class="share" aria-expanded={open === 'unknown'} onClick={() => onOpen('unknown')}>
      <small>{t('truth.unknown', { n: share.unknown })}</small>
    </button>
  );
  if (share.of === 0) return <span>— {unknown || <small>{t('truth.nothing')}</small>}</span>;
  return (
    <>
      <button type="button" class="share" aria-expanded={open === 'faulty'} onClick={() => onOpen('faulty')}>
        <b>{percent(share)} %</b>
        <small>{t('truth.of', { good: share.good, n: share.of })}</small>
      </button>
      {unknown}
    </>
  );
}

/** Rounded down, so that nothing is called whole that is not. */
function percent({ good, of }: Share): string {
  return formatDecimal(Math.floor((good / of) * 1000) / 10);
}
