/**
 * AIS messages that gpsd (scaled and unscaled) or AIS-catcher have decoded, as JSON → AisMessage. Where the object brings
 * the sentences along, those are decoded: they say exactly what was sent.
 */
import type { AisMessage } from '../ais/message.ts';
import type { Plain } from '../faults.ts';
import { NmeaDecoder } from '../nmea/decoder.ts';
import type { DecoderSink, MessageMeta } from '../report.ts';
import { epochMs, utcMs } from '../time.ts';
import { detailsPart, fieldNames, namePart, readFields } from './ais-fields.ts';
import { JsonDecoder } from './json-decoder.ts';
import { textIn } from './values.ts';

/** Parts of the longest message. */
const MAX_SENTENCES = 9;
const MAX_SENTENCE = 1024;
const MAX_MMSI = 2 ** 30;

/** gpsd's greeting, an AIS object of either program, and AIS-catcher's envelope. */
const START = /\{\s{0,40}"(?:class"\s{0,10}:\s{0,10}"(?:AIS|VERSION)"|protocol"\s{0,10}:\s{0,10}"jsonaiscatcher")/;

/** Where the first object of gpsd or AIS-catcher begins; −1 when there is none. */
export function begins(text: string): number {
  return text.search(START);
}

export class AisJsonDecoder extends JsonDecoder {
  private fromSentences: { message: AisMessage; meta: Readonly<MessageMeta> }[] = [];
  private sentences = this.sentenceDecoder();

  constructor(sink: DecoderSink) {
    super(sink, ['msgs']);
  }

  protected read(value: Plain, receivedAt: number): string | undefined {
    // gpsd tells of its devices, of satellites and of positions of its own beside AIS.
    if (value.class !== 'AIS') return undefined;
    const meta = metaOf(value, receivedAt);
    const found = this.readSentences(value.nmea, receivedAt);
    if (found.length > 0) {
      this.tally.sentences++;
      for (const { message, meta: said } of found) this.tally.accept(message, merged(said, meta));
      return undefined;
    }
    const messages = aisMessages(value);
    if (typeof messages === 'string') return messages;
    this.tally.sentences++;
    for (const message of messages) this.tally.accept(message, meta);
    return undefined;
  }

  private readSentences(lines: unknown, receivedAt: number): { message: AisMessage; meta: Readonly<MessageMeta> }[] {
    this.fromSentences = [];
    if (!Array.isArray(lines) || lines.length > MAX_SENTENCES) return [];
    for (const line of lines) {
      if (typeof line !== 'string' || line.length > MAX_SENTENCE) return [];
      this.sentences.push(new TextEncoder().encode(line), receivedAt, true);
    }
    // Parts without their rest must not wait for another message's.
    if (this.sentences.stats.pending > 0) this.sentences = this.sentenceDecoder();
    return this.fromSentences;
  }

  private sentenceDecoder(): NmeaDecoder {
    return new NmeaDecoder({
      message: (message, meta) => {
        if (message.class === 'AIS') this.fromSentences.push({ message, meta });
      },
      rejected: () => {},
    });
  }
}

/** The wrapper knows when and by whom; the sentence knows the rest. */
function merged(said: Readonly<MessageMeta>, wrapper: MessageMeta): MessageMeta {
  const { stationTime = said.stationTime, station = said.station, channel = said.channel } = wrapper;
  return { ...said, stationTime, station, channel };
}

function metaOf(value: Plain, receivedAt: number): MessageMeta {
  return {
    receivedAt,
    stationTime: receiveTime(value),
    station: textIn(value.station_id),
    channel: textIn(value.channel),
  };
}

/** AIS-catcher: `rxuxtime` in seconds, and `rxtime` as YYYYMMDDhhmmss UTC. */
function receiveTime({ rxuxtime, rxtime }: Plain): number | undefined {
  if (typeof rxuxtime === 'number') return epochMs(rxuxtime);
  const parts = typeof rxtime === 'string' ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(rxtime) : null;
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return utcMs(year!, month!, day!, hour!, minute!, second!);
}

/** The messages that one object stands for, or the reason why it cannot be used. gpsd joins both parts of type 24. */
function aisMessages(value: Plain): AisMessage[] | string {
  const { type, mmsi, repeat } = value;
  if (typeof mmsi !== 'number' || !Number.isInteger(mmsi) || mmsi < 0 || mmsi >= MAX_MMSI) return 'bad-mmsi';
  if (typeof type !== 'number') return 'unknown-type';
  const header = { class: 'AIS', type, repeat: typeof repeat === 'number' ? repeat : 0, mmsi };
  if (type === 24) return staticParts(value).map((part) => ({ ...header, ...part }) as unknown as AisMessage);
  const names = fieldNames(type);
  if (!names) return 'unknown-type';
  const fields = withoutFillers(type, readFields(value, type, names));
  return [{ ...header, ...fields } as unknown as AisMessage];
}

function staticParts(value: Plain): Plain[] {
  const part = value.part ?? (value.partno === 0 ? 'A' : value.partno === 1 ? 'B' : undefined);
  const isBoth = part === undefined;
  const parts: Plain[] = [];
  if (part === 'A' || (isBoth && textIn(value.shipname) !== undefined)) {
    parts.push({ part: 'A', ...readFields(value, 24, [namePart]) });
  }
  if (part === 'B' || (isBoth && value.vendorid !== undefined)) {
    parts.push({ part: 'B', ...readFields(value, 24, detailsPart.split(' ')) });
  }
  return parts.length > 0 ? parts : [{}];
}

/** gpsd prints 0 for the stations and slots that a short message leaves out. */
function withoutFillers(type: number, fields: Plain): Plain {
  const drop = (...names: string[]): void => {
    for (const name of names) fields[name] = undefined;
  };
  if (type === 7 || type === 13) {
    for (const at of [1, 2, 3, 4]) if (fields[`mmsi${at}`] === 0) drop(`mmsi${at}`, `mmsiseq${at}`);
  }
  if (type === 15) {
    for (const at of ['1_1', '1_2', '2_1']) if (fields[`type${at}`] === 0) drop(`type${at}`, `offset${at}`);
    if (fields.mmsi2 === 0) drop('mmsi2');
  }
  if (type === 16 && fields.mmsi2 === 0) drop('mmsi2', 'offset2', 'increment2');
  if (type === 20) {
    for (const at of [2, 3, 4]) {
      if (fields[`number${at}`] === 0) drop(`offset${at}`, `number${at}`, `timeout${at}`, `increment${at}`);
    }
  }
  return fields;
}
