/** The notes that the room has put on the map, and the one that is being written. */
import { effect, signal } from '@preact/signals';
import type { MapNote, NewMapNote } from '../../server/models/map-note.ts';
import { deleteJson, getJson, postJson, putJson } from '../api/http.ts';
import { serverNow, sharedMapRevisions } from '../live/picture.ts';
import { mayDo, seesSome, sessionState } from '../ui/session.ts';

/** Those that are on the map now, the one changed last first. */
export const mapNotes = signal<readonly MapNote[]>([]);
/** The note whose place on the map was pressed: its entry in the list is shown. */
export const pointedNote = signal<string | undefined>(undefined);
/** A note in the making; without a place until somebody has said it. */
export interface NoteDraft {
  /** Of the note that is changed. */
  id?: string;
  text: string;
  place?: { lon: number; lat: number };
  /** Epoch ms. */
  expiresAt?: number;
}
export const noteDraft = signal<NoteDraft | undefined>(undefined);

const EXPIRY_EVERY_MS = 5000;
let read: readonly MapNote[] = [];

/** Notes are the room's: whoever sees some vessels only is not of it. */
export function seesNotes(): boolean {
  return !seesSome();
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
    void sharedMapRevisions.value.notes;
    if (sessionState.value.kind === 'in' && seesNotes()) void readNotes();
    else mapNotes.value = read = [];
  });
  const timer = setInterval(() => {
    const left = onMap(read);
    if (left.length !== mapNotes.peek().length) mapNotes.value = left;
  }, EXPIRY_EVERY_MS);
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
  try {
    read = (await getJson<{ notes: MapNote[] }>('/map/notes')).notes;
    mapNotes.value = onMap(read);
  } catch {
    // The line is away, which the screen says; the next snapshot asks again.
  }
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
