/** The notes that the room has put on the map, and the one that is being written. */
import { effect, signal } from '@preact/signals';
import type { MapNote, NewMapNote } from '../../server/models/map-note.ts';
import { deleteJson, getJson, postJson, putJson } from '../api/http.ts';
import { notesRevision, serverNow } from '../live/picture.ts';
import { mayDo, seesSome, sessionState } from '../ui/session.ts';

/** Those that are on the map now, the one changed last first. */
export const mapNotes = signal<readonly MapNote[]>([]);
/** The note whose place on the map was pressed: its entry in the list is shown. */
export const pointedNote = signal<string | undefined>(undefined);
/** A note in the making; without a place until somebody has said it. */
interface NoteDraft {
  /** Of the note that is changed. */
  id?: string;
  text: string;
  place?: { lon: number; lat: number };
  /** Epoch ms. */
  expiresAt?: number;
}
export const noteDraft = signal<NoteDraft | undefined>(undefined);

const LOOK_EVERY_MS = 5000;
let read: readonly MapNote[] = [];
/** Grows with each time that there is something new to read; only the newest answer counts. */
let wanted = 0;
let got = 0;

/** Notes are a room's, of the province or of a unit: whoever sees some vessels only and has no unit is of none. */
export function seesNotes(): boolean {
  const state = sessionState.value;
  return !seesSome() || (state.kind === 'in' && state.session.unit !== undefined);
}

export function mayWriteNotes(): boolean {
  return seesNotes() && mayDo('alerts:respond');
}

/** May this person change it? The server decides. */
export function mayChangeNote({ by }: MapNote): boolean {
  const state = sessionState.value;
  return mayWriteNotes() && ((state.kind === 'in' && state.session.user === by) || mayDo('cases:decide'));
}

/** Reads the notes whenever they have changed, and takes those off whose time is over. Returns the way to end it. */
export function followNotes(): () => void {
  const stop = effect(() => {
    void notesRevision.value;
    wanted++;
    if (sessionState.value.kind === 'in' && seesNotes()) void readNotes();
    else forget();
  });
  const timer = setInterval(() => {
    if (got !== wanted) void readNotes();
    const left = onMap(read);
    if (left.length !== mapNotes.peek().length) mapNotes.value = left;
  }, LOOK_EVERY_MS);
  return () => {
    stop();
    clearInterval(timer);
  };
}

function onMap(notes: readonly MapNote[]): readonly MapNote[] {
  const now = serverNow();
  return notes.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
}

async function readNotes(): Promise<void> {
  const mine = wanted;
  try {
    const { notes } = await getJson<{ notes: MapNote[] }>('/map/notes');
    if (mine !== wanted) return;
    got = mine;
    read = notes;
    mapNotes.value = onMap(read);
  } catch {
    // The line is away, which the screen says; the next look asks again.
  }
}

function forget(): void {
  got = wanted;
  read = [];
  mapNotes.value = read;
}

/** Also those that were removed or have expired. */
export async function readAllNotes(): Promise<MapNote[]> {
  return (await getJson<{ notes: MapNote[] }>('/map/notes?which=all')).notes;
}

const pathOf = (id: string): string => `/map/notes/${encodeURIComponent(id)}`;

export function saveNote(note: NewMapNote, id?: string): Promise<unknown> {
  return id === undefined ? postJson('/map/notes', note) : putJson(pathOf(id), note);
}

export function removeNote(id: string): Promise<void> {
  return deleteJson(pathOf(id));
}

/** A click on the map gives the note that is being written its place. */
export function placeNote(place: { lon: number; lat: number }): void {
  if (noteDraft.value) noteDraft.value = { ...noteDraft.value, place };
}
