/** What a cell says, by the field that it stands in: a value as the registry keeps it, or why it is none. Pure. */
import { parseAngle, parseAngles } from '../../decoders/tables/coordinates.ts';
import { parseDay } from '../../decoders/tables/dates.ts';
import { type Detail, type ErrorCode, HaidangError } from '../errors.ts';
import { parseRegistration } from '../ingest/registration.ts';
import type { ImportField } from './columns.ts';

export type Value = string | number | boolean | readonly [lon: number, lat: number];

export interface Reading {
  isWorkbook: boolean;
  from1904: boolean;
}

type Reader = (text: string, reading: Reading) => Value | HaidangError;

/** PS, which Vietnamese papers call CV, in kilowatts. */
const KW_PER_CV = 0.735499;
const YES = ['x', 'co', 'yes', 'true', '1', 'dung', '✓'];
const NO = ['khong', 'no', 'false', '0', 'sai'];

function fault(code: ErrorCode, details: Record<string, Detail>): HaidangError {
  return new HaidangError(code, details);
}

const text =
  (most: number): Reader =>
  (value) =>
    value.length > most ? fault('import-too-long', { n: value.length, most }) : value;

/**
 * @param grouped a mark before just three digits may group thousands: then nobody knows. Lengths have no thousands.
 */
const number =
  (from: number, to: number, { grouped = false, whole = false, factor = 1 } = {}): Reader =>
  (value, { isWorkbook }) => {
    const found = numberOf(value, grouped && !isWorkbook);
    if (found === undefined) return fault('import-no-number', { value });
    if (found === 'ambiguous') return fault('import-ambiguous-number', { value });
    const scaled = Math.round(found * factor * 1000) / 1000;
    if (scaled < from || scaled > to || (whole && !Number.isInteger(scaled))) {
      return fault('import-out-of-range', { value, from, to });
    }
    return scaled;
  };

/** With a point or a comma before its decimals, and the other one, or spaces, between thousands. */
function numberOf(value: string, isGrouped: boolean): number | 'ambiguous' | undefined {
  const plain = value.replace(/\s+/g, '').replace(/(?<=\d)(?:m|kw|cv|hp|gt|nm)$/i, '');
  if (/^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$/.test(plain)) return Number(plain);
  if (!/^[+-]?\d[\d.,]*$/.test(plain)) return undefined;
  const marks = plain.replace(/[^.,]/g, '');
  if (marks.length === 0) return Number(plain);
  const last = marks.at(-1)!;
  const isOneKind = !marks.includes(last === '.' ? ',' : '.');
  if (marks.length === 1) {
    if (isGrouped && /[.,]\d{3}$/.test(plain)) return 'ambiguous';
    return Number(plain.replace(',', '.'));
  }
  const groups = /^[+-]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?$/.test(plain);
  if (!groups) return undefined;
  if (isOneKind) return /[.,]\d{3}$/.test(plain) ? Number(plain.replace(/[.,]/g, '')) : undefined;
  const [whole = '', decimals = ''] = plain.split(last);
  return Number(`${whole.replace(/[.,]/g, '')}.${decimals}`);
}

/** Digits of an identity, which a spreadsheet may have made a number of. */
function digitsOf(value: string): string {
  const plain = value.replace(/[\s.-]/g, '');
  return /[eE]/.test(value) && Number.isSafeInteger(Number(value)) ? String(Number(value)) : plain;
}

const registration: Reader = (value) => parseRegistration(value) ?? fault('import-no-registration', { value });

const mmsi: Reader = (value) => {
  const digits = digitsOf(value);
  return /^[1-9]\d{8}$/.test(digits) ? Number(digits) : fault('import-no-mmsi', { value });
};

const imo: Reader = (value) => {
  const digits = digitsOf(value.replace(/^imo/i, ''));
  const sum = Array.from(digits.slice(0, 6)).reduce((all, digit, at) => all + Number(digit) * (7 - at), 0);
  const holds = /^\d{7}$/.test(digits) && sum % 10 === Number(digits[6]);
  return holds ? Number(digits) : fault('import-no-imo', { value });
};

/** Spreadsheets drop the zero in front; `+84` stands for it. Several numbers in one cell are kept as they are written. */
const phone: Reader = (value) => {
  const plain = value.replace(/[\s().-]/g, '');
  if (/^[35789]\d{8}$/.test(plain)) return `0${plain}`;
  const abroad = /^(?:\+|00)84(\d{9,10})$/.exec(plain);
  if (abroad) return `0${abroad[1]}`;
  if ((value.match(/\d/g) ?? []).length < 8) return fault('import-no-phone', { value });
  return text(30)(value, { isWorkbook: false, from1904: false });
};

const day: Reader = (value, { from1904 }) =>
  parseDay(value, { order: 'dmy', from1904 }) ?? fault('import-no-day', { value });

const yesNo: Reader = (value) => {
  const word = value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : fault('import-no-yes-no', { value });
};

const flag: Reader = (value) => {
  if (/^vi[eệ]t\s*nam$/iu.test(value) || /^vn$/i.test(value)) return 'VNM';
  return /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : fault('import-no-flag', { value });
};

const angle =
  (axis: 'lat' | 'lon'): Reader =>
  (value) => {
    const found = parseAngle(value);
    const isSound = found && (found.axis ?? axis) === axis && Math.abs(found.degrees) <= (axis === 'lat' ? 90 : 180);
    return isSound ? found.degrees : fault('import-no-angle', { value });
  };

/** Latitude first where no letter says it. */
const position: Reader = (value) => {
  const found = parseAngles(value);
  if (!found) return fault('import-no-angle', { value });
  const [lat, lon] = found[0].axis === 'lon' || found[1].axis === 'lat' ? [found[1], found[0]] : found;
  return Math.abs(lat.degrees) > 90 ? fault('import-no-angle', { value }) : [lon.degrees, lat.degrees];
};

const portClass: Reader = (value) => {
  const found = /^(?:loại|hạng|class)?\s*(I{1,3}|[123])$/iu.exec(value)?.[1]?.toUpperCase();
  if (found === undefined) return fault('import-no-port-class', { value });
  return ['I', 'II', 'III'][Number(found) - 1] ?? found;
};

const readers: Record<ImportField, Reader> = {
  registration,
  name: text(80),
  mmsi,
  imo,
  callsign: text(14),
  deviceId: (value, reading) => text(40)(/^\d(?:\.\d+)?[eE]\+?\d+$/.test(value) ? digitsOf(value) : value, reading),
  provider: text(60),
  // The longest fishing vessels are no longer than 150 m; a length of 1750 has lost its comma.
  lengthM: number(2, 150),
  powerKw: number(0.1, 20_000, { grouped: true }),
  powerCv: number(0.1, 20_000, { grouped: true, factor: KW_PER_CV }),
  grossTonnage: number(0.1, 20_000, { grouped: true }),
  gear: text(60),
  homePort: text(60),
  province: text(60),
  flag,
  reportingIntervalMin: number(1, 1440),
  highRisk: yesNo,
  owner: text(120),
  ownerPhone: phone,
  ownerAddress: text(200),
  captain: text(120),
  captainPhone: phone,
  licenceNumber: text(60),
  licenceFrom: day,
  licenceUntil: day,
  certificateNumber: text(60),
  certificateUntil: day,
  code: text(60),
  portName: text(200),
  portNameEn: text(200),
  portClass,
  lat: angle('lat'),
  lon: angle('lon'),
  position,
  radiusNm: number(0.05, 20),
};

/** @param text not empty @returns HaidangError: the sentence for whoever mends the file */
export function readValue(field: ImportField, text: string, reading: Reading): Value | HaidangError {
  return readers[field](text, reading);
}
