/** Whether a layout that a person has edited can be read by, and if not, everything that is wrong with it in clear sentences. */
import { type Fault, isPlain, notOneOf, notZone, type Plain, unknownName } from '../faults.ts';
import { zoneMinutes } from '../time-zone.ts';
import { speedUnits } from './speed-units.ts';
import {
  defaultVn1008Layout,
  partsOf,
  type Vn1008Field,
  type Vn1008Kind,
  type Vn1008Layout,
  vn1008Coordinates,
  vn1008Dates,
  vn1008Fields,
  vn1008Kinds,
  widthOf,
} from './vn1008-layout.ts';

/** Without these a kind of message cannot do its work. */
const needed: Readonly<Record<Vn1008Kind, readonly Vn1008Field[]>> = {
  position: ['id', 'time', 'date', 'latitude', 'longitude'],
  reply: ['id', 'time', 'date', 'latitude', 'longitude'],
  sos: ['id'],
  poll: ['id'],
  downlink: ['id'],
};
const kindMembers = ['mref', 'separator', 'parts'];
const MAX_WIDTH = 200;
const MAX_PARTS = 60;
const MAX_TEXT = 16;

/** A layout that a person has edited, or everything that is wrong with it. Absent settings take their default. */
export function checkVn1008Layout(value: unknown): { layout: Vn1008Layout } | { faults: Fault[] } {
  if (!isPlain(value)) return { faults: [{ at: '.', vi: 'phải là một đối tượng', en: 'it has to be an object' }] };
  const faults = Object.keys(value)
    .filter((name) => !Object.hasOwn(defaultVn1008Layout, name))
    .map((name) => unknownName('.', name));
  const kinds = value.kinds === undefined ? {} : value.kinds;
  const whole = { ...defaultVn1008Layout, ...value, kinds: { ...defaultVn1008Layout.kinds, ...(kinds as Plain) } };
  faults.push(...settingFaults(whole));
  if (!isPlain(kinds)) faults.push({ at: 'kinds', vi: 'phải là một đối tượng', en: 'it has to be an object' });
  else for (const name of Object.keys(kinds)) if (!isKind(name)) faults.push(unknownName('kinds', name));
  const layout = whole as Vn1008Layout;
  if (faults.length === 0) faults.push(...vn1008Kinds.flatMap((kind) => kindFaults(layout, kind)));
  if (faults.length === 0) faults.push(...claimFaults(layout));
  return faults.length > 0 ? { faults } : { layout };
}

function isKind(name: string): name is Vn1008Kind {
  return (vn1008Kinds as readonly string[]).includes(name);
}

function settingFaults(layout: Plain): Fault[] {
  const faults: Fault[] = [];
  const choices = [
    ['coordinates', vn1008Coordinates],
    ['date', vn1008Dates],
    ['speed', speedUnits],
  ] as const;
  for (const [name, words] of choices) {
    if (!(words as readonly unknown[]).includes(layout[name])) faults.push(notOneOf(name, words));
  }
  if (!isText(layout.recordEnd, 1)) faults.push(notText('recordEnd', 1));
  if (!isText(layout.separator, 0)) faults.push(notText('separator', 0));
  if (!isTexts(layout.validStates) || layout.validStates.length === 0) faults.push(notTexts('validStates'));
  if (typeof layout.timeZone !== 'string' || zoneMinutes(layout.timeZone) === undefined)
    faults.push(notZone('timeZone'));
  const decimals = layout.impliedDecimals;
  if (!Number.isInteger(decimals) || (decimals as number) < 0 || (decimals as number) > 6) {
    faults.push({
      at: 'impliedDecimals',
      vi: 'phải là số nguyên từ 0 đến 6',
      en: 'it has to be a whole number from 0 to 6',
    });
  }
  return faults;
}

function isText(value: unknown, fewest: number): value is string {
  return typeof value === 'string' && value.length >= fewest && value.length <= MAX_TEXT;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => isText(text, 1));
}

function notText(at: string, fewest: number): Fault {
  return {
    at,
    vi: `phải là chuỗi từ ${fewest} đến ${MAX_TEXT} ký tự`,
    en: `it has to be a text of ${fewest} to ${MAX_TEXT} characters`,
  };
}

function notTexts(at: string): Fault {
  return { at, vi: 'phải là danh sách chuỗi ngắn', en: 'it has to be a list of short texts' };
}

function kindFaults(layout: Vn1008Layout, kind: Vn1008Kind): Fault[] {
  const at = `kinds.${kind}`;
  const value: unknown = layout.kinds[kind];
  if (!isPlain(value)) return [{ at, vi: 'phải là một đối tượng', en: 'it has to be an object' }];
  const faults = strangers(value, kindMembers, at);
  if (!isTexts(value.mref)) faults.push(notTexts(`${at}.mref`));
  if (value.separator !== undefined && !isText(value.separator, 0)) faults.push(notText(`${at}.separator`, 0));
  if (!Array.isArray(value.parts) || value.parts.length === 0 || value.parts.length > MAX_PARTS) {
    const where = `${at}.parts`;
    return [
      ...faults,
      { at: where, vi: `phải có từ 1 đến ${MAX_PARTS} phần`, en: `it has to be a list of 1 to ${MAX_PARTS} parts` },
    ];
  }
  value.parts.forEach((part: unknown, index) => {
    const fault = partFault(part, `${at}.parts[${index}]`);
    if (fault) faults.push(fault);
  });
  return faults.length > 0 ? faults : orderFaults(layout, kind);
}

/** What would be dropped without a word. */
function strangers(value: Plain, known: readonly string[], at: string): Fault[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => unknownName(at, name));
}

function partFault(part: unknown, at: string): Fault | undefined {
  if (isPlain(part) && isText(part.literal, 1) && part.field === undefined) return strangers(part, ['literal'], at)[0];
  if (!isPlain(part) || !(vn1008Fields as readonly unknown[]).includes(part.field)) {
    return {
      at,
      vi: `phải là {"literal": "…"} hoặc {"field": "…"} với một trong ${vn1008Fields.join(', ')}`,
      en: `it has to be {"literal": "…"} or {"field": "…"} with one of ${vn1008Fields.join(', ')}`,
    };
  }
  const [stranger] = strangers(part, ['field', 'width'], at);
  if (stranger) return stranger;
  const { width } = part;
  if (width === undefined || (Number.isInteger(width) && (width as number) >= 1 && (width as number) <= MAX_WIDTH)) {
    return undefined;
  }
  return {
    at: `${at}.width`,
    vi: `phải là số nguyên từ 1 đến ${MAX_WIDTH}`,
    en: `it has to be a whole number from 1 to ${MAX_WIDTH}`,
  };
}

function orderFaults(layout: Vn1008Layout, kind: Vn1008Kind): Fault[] {
  const at = `kinds.${kind}.parts`;
  const parts = partsOf(layout, kind);
  const names = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  const faults: Fault[] = [];
  if (names[0] !== 'mref' || !('field' in parts[0]!)) {
    faults.push({ at: `${at}[0]`, vi: 'phần đầu phải là mref', en: 'the first part has to be mref' });
  }
  for (const name of names.filter((one, index) => names.indexOf(one) !== index)) {
    faults.push({ at, vi: `trường ${name} có hai lần`, en: `the field ${name} is there twice` });
  }
  for (const name of needed[kind].filter((one) => !names.includes(one))) {
    faults.push({ at, vi: `thiếu trường ${name}`, en: `the field ${name} is missing` });
  }
  for (const part of parts) {
    const fewest = 'field' in part ? fewestCharacters(part.field, layout) : 0;
    if ('field' in part && part.width !== undefined && part.width < fewest) {
      faults.push({
        at,
        vi: `trường ${part.field} cần ít nhất ${fewest} ký tự`,
        en: `the field ${part.field} needs at least ${fewest} characters`,
      });
    }
  }
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    if (!('field' in part) || widthOf(part) !== undefined || next === undefined) return;
    if ('field' in next || part.field === 'text') {
      faults.push({
        at,
        vi: `không biết trường ${part.field} kết thúc ở đâu: cần độ rộng (width) hoặc ký tự ngăn cách`,
        en: `where the field ${part.field} ends is not said: it needs a width, or a separator after it`,
      });
    }
  });
  return faults;
}

/** What a field needs when it is written as the layout says. */
function fewestCharacters(field: Vn1008Field, { coordinates, date, impliedDecimals }: Vn1008Layout): number {
  const beyondDegrees = { 'dd.dddd': 0, 'ddmm.mmmm': 2, ddmmss: 4 }[coordinates] + impliedDecimals;
  if (field === 'latitude') return 2 + beyondDegrees;
  if (field === 'longitude') return 3 + beyondDegrees;
  if (field === 'date') return date.length;
  return field === 'time' ? 'hhmm'.length : 1;
}

/** Two kinds that claim the same MREF could not be told apart. */
function claimFaults(layout: Vn1008Layout): Fault[] {
  const claimed = new Map<string, Vn1008Kind>();
  const faults: Fault[] = [];
  for (const kind of vn1008Kinds) {
    const { mref } = layout.kinds[kind];
    for (const word of mref.length === 0 ? [''] : mref) {
      const other = claimed.get(word);
      const what = word === '' ? { vi: 'mọi MREF', en: 'every MREF' } : { vi: `MREF “${word}”`, en: `MREF “${word}”` };
      if (other) {
        faults.push({
          at: `kinds.${kind}.mref`,
          vi: `${what.vi} đã thuộc về ${other}`,
          en: `${what.en} is already that of ${other}`,
        });
      }
      claimed.set(word, kind);
    }
  }
  return faults;
}
