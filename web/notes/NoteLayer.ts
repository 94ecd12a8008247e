/**
 * Notes on the map: a flag at its place, and beside it the beginning of the text where there is room. Beneath the vessels, so
 * that none is covered. They are elements of the page: what somebody wrote is only ever text. By keyboard one goes through the list.
 */
import * as L from 'leaflet';
import { type Box, Placement } from '../map/placement.ts';

export interface ShownNote {
  id: string;
  lon: number;
  lat: number;
  text: string;
}

const FLAG_PX = 22;
const LINE_PX = 18;
/** Letters of a text beside its flag. */
const MOST_LETTERS = 32;
/** Further out texts would cover the coast. */
const TEXT_ZOOM = 6;

interface PlacedNote {
  note: ShownNote;
  marker: L.Marker;
  text: HTMLElement;
  /** Of its text in pixels, once somebody had to know it: asking makes the browser lay out the page. */
  width?: number;
}

export class NoteLayer extends L.Layer {
  readonly #onNote: (id: string) => void;
  readonly #markers = new Map<string, PlacedNote>();
  #draft: L.Marker | undefined;
  #taken: () => Box[] = () => [];
  #boxes: Box[] = [];

  /** @param taken places where other names stand already, in pixels of the map's container */
  constructor(onNote: (id: string) => void, taken: () => Box[]) {
    super();
    this.#onNote = onNote;
    this.#taken = taken;
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('notes') ?? map.createPane('notes');
    pane.style.zIndex = '440';
    return this;
  }

  override onRemove(): this {
    for (const { marker } of this.#markers.values()) marker.remove();
    this.#markers.clear();
    this.#draft?.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    const arrange = (): void => this.#arrange();
    return { moveend: arrange, zoomend: arrange, resize: arrange };
  }

  /** Those first have their texts shown first. */
  show(notes: readonly ShownNote[]): void {
    const wanted = new Set(notes.map(({ id }) => id));
    for (const [id, { marker }] of this.#markers) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.#markers.delete(id);
    }
    const before = new Map(this.#markers);
    this.#markers.clear();
    for (const note of notes) {
      const known = before.get(note.id);
      if (known && isSame(known.note, note)) {
        this.#markers.set(note.id, known);
        continue;
      }
      known?.marker.remove();
      this.#add(note);
    }
    this.#arrange();
  }

  /** Where the note that is being written will stand. */
  showDraft(place: { lon: number; lat: number } | undefined): void {
    this.#draft?.remove();
    this.#draft = place && this.#marker(place, flag('note-flag draft').element).addTo(this._map);
  }

  /** Where flags and texts stand, in pixels of the map's container. */
  boxes(): Box[] {
    return this.#boxes;
  }

  #add(note: ShownNote): void {
    const { element, text } = flag('note-flag');
    text.textContent = beginning(note.text);
    const marker = this.#marker(note, element).addTo(this._map);
    marker.on('click', () => this.#onNote(note.id));
    this.#markers.set(note.id, { note, marker, text });
  }

  #marker({ lon, lat }: { lon: number; lat: number }, element: HTMLElement): L.Marker {
    const icon = L.divIcon({ html: element, className: 'note-icon', iconSize: [0, 0] });
    return L.marker([lat, lon], { icon, pane: 'notes', keyboard: false });
  }

  #arrange(): void {
    const map = this._map;
    if (!map) return;
    const placement = new Placement();
    for (const box of this.#taken()) placement.force(box);
    const size = map.getSize();
    const isNear = map.getZoom() >= TEXT_ZOOM;
    const poles: [PlacedNote, Box][] = [];
    for (const placed of this.#markers.values()) {
      const { x, y } = map.latLngToContainerPoint([placed.note.lat, placed.note.lon]);
      const inView = x > -FLAG_PX && x < size.x && y > -FLAG_PX && y < size.y + FLAG_PX;
      placed.text.hidden = true;
      if (!inView) continue;
      const pole = { left: x - 4, top: y - FLAG_PX, right: x + FLAG_PX - 4, bottom: y };
      poles.push([placed, pole]);
      placement.force(pole);
    }
    const boxes = poles.map(([, pole]) => pole);
    // No text covers another's flag.
    for (const [placed, pole] of isNear ? poles : []) {
      placed.width ??= placed.text.offsetWidth;
      const words = { left: pole.right, top: pole.top, right: pole.right + placed.width, bottom: pole.top + LINE_PX };
      if (!placement.take(words)) continue;
      placed.text.hidden = false;
      boxes.push(words);
    }
    this.#boxes = boxes;
  }
}

function isSame(a: ShownNote, b: ShownNote): boolean {
  return a.text === b.text && a.lon === b.lon && a.lat === b.lat;
}

function beginning(text: string): string {
  const [line = ''] = text.split('\n');
  const letters = [...line];
  return letters.length > MOST_LETTERS || line !== text ? `${letters.slice(0, MOST_LETTERS).join('')}…` : line;
}

function flag(className: string): { element: HTMLElement; text: HTMLElement } {
  const element = L.DomUtil.create('div', className);
  L.DomUtil.create('span', 'pole', element).textContent = '⚑';
  const text = L.DomUtil.create('span', 'words', element);
  text.hidden = true;
  return { element, text };
}
