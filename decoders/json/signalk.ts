/**
 * Signal K delta messages (specification 1.7): values by path, in SI units, of the vessel that the context names. What
 * belongs to one report may come in several updates and deltas, each value with its own time: a position takes the speed
 * and course that were measured nearest to it, and who the vessel is from whatever was said of it before.
 */
import { isPlain, type Plain } from '../faults.ts';
import type { DecoderSink, DecoderState } from '../report.ts';
import { isoTime } from '../time.ts';
import type { VmsMessage } from '../vms/message.ts';
import { toKnots } from '../vms/speed-units.ts';
import { JsonDecoder } from './json-decoder.ts';
import { isIdentified, textIn, timeIn, wholeNumber } from './values.ts';

/** `device_id` is the vessel's UUID URN where it has no MMSI in its context. */
export interface SignalKMessage extends VmsMessage {
  format: 'signalk';
}

/** Vessels of which something is remembered; the one that was silent longest is forgotten first. */
const MAX_VESSELS = 1000;
/** A speed or course from further away in time says nothing of a position. */
const NEAR_MS = 60_000;
/** Updates and values of one delta that are looked at. */
const MAX_VALUES = 1000;

/** A delta, by the two members that no other message has, either of which may come first; or the server's greeting. */
const START =
  /\{\s{0,40}"(?:context"\s{0,10}:\s{0,10}"(?:vessels|aircraft|aton|sar|atons|meteo)\.|updates"\s{0,10}:\s{0,10}\[\s{0,40}\{|self"\s{0,10}:\s{0,10}"vessels\.|(?=[^{}]{0,600}"self"\s{0,10}:\s{0,10}"vessels\.))/;

/** Where the first delta or greeting begins; −1 when there is none. */
export function begins(text: string): number {
  return text.search(START);
}

interface Measured {
  value: number;
  /** Epoch ms. */
  at: number;
}

type Motion = 'speed' | 'course' | 'heading';
type Identity = 'name' | 'mmsi' | 'imo' | 'callsign' | 'registration' | 'flag';

/** What was last said of a vessel. */
type Known = Partial<Record<Motion, Measured>> & Partial<Pick<VmsMessage, Identity>>;

interface Placed {
  lat: number;
  lon: number;
  at: number;
}

export class SignalKDecoder extends JsonDecoder {
  /** By context, the one that spoke last at the end. */
  private vessels = new Map<string, Known>();
  /** The context that `vessels.self` stands for, as the server's greeting says. */
  private self: string | undefined;

  constructor(sink: DecoderSink) {
    super(sink, []);
  }

  override save(): DecoderState {
    return { ...super.save(), vessels: [...this.vessels], self: this.self };
  }

  override restore(state: DecoderState): void {
    super.restore(state);
    this.vessels = new Map(state.vessels as [string, Known][]);
    this.self = state.self as string | undefined;
  }

  protected read(value: Plain, receivedAt: number): string | undefined {
    if (!Array.isArray(value.updates)) {
      // The server's greeting names its own vessel; whatever else is no delta is none of ours.
      if (typeof value.self === 'string') this.self = value.self.slice(0, 200);
      return undefined;
    }
    const context = this.contextOf(value.context);
    if (!context.startsWith('vessels.')) return 'not-a-vessel';
    const known = this.take(context);
    const found = new Delta(known);
    for (const update of value.updates.slice(0, MAX_VALUES)) {
      const fault = isPlain(update) ? found.add(update) : 'bad-update';
      if (fault) return fault;
    }
    const messages = found.places.map((place) => messageOf(context, known, found, place));
    if (!messages.every(isIdentified)) return 'no-identity';
    this.tally.sentences++;
    for (const message of messages) this.tally.accept(message, { receivedAt });
    return undefined;
  }

  private contextOf(context: unknown): string {
    const text = typeof context === 'string' ? context.slice(0, 200) : 'vessels.self';
    return text === 'vessels.self' || text === 'vessel.self' ? (this.self ?? 'vessels.self') : text;
  }

  /** A copy: what `save` has given must not change any more. */
  private take(context: string): Known {
    const known = { ...this.vessels.get(context) };
    this.vessels.delete(context);
    this.vessels.set(context, known);
    if (this.vessels.size > MAX_VESSELS) this.vessels.delete(this.vessels.keys().next().value!);
    return known;
  }
}

/** What the values of one delta say, and what they leave behind in `known`. */
class Delta {
  readonly places: Placed[] = [];
  readonly motions: Record<Motion, Measured[]>;
  private readonly known: Known;

  constructor(known: Known) {
    this.known = known;
    const before = (motion: Motion): Measured[] => (known[motion] ? [known[motion]] : []);
    this.motions = { speed: before('speed'), course: before('course'), heading: before('heading') };
  }

  /** @returns why the delta cannot be used: a position without a time, or one that is none */
  add({ timestamp, values }: Plain): string | undefined {
    const at = timeIn(timestamp ?? undefined);
    if (!Array.isArray(values)) return undefined;
    for (const entry of values.slice(0, MAX_VALUES)) {
      if (!isPlain(entry) || typeof entry.path !== 'string') continue;
      const { path, value } = entry;
      if (path === 'navigation.position') {
        const fault = this.place(value, at);
        if (fault) return fault;
      } else if (typeof at === 'number' && Object.hasOwn(motionPaths, path)) this.move(motionPaths[path]!, value, at);
      else describe(this.known, path, value);
    }
    return undefined;
  }

  private place(value: unknown, at: number | string): string | undefined {
    // Null is how a server says that there is no position.
    if (!isPlain(value)) return undefined;
    const { latitude: lat, longitude: lon } = value;
    if ((lat ?? undefined) === undefined && (lon ?? undefined) === undefined) return undefined;
    if (typeof lat !== 'number' || !(Math.abs(lat) <= 90)) return 'bad-latitude';
    if (typeof lon !== 'number' || !(Math.abs(lon) <= 180)) return 'bad-longitude';
    if (typeof at !== 'number') return at;
    this.places.push({ lat, lon, at });
    return undefined;
  }

  private move(motion: Motion, value: unknown, at: number): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      delete this.known[motion];
      this.motions[motion].length = 0;
      return;
    }
    const measured = { value: motion === 'speed' ? toKnots(Math.max(0, value), 'm/s') : degreesOf(value), at };
    this.motions[motion].push(measured);
    this.known[motion] = measured;
  }
}

const motionPaths: Readonly<Record<string, Motion>> = {
  'navigation.speedOverGround': 'speed',
  'navigation.courseOverGroundTrue': 'course',
  'navigation.headingTrue': 'heading',
};

/** Radians → degrees to 0.01, 0 to below 360. */
function degreesOf(radians: number): number {
  const degrees = ((((radians * 180) / Math.PI) % 360) + 360) % 360;
  return (Math.round(degrees * 100) / 100) % 360;
}

/** Identity comes by its own paths, or in an object at the root. */
function describe(known: Known, path: string, value: unknown): void {
  if (path === '') {
    if (!isPlain(value)) return;
    for (const [name, inner] of Object.entries(value).slice(0, 50)) describe(known, name, inner);
    return;
  }
  if (isPlain(value)) {
    if (path !== 'communication' && path !== 'registrations') return;
    for (const [name, inner] of Object.entries(value).slice(0, 50)) describe(known, `${path}.${name}`, inner);
    return;
  }
  const text = textIn(value);
  if (path === 'name') known.name = text;
  else if (path === 'mmsi') known.mmsi = wholeNumber(value);
  else if (path === 'flag') known.flag = text;
  else if (path === 'communication.callsignVhf') known.callsign = text;
  else if (path === 'registrations.imo') known.imo = wholeNumber(text?.replace(/^IMO\s*/i, ''));
  else if (/^registrations\.(?:national|local|other)\..{1,60}$/.test(path)) known.registration ??= text;
}

function messageOf(context: string, known: Known, { motions }: Delta, { lat, lon, at }: Placed): SignalKMessage {
  const mmsi = /mmsi:(\d{1,10})$/.exec(context)?.[1];
  const uuid = /^vessels\.(urn:mrn:signalk:uuid:.+)$/.exec(context)?.[1];
  return {
    class: 'VMS',
    format: 'signalk',
    time: isoTime(at),
    lat,
    lon,
    speed: nearest(motions.speed, at),
    course: nearest(motions.course, at),
    heading: nearest(motions.heading, at),
    callsign: known.callsign,
    name: known.name,
    registration: known.registration,
    flag: known.flag,
    device_id: uuid,
    imo: known.imo,
    mmsi: mmsi === undefined ? known.mmsi : Number(mmsi),
  };
}

function nearest(measured: readonly Measured[], at: number): number | undefined {
  let best: Measured | undefined;
  for (const one of measured) {
    const away = Math.abs(one.at - at);
    if (away <= NEAR_MS && (!best || away <= Math.abs(best.at - at))) best = one;
  }
  return best?.value;
}
