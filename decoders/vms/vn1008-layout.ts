/**
 * How a provider writes the messages of notice 1008/TB-TCTS-TTTS (4 May 2019), as data. Appendix I names the fields of each
 * message and their order; widths, separators and notations are not public, so all of that can be edited. What stands
 * here as default mirrors NMEA 0183 RMC, as the notice does: state `A` is a valid fix, degrees and minutes with N/S and E/W.
 */
import type { SpeedUnit } from './speed-units.ts';

/** The notice's messages: (1) periodic position, (2) downlink, (3) distress, (4) poll of a unit, (5) its answer. */
export const vn1008Kinds = ['position', 'downlink', 'sos', 'poll', 'reply'] as const;
export type Vn1008Kind = (typeof vn1008Kinds)[number];

/** The notice's field names in words; `exp` is split into its two meanings. `text` takes all that is left of the record. */
export const vn1008Fields = [
  'mref',
  'seqno',
  'id',
  'time',
  'state',
  'latitude',
  'northSouth',
  'longitude',
  'eastWest',
  'speed',
  'direction',
  'date',
  'gmt',
  'secretCode',
  'text',
] as const;
export type Vn1008Field = (typeof vn1008Fields)[number];

/** A field, of a fixed number of characters or up to what follows it. */
export interface Vn1008FieldPart {
  field: Vn1008Field;
  width?: number;
}

/** A field, or characters that stand there literally. */
export type Vn1008Part = Vn1008FieldPart | { literal: string };

interface Vn1008KindLayout {
  /** Values of MREF that mark this kind. None: everything that no other kind claims. */
  mref: string[];
  /** Between its fields; absent: the layout's own separator. Empty: nothing stands between them. */
  separator?: string;
  /** In the order of the record; `mref` is the first. */
  parts: Vn1008Part[];
}

export const vn1008Coordinates = ['ddmm.mmmm', 'ddmmss', 'dd.dddd'] as const;
export const vn1008Dates = ['ddmmyy', 'yymmdd', 'mmddyy', 'ddmmyyyy', 'yyyymmdd', 'mmddyyyy'] as const;
/** JSON-safe. */
export interface Vn1008Layout {
  /** Ends a record. `\n` stands for CR, LF or both. */
  recordEnd: string;
  separator: string;
  kinds: Record<Vn1008Kind, Vn1008KindLayout>;
  coordinates: (typeof vn1008Coordinates)[number];
  /** How many last digits of a coordinate are decimals where no point is written. */
  impliedDecimals: number;
  /** Values of State that mean a valid fix; with any other letter the message has no position. */
  validStates: string[];
  date: (typeof vn1008Dates)[number];
  /** Of Date and Time: `+00:00`, `UTC`, `Asia/Ho_Chi_Minh`. A readable GMT field goes before it. */
  timeZone: string;
  speed: SpeedUnit;
}

const fields = (...names: Vn1008Field[]): Vn1008Part[] => names.map((field) => ({ field }));

const positionParts = fields(
  'mref',
  'seqno',
  'id',
  'time',
  'state',
  'latitude',
  'northSouth',
  'longitude',
  'eastWest',
  'speed',
  'direction',
  'date',
);

/**
 * The order of fields and the words IMG and SOS are the notice's; commas, widths, the words POL and REP, UTC and knots are
 * taken from RMC until a provider says otherwise.
 */
export const defaultVn1008Layout: Vn1008Layout = {
  recordEnd: '\n',
  separator: ',',
  kinds: {
    position: { mref: [], parts: positionParts },
    downlink: { mref: ['IMG'], parts: fields('mref', 'seqno', 'id', 'text') },
    sos: {
      mref: ['SOS'],
      separator: '',
      parts: [
        { field: 'mref', width: 3 },
        { field: 'id' },
        { literal: ' ' },
        { field: 'latitude' },
        { literal: ' ' },
        { field: 'northSouth' },
        { literal: ' ' },
        { field: 'longitude' },
        { literal: ' ' },
        { field: 'eastWest' },
        { field: 'date', width: 6 },
        { literal: ' ' },
        { field: 'time' },
        { literal: ' ' },
        { field: 'gmt' },
      ],
    },
    poll: { mref: ['POL'], parts: fields('mref', 'id', 'seqno', 'secretCode') },
    reply: { mref: ['REP'], parts: positionParts },
  },
  coordinates: 'ddmm.mmmm',
  impliedDecimals: 0,
  validStates: ['A'],
  date: 'ddmmyy',
  timeZone: 'UTC',
  speed: 'kn',
};

/** Letters that are one character wherever they stand. */
const oneLetter: ReadonlySet<Vn1008Field> = new Set(['state', 'northSouth', 'eastWest']);

/** Width of a field as it is read: the layout's, or 1 for letters that have no other. */
export function widthOf(part: Vn1008FieldPart): number | undefined {
  return part.width ?? (oneLetter.has(part.field) ? 1 : undefined);
}

/** Parts of a kind with its separators between them. */
export function partsOf(layout: Vn1008Layout, kind: Vn1008Kind): Vn1008Part[] {
  const { parts, separator = layout.separator } = layout.kinds[kind];
  if (separator === '') return parts;
  return parts.flatMap((part, at): Vn1008Part[] => (at === 0 ? [part] : [{ literal: separator }, part]));
}
