/** A link to what a map shows: its middle, scale and extent, the pinned tracks, and the time where that is not now. Pure. */
import { TRACK_COLOURINGS, type TrackColouring } from './track-style.ts';

export interface LinkedView {
  /** Degrees. */
  lon: number;
  lat: number;
  /** Of web maps: one more is twice as large. */
  zoom: number;
  /** CSS pixels that the map of whoever made the link measures: a smaller one has to look from further away. */
  size?: { width: number; height: number };
  /** Vessels whose tracks are pinned. */
  tracks?: readonly string[];
  /** Absent: plain. */
  colouring?: TrackColouring;
  /** Epoch ms of the replay; absent: live. */
  time?: number;
}

const PLACE = 'view';
const SIZE = 'size';
const TRACKS = 'tracks';
const COLOURING = 'colour';
const TIME = 'time';
const PARTS = [PLACE, SIZE, TRACKS, COLOURING, TIME];
const MOST_ZOOM = 22;
/** A screen wall of eight by eight displays. */
const MOST_PX = 32_768;

/** The address that opens with this view, and whatever else it says. @param address path and query */
export function withView(address: string, view: LinkedView): string {
  const { lon, lat, zoom, size, tracks = [], colouring = 'plain', time } = view;
  const [path, said] = parts(withoutView(address));
  said.set(PLACE, [lat.toFixed(4), lon.toFixed(4), zoom].join(','));
  if (size) said.set(SIZE, `${size.width}x${size.height}`);
  if (tracks.length > 0) said.set(TRACKS, tracks.join(','));
  if (colouring !== 'plain') said.set(COLOURING, colouring);
  if (time !== undefined) said.set(TIME, new Date(time).toISOString());
  // Commas and colons may stand in a query as they are; a link is read by people, too.
  return `${path}?${said.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}

/** What an address asks the map to show; undefined where it asks for nothing that can be shown. */
export function viewOf(address: string): LinkedView | undefined {
  const said = parts(address)[1];
  const numbers = (said.get(PLACE) ?? '').split(',').map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = numbers;
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= MOST_ZOOM;
  if (!isPlace || numbers.length !== 3) return undefined;
  const time = Date.parse(said.get(TIME) ?? '');
  const size = sizeOf(said.get(SIZE));
  const tracks = (said.get(TRACKS) ?? '').split(',').filter(Boolean);
  const colouring = TRACK_COLOURINGS.find((one) => one === said.get(COLOURING) && one !== 'plain');
  return {
    lon,
    lat,
    zoom,
    ...(size && { size }),
    ...(tracks.length > 0 && { tracks }),
    ...(colouring && { colouring }),
    ...(Number.isFinite(time) && { time }),
  };
}

function sizeOf(text: string | null): LinkedView['size'] {
  const [width = 0, height = 0] = (/^(\d+)x(\d+)$/.exec(text ?? '') ?? []).slice(1).map(Number);
  return width > 0 && height > 0 && width <= MOST_PX && height <= MOST_PX ? { width, height } : undefined;
}

/** Of each dimension so much may be cut off, half on either side: twice as far away is a high price for a sliver. */
const CUT = 0.1;

/** The zoom at which a map of another size shows all that the link was made of. @param own CSS pixels */
export function zoomFor({ zoom, size }: LinkedView, own: { width: number; height: number }): number {
  if (!size || own.width <= 0 || own.height <= 0) return zoom;
  const times = Math.max(size.width / own.width, size.height / own.height) * (1 - CUT);
  return zoom - Math.max(0, Math.ceil(Math.log2(times)));
}

/** Once it is shown: from then on the map goes where it is moved. */
export function withoutView(address: string): string {
  const [path, said] = parts(address);
  if (!PARTS.some((part) => said.has(part))) return address;
  for (const part of PARTS) said.delete(part);
  const text = said.toString();
  return text === '' ? path : `${path}?${text}`;
}

function parts(address: string): [path: string, query: URLSearchParams] {
  const [path = '/', query = ''] = address.split('?');
  return [path, new URLSearchParams(query)];
}
