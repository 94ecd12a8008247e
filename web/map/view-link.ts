/** A link to what a map shows: its middle and scale, and the time where that is not now. Pure. */

export interface LinkedView {
  /** Degrees. */
  lon: number;
  lat: number;
  /** Of web maps: one more is twice as large. */
  zoom: number;
  /** Epoch ms of the replay; absent: live. */
  time?: number;
}

const PLACE = 'view';
const TIME = 'time';
const MOST_ZOOM = 22;

/** The address that opens with this view, and whatever else it says. @param address path and query */
export function withView(address: string, { lon, lat, zoom, time }: LinkedView): string {
  const [path, said] = parts(withoutView(address));
  said.set(PLACE, [lat.toFixed(4), lon.toFixed(4), zoom].join(','));
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
  return { lon, lat, zoom, ...(Number.isFinite(time) && { time }) };
}

/** Once it is shown: from then on the map goes where it is moved. */
export function withoutView(address: string): string {
  const [path, said] = parts(address);
  if (!said.has(PLACE) && !said.has(TIME)) return address;
  said.delete(PLACE);
  said.delete(TIME);
  const text = said.toString();
  return text === '' ? path : `${path}?${text}`;
}

function parts(address: string): [path: string, query: URLSearchParams] {
  const [path = '/', query = ''] = address.split('?');
  return [path, new URLSearchParams(query)];
}
