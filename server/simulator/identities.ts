/** Who the boats are: registrations, names, people and devices. All invented; the telephone numbers belong to nobody. */
import type { Boat, Life, VmsUnit } from './craft.ts';
import { type Harbour, harbours, provinces } from './harbours.ts';
import { type Papers, papersOf } from './papers.ts';
import { between, mix, pick, pickByShare, unit } from './seeded.ts';

const key = { harbour: 81, name: 82, size: 83, gear: 84, owner: 85, captain: 86, provider: 87, often: 88, power: 89 };

const boatNames = [
  'Hải Long', 'Minh Phát', 'Thuận Phong', 'Hồng Phúc', 'Biển Đông', 'An Bình', 'Ngọc Lan', 'Thành Đạt', 'Đại Dương',
  'Tân Tiến', 'Hoàng Yến', 'Quốc Thắng', 'Phú Quý', 'Sao Biển', 'Hưng Thịnh', 'Trường Sơn',
]; // biome-ignore format: a list of words
const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Phan', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương'];
const middles = ['Văn', 'Đình', 'Thanh', 'Quang', 'Hữu', 'Ngọc', 'Minh', 'Công', 'Xuân'];
const givens = [
  'Hùng',
  'Dũng',
  'Sơn',
  'Tâm',
  'Phúc',
  'Lợi',
  'Thành',
  'Bình',
  'Hải',
  'Cường',
  'Nam',
  'Tài',
  'Long',
  'Hiệp',
];

/** Gears of the central fleet (domain study: 56 of 571 boats of Quảng Nam jig for squid). */
const offshoreGears = [
  { gear: 'lưới vây', night: true, share: 4 },
  { gear: 'lưới chụp', night: true, share: 3 },
  { gear: 'câu mực', night: true, share: 3 },
  { gear: 'lưới rê', night: false, share: 4 },
  { gear: 'lưới kéo', night: false, share: 4 },
  { gear: 'câu cá ngừ đại dương', night: false, share: 2 },
  { gear: 'hậu cần nghề cá', night: false, share: 1 },
];
const inshoreGears = [
  { gear: 'lưới rê', night: false, share: 3 },
  { gear: 'lồng bẫy', night: false, share: 2 },
  { gear: 'câu tay', night: false, share: 2 },
];

/** Certified providers in about the proportion that the provinces report; codes for NAF's FR field (three letters would mean a country). */
const providers = [
  { provider: 'VNPT-VSS', providerCode: 'VNPT', prefix: 'SF25', share: 62 },
  { provider: 'Vishipel', providerCode: 'VISHIPEL', prefix: 'VF18', share: 24 },
  { provider: 'Bình Anh', providerCode: 'BINHANH', prefix: 'BASAT', share: 6 },
  { provider: 'Viettel', providerCode: 'VIETTEL', prefix: 'STK', share: 8 },
];

interface BoatOrder {
  index: number;
  life: Life;
  vms: boolean;
  ais: boolean;
}

/** Makes boats one after the other; registrations and MMSIs follow the order and are never given twice. */
export class Registrar {
  readonly #seed: number;
  readonly #time: number;
  readonly #given = new Map<Harbour['letters'], number>();

  /** @param time epoch ms at which their papers have to hold */
  constructor(seed: number, time: number) {
    this.#seed = seed;
    this.#time = time;
  }

  boat(order: BoatOrder): Boat {
    const { index, life } = order;
    const seed = this.#seed;
    const harbour = homeOf(seed, order);
    const { gear, night } = pickByShare(life === 'inshore' ? inshoreGears : offshoreGears, seed, index, key.gear);
    const lengthM = lengthOf(seed, order);
    const digits = this.#nextNumber(harbour.letters);
    const registration = `${harbour.letters}-${digits}-TS`;
    const callsign = `XV${ascii(harbour.letters)[0]}${index.toString(36).toUpperCase().padStart(4, '0')}`;
    const boat: Omit<Boat, 'registry'> = {
      kind: 'boat',
      index,
      life,
      harbour,
      registration,
      callsign,
      name: `${pick(boatNames, seed, index, key.name)} ${String(1 + (mix(seed, index, key.name, 1) % 99)).padStart(2, '0')}`,
      lengthM,
      beamM: Math.round(lengthM / 4.2),
      nightFishing: night,
      mmsi: order.ais ? 574_900_000 + index : undefined,
      vms: order.vms ? unitOf(seed, index) : undefined,
    };
    return { ...boat, registry: { ...registryRow(seed, boat, gear), ...papersOf(seed, index, this.#time) } };
  }

  /** Numbers of offshore boats begin with 9; a fleet of more than that goes on below. */
  #nextNumber(letters: Harbour['letters']): string {
    const count = (this.#given.get(letters) ?? 0) + 1;
    this.#given.set(letters, count);
    return String(count < 10_000 ? 90_000 + count : count).padStart(5, '0');
  }
}

/** Boats with little fuel live where their grounds are; those of the boundary stories sail from Đà Nẵng and Quảng Nam. */
function homeOf(seed: number, order: BoatOrder): Harbour {
  if (order.life === 'offshore' || order.life === 'laid-up' || order.life === 'inshore') {
    return pickByShare(harbours, seed, order.index, key.harbour);
  }
  return pickByShare(
    harbours.filter((harbour) => provinces[harbour.letters] === 'Đà Nẵng'),
    seed,
    order.index,
    key.harbour,
  );
}

/** Metres over all. VMS is owed from 15 m; boats without it that stay inshore are shorter (12 to 15 m, NĐ 26/2019). */
function lengthOf(seed: number, order: BoatOrder): number {
  const chance = unit(seed, order.index, key.size);
  if (order.life === 'inshore') return Math.round((12 + 2.9 * chance) * 10) / 10;
  if (order.life === 'runner') return Math.round((15 + 3 * chance) * 10) / 10;
  // Most are little over the limit, one in ten is 24 m or more.
  return Math.round((15 + 19 * chance ** 2.6) * 10) / 10;
}

function unitOf(seed: number, index: number): VmsUnit {
  const { provider, providerCode, prefix } = pickByShare(providers, seed, index, key.provider);
  const serial = 100_000 + ((index * 7919 + (mix(seed, key.provider) % 1000)) % 900_000);
  // Measured fleets send 141 to 152 % of what they owe: some units report twice as often as they must.
  const intervalMin = unit(seed, index, key.often) < 0.12 ? 60 : 120;
  return { deviceId: `${prefix}-${serial}`, provider, providerCode, intervalMin };
}

function registryRow(seed: number, boat: Omit<Boat, 'registry'>, gear: string): Omit<Boat['registry'], keyof Papers> {
  const { index, vms } = boat;
  const serial = String(index % 1000).padStart(3, '0');
  return {
    registration: boat.registration,
    name: boat.name,
    mmsi: boat.mmsi,
    callsign: boat.callsign,
    deviceId: vms?.deviceId,
    provider: vms?.provider,
    lengthM: boat.lengthM,
    powerKw: Math.round((boat.lengthM * between(9, 22, seed, index, key.power)) / 5) * 5,
    gear,
    homePort: boat.harbour.code,
    province: provinces[boat.harbour.letters],
    owner: person(seed, index, key.owner),
    ownerPhone: `0900 000 ${serial}`,
    captain: person(seed, index, key.captain),
    captainPhone: `0900 001 ${serial}`,
    flag: 'VNM',
    reportingIntervalMin: vms ? 120 : undefined,
  };
}

function person(seed: number, index: number, role: number): string {
  return [surnames, middles, givens].map((list, part) => pick(list, seed, index, role, part)).join(' ');
}

/** What a radio can say of a name: no diacritics, upper case. */
export function ascii(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'D')
    .toUpperCase();
}
