/** The steps that the operating regulation offers from where the case stands, each with the fields that it wants. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Missing, OfferedMove } from '../../server/alerts/regulated.ts';
import type { CaseMove } from '../../server/models/case.ts';
import { moveCase } from '../api/work.ts';
import { type Key, said, t } from '../i18n/t.ts';
import type { PanelProps } from './CasePage.tsx';

const FIELDS = { recordNo: 'case.recordNo', fileNo: 'case.fileNo', note: 'case.note' } as const satisfies Record<
  string,
  Key
>;
type Field = keyof typeof FIELDS;
const MISSING: Partial<Record<Missing, Key>> = {
  'alerts-acknowledged': 'missing.acknowledged',
  attempt: 'missing.attempt',
  'no-open-task': 'missing.tasks',
  'file:record': 'file.record',
  'file:explanation': 'file.explanation',
  'file:photo': 'file.photo',
  'file:other': 'file.title',
};

export function MovePanel({ shown, act }: PanelProps): JSX.Element {
  const open = useSignal<string | undefined>(undefined);
  const make = async (move: CaseMove): Promise<void> => {
    if (await act(moveCase(shown.id, move))) open.value = undefined;
  };
  const chosen = shown.moves.find(({ id }) => id === open.value);
  return (
    <section class="panel" aria-labelledby="move-title">
      <h2 id="move-title">{t('case.next')}</h2>
      {shown.moves.length === 0 && <p>{t(shown.state === 'new' ? 'case.noMovesYet' : 'case.noMoves')}</p>}
      <div class="moves">
        {shown.moves.map((move) => (
          <button
            type="button"
            key={move.id}
            data-move={move.id}
            disabled={move.missing.length > 0}
            aria-expanded={hasForm(move) ? open.value === move.id : undefined}
            title={missingWords(move)}
            onClick={() => {
              if (hasForm(move)) open.value = open.value === move.id ? undefined : move.id;
              else void make({ move: move.id });
            }}
          >
            {said(move.words)}
            {hasForm(move) ? '…' : ''}
            {move.missing.length > 0 && <small>{missingWords(move)}</small>}
          </button>
        ))}
      </div>
      {chosen && (
        <MoveForm
          key={chosen.id}
          move={chosen}
          onMove={(move) => void make(move)}
          onCancel={() => (open.value = undefined)}
        />
      )}
    </section>
  );
}

function fieldsOf({ requires, offers }: OfferedMove): Field[] {
  return (Object.keys(FIELDS) as Field[]).filter((field) => requires.includes(field) || offers.includes(field));
}

function hasForm(move: OfferedMove): boolean {
  return move.reasons.length > 0 || fieldsOf(move).length > 0;
}

function missingWords({ missing }: OfferedMove): string | undefined {
  if (missing.length === 0) return undefined;
  return t('case.missing', { what: missing.map((what) => t(MISSING[what] ?? 'case.note')).join(', ') });
}

interface MoveFormProps {
  move: OfferedMove;
  onMove(move: CaseMove): void;
  onCancel(): void;
}

function MoveForm({ move, onMove, onCancel }: MoveFormProps): JSX.Element {
  return (
    <form
      class="fields"
      aria-label={said(move.words)}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]);
        onMove({ move: move.id, ...Object.fromEntries(typed.filter(([, value]) => value !== '')) });
      }}
    >
      {move.reasons.length > 0 && (
        <label>
          {t('alert.reason')}
          <select name="reason" required={move.requires.includes('reason')}>
            <option value="">{t('case.chooseReason')}</option>
            {move.reasons.map(({ id, words }) => (
              <option key={id} value={id}>
                {said(words)}
              </option>
            ))}
          </select>
        </label>
      )}
      {fieldsOf(move).map((field) => (
        <label key={field}>
          {t(FIELDS[field])}
          <input name={field} required={move.requires.includes(field)} maxLength={field === 'note' ? 2000 : 200} />
        </label>
      ))}
      <span>
        <button type="submit" class="primary">
          {said(move.words)}
        </button>{' '}
        <button type="button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
      </span>
    </form>
  );
}
