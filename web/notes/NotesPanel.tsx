/** The room's notes as a list, and the form in which one is written or changed. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatPosition, formatTime } from '../../geofences/position-text.ts';
import type { MapNote } from '../../server/models/map-note.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { flyTo } from '../console/focus.ts';
import { placeOf } from '../console/search-places.ts';
import { said, t } from '../i18n/t.ts';
import { serverNow } from '../live/picture.ts';
import { PanelFrame } from '../map/PanelFrame.tsx';
import { durationWords } from '../ui/format.ts';
import {
  mapNotes,
  mayChangeNote,
  mayWriteNotes,
  noteDraft,
  pointedNote,
  readAllNotes,
  removeNote,
  saveNote,
} from './notes.ts';
import '../i18n/panel-texts.ts';

const HOUR_MS = 3_600_000;
/** Hours after which a note goes by itself. */
const EXPIRIES = [1, 6, 12, 24, 72, 168, 720] as const;
/** A shift. */
const USUAL_EXPIRY = 12;
const FOREVER = 0;

/** @param middle of the map */
export function NotesPanel({ middle }: { middle: () => { lon: number; lat: number } | undefined }): JSX.Element {
  const withOld = useSignal(false);
  const old = useSignal<readonly MapNote[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const shown = mapNotes.value;
  useEffect(() => {
    if (!withOld.value) return;
    readAllNotes().then(
      (all) => (old.value = all),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  }, [withOld.value, shown]);
  useEffect(
    () => () => {
      noteDraft.value = undefined;
      pointedNote.value = undefined;
    },
    [],
  );
  const gone = withOld.value ? old.value.filter(({ id }) => !shown.some((note) => note.id === id)) : [];
  return (
    <PanelFrame title={t('mapNote.title')}>
      {noteDraft.value && <NoteForm key={noteDraft.value.id ?? 'new'} middle={middle} />}
      {!noteDraft.value && mayWriteNotes() && (
        <button type="button" class="primary" onClick={() => (noteDraft.value = { text: '' })}>
          {t('mapNote.new')}
        </button>
      )}
      {shown.length === 0 && <p>{t('mapNote.none')}</p>}
      <ul class="note-list">
        {shown.map((note) => (
          <NoteItem key={note.id} note={note} onProblem={(said) => (problem.value = said)} />
        ))}
        {gone.map((note) => (
          <NoteItem key={note.id} note={note} isGone onProblem={(said) => (problem.value = said)} />
        ))}
      </ul>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <label class="choice">
        <input
          type="checkbox"
          checked={withOld.value}
          onChange={(event) => (withOld.value = event.currentTarget.checked)}
        />
        {t('mapNote.withOld')}
      </label>
    </PanelFrame>
  );
}

interface ItemProps {
  note: MapNote;
  isGone?: boolean;
  onProblem(said: Sentence | undefined): void;
}

function NoteItem({ note, isGone = false, onProblem }: ItemProps): JSX.Element {
  const item = useRef<HTMLLIElement>(null);
  const sure = useSignal(false);
  const isPointed = pointedNote.value === note.id;
  useEffect(() => {
    if (isPointed) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isPointed]);
  const { id, text, lon, lat, by, at, changedBy, changedAt, expiresAt, removedBy } = note;
  const end =
    note.state === 'removed'
      ? t('mapNote.removedBy', { name: removedBy ?? '', time: formatTime(changedAt) })
      : expiryWords(expiresAt);
  return (
    <li ref={item} class={`${isGone ? 'gone' : ''}${isPointed ? ' pointed' : ''}`}>
      <p class="note-words">{text}</p>
      <small>
        {formatPosition(lon, lat)} · {t('mapNote.by', { name: by, time: formatTime(at) })}
        {changedBy !== undefined && ` · ${t('mapNote.changedBy', { name: changedBy, time: formatTime(changedAt) })}`}
        {end && ` · ${end}`}
      </small>
      <div class="panel-buttons">
        <button type="button" onClick={() => flyTo(lon, lat, false)}>
          {t('mapNote.goTo')}
        </button>
        {!isGone && mayChangeNote(note) && (
          <>
            <button
              type="button"
              onClick={() =>
                (noteDraft.value = { id, text, place: { lon, lat }, ...(expiresAt !== undefined && { expiresAt }) })
              }
            >
              {t('mapNote.edit')}
            </button>
            <button
              type="button"
              onBlur={() => (sure.value = false)}
              onClick={() => {
                if (!sure.value) sure.value = true;
                else
                  removeNote(id).then(
                    () => onProblem(undefined),
                    (error: unknown) => onProblem(sentenceFor(error)),
                  );
              }}
            >
              {t(sure.value ? 'mapNote.removeSure' : 'mapNote.remove')}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

function expiryWords(expiresAt: number | undefined): string | undefined {
  if (expiresAt === undefined) return undefined;
  const left = expiresAt - serverNow();
  return left <= 0
    ? t('mapNote.expired', { time: formatTime(expiresAt) })
    : t('mapNote.goes', { age: durationWords(left) });
}

function NoteForm({ middle }: { middle: () => { lon: number; lat: number } | undefined }): JSX.Element {
  const draft = noteDraft.value!;
  const isNew = draft.id === undefined;
  const form = useRef<HTMLFormElement>(null);
  const typed = useSignal<string | undefined>(undefined);
  const hours = useSignal<number | undefined>(isNew ? USUAL_EXPIRY : undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useLayoutEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const { place } = draft;
  const placeWords = typed.value ?? (place ? formatPosition(place.lon, place.lat) : '');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!place) return;
    const expiresAt = expiryOf(hours.value, draft.expiresAt);
    saveNote({ text: draft.text, ...place, ...(expiresAt !== undefined && { expiresAt }) }, draft.id).then(
      () => (noteDraft.value = undefined),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  };
  return (
    <form ref={form} class="note-form" aria-label={t(isNew ? 'mapNote.new' : 'mapNote.edit')} onSubmit={submit}>
      <label>
        {t('mapNote.text')}
        <textarea
          required
          rows={3}
          maxLength={500}
          value={draft.text}
          onInput={(event) => (noteDraft.value = { ...draft, text: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('mapNote.place')}
        <input
          type="text"
          required
          value={placeWords}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            const { place: _, ...rest } = draft;
            const said = placeOf(typed.value);
            noteDraft.value = said ? { ...rest, place: said } : rest;
          }}
          onBlur={() => {
            if (place) typed.value = undefined;
          }}
        />
      </label>
      <p>
        <small>{place ? t('mapNote.howMove') : typed.value ? t('mapNote.noPlace') : t('mapNote.howPlace')}</small>
      </p>
      <button
        type="button"
        onClick={() => {
          typed.value = undefined;
          const found = middle();
          if (found) noteDraft.value = { ...draft, place: found };
        }}
      >
        {t('mapNote.middle')}
      </button>
      <label>
        {t('mapNote.expiry')}
        <select value={hours.value ?? ''} onChange={(event) => (hours.value = numberOf(event.currentTarget.value))}>
          {!isNew && <option value="">{t('mapNote.asBefore')}</option>}
          {EXPIRIES.map((one) => (
            <option key={one} value={one}>
              {t('mapNote.after', { age: durationWords(one * HOUR_MS) })}
            </option>
          ))}
          <option value={FOREVER}>{t('mapNote.never')}</option>
        </select>
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <div class="panel-buttons">
        <button type="submit" class="primary" disabled={!place}>
          {t('mapNote.save')}
        </button>
        <button type="button" onClick={() => (noteDraft.value = undefined)}>
          {t('group.cancel')}
        </button>
      </div>
    </form>
  );
}

function numberOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}

/** @param hours from now on; undefined: as it was */
function expiryOf(hours: number | undefined, before: number | undefined): number | undefined {
  if (hours === undefined) return before;
  return hours === FOREVER ? undefined : Math.round(serverNow() + hours * HOUR_MS);
}
