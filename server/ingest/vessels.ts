/**
 * Who sent it: ties what a message calls itself (MMSI, registration, device, call sign) to one vessel. Deterministic: the
 * same journal gives the same vessels with the same ids.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isGear } from '../../decoders/ais/gear.ts';
import { craftKind, flagOf } from '../../decoders/ais/mmsi.ts';
import type { PositionColumns } from '../../decoders/ais/position-columns.ts';
import type { Report } from '../../decoders/report.ts';
import { aisCraft } from '../../decoders/to-report.ts';
import type { VesselProfile } from '../../geofences/fix.ts';
import { gearKindOf } from '../../geofences/regions/gear-names.ts';
import type { RegistryConflict, RegistryEntry, Vessel } from '../models/vessel.ts';
import { searchKey } from '../store/search-key.ts';
import type { Berth } from './berths.ts';
import { Borrowers, withBorrowed } from './borrowed-devices.ts';
import { FUTURE_REJECT_MS } from './fixes.ts';
import { Newcomers } from './newcomers.ts';
import { parseRegistration } from './registration.ts';

const DISTRESS: ReadonlySet<string> = new Set(['ais-sart', 'mob', 'epirb']);

/** What a report says of who sent it. */
export type Sender = Pick<
  Report,
  | 'format'
  | 'craft'
  | 'mmsi'
  | 'imo'
  | 'callsign'
  | 'name'
  | 'registration'
  | 'deviceId'
  | 'internalReference'
  | 'flag'
  | 'shipType'
  | 'lengthM'
  | 'fixTime'
> & {
  meta: { receivedAt: number };
  message?: Report['message'];
  /** Type of the AIS message where a row stands for it. */
  rowType?: number;
};

/** Who sent a row: no more than an MMSI and the kind of craft that it stands for. */
export function senderOf(columns: PositionColumns, row: number): Sender {
  const mmsi = columns.mmsi[row]!;
  const { receivedAt } = columns;
  const rowType = columns.type[row]!;
  return { format: 'ais', craft: aisCraft(rowType, mmsi), mmsi, meta: { receivedAt }, rowType };
}

/** Names that one vessel may gather from the air: a transmitter that invents a new one with every message must not grow without end. */
const mostAliases = 16;
const longestAlias = 80;

export interface Registered {
  vessel: Vessel;
  /** As it stood; absent: it was not known. */
  before: Vessel | undefined;
  outcome: 'created' | 'updated' | 'unchanged';
  /** Identities that another registered boat holds: they stay there, and this one keeps what it had. */
  conflicts: RegistryConflict[];
  /** Unregistered vessels that gave an identity up to this one. */
  changed: Vessel[];
}

/** A vessel by her MMSI, with her berth once it was asked for: her positions then cost no further look-up. */
interface KnownByMmsi {
  readonly id: string;
  berth: Berth | undefined;
}

/**
 * Every alias belongs to one vessel at a time, and each vessel's list of them is stored with it: a restart finds exactly
 * what was known. An alias is never given back, since the id of a vessel is made of its first one.
 */
export class Vessels {
  readonly #newcomers: Newcomers;
  readonly #byId = new Map<string, Vessel>();
  readonly #borrowers = new Borrowers();
  readonly #byAlias = new Map<string, string>();
  /** Vessels that are known by their own MMSI, so that a position of that MMSI alone tells nothing new of them. */
  readonly #byMmsi = new Map<number, KnownByMmsi>();

  constructor(newcomers = new Newcomers()) {
    this.#newcomers = newcomers;
  }

  /** Takes in a vessel as it is now. */
  keep(vessel: Vessel): void {
    if (!this.#byId.has(vessel.id)) this.#newcomers.count(vessel.firstHeardAt);
    this.#byId.set(vessel.id, vessel);
    if (vessel.borrowed) this.#borrowers.keep(vessel);
    for (const alias of vessel.aliases ?? []) {
      this.#byAlias.set(alias, vessel.id);
      const mmsi = /^mmsi:(\d+)$/.exec(alias);
      if (!mmsi) continue;
      if (vessel.mmsi !== Number(mmsi[1])) this.#byMmsi.delete(Number(mmsi[1]));
      else if (this.#byMmsi.get(vessel.mmsi)?.id !== vessel.id) {
        this.#byMmsi.set(vessel.mmsi, { id: vessel.id, berth: undefined });
      }
    }
  }

  get(id: string): Vessel | undefined {
    return this.#byId.get(id);
  }

  /** HOT. The vessel whose own MMSI this is, as far as a bare position can tell. */
  ofMmsi(mmsi: number): KnownByMmsi | undefined {
    return this.#byMmsi.get(mmsi);
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * The vessel that a report is about; made when nobody is known by any of its names.
   * @returns undefined when the message names nobody, or somebody new while too many were (newcomers.ts); `changed` when the vessel is new or its description changed
   */
  resolve(report: Sender): { vessel: Vessel; changed: boolean } | undefined {
    const aliases = aliasesOfReport(report);
    const primary = aliases[0];
    if (primary === undefined) return undefined;
    const before = this.#knownBy(aliases, report);
    if (!before && this.#newcomers.isFull(report.meta.receivedAt, DISTRESS.has(report.craft))) return undefined;
    const start = before ?? blank(idOf(primary), report);
    const room = mostAliases - (start.aliases?.length ?? 0);
    const free = aliases.filter((alias) => !this.#byAlias.has(alias)).slice(0, Math.max(0, room));
    const isElsewhere = (alias: string): boolean => (this.#byAlias.get(alias) ?? start.id) !== start.id;
    const named = withAliases(describe(start, report, isElsewhere), free);
    const owner = this.#ownerOfUnit(report, start.id);
    const vessel = owner === undefined ? named : withBorrowed(named, owner, report.fixTime!);
    if (before && !differs(before, vessel)) return { vessel: before, changed: false };
    this.keep(vessel);
    return { vessel, changed: true };
  }

  /** Identities that an entry claims and that other registered boats hold: it would be kept without them. */
  conflictsOf(entry: RegistryEntry): RegistryConflict[] {
    const { claims, holders, id } = this.#claimed(entry);
    return claims.flatMap(({ field, alias, value }, index) => {
      const holder = holders[index];
      return holder && isHeldFrom(id, holder, alias) ? [{ field, value, heldBy: holder.label }] : [];
    });
  }

  /** The vessel that an entry is about; undefined while nobody is known by its names. */
  claimant(entry: RegistryEntry): Vessel | undefined {
    return this.#claimed(entry).before;
  }

  /** Adds or changes what the registry says; its aliases win over those that were only heard. */
  register(entry: RegistryEntry, at: number): Registered {
    const { registration, claims, holders, before, id } = this.#claimed(entry);
    const vessel: Vessel = {
      ...(before ?? { id, firstHeardAt: at }),
      ...entry,
      registration,
      kind: 'vessel',
      label: registration,
      registered: true,
    };
    const conflicts: RegistryConflict[] = [];
    const changed = new Map<string, Vessel>();
    const won: string[] = [];
    for (const [index, { field, alias, value }] of claims.entries()) {
      const holder = holders[index];
      if (!holder || holder.id === id) won.push(alias);
      else if (isHeldFrom(id, holder, alias)) {
        conflicts.push({ field, value, heldBy: holder.label });
        if (before?.[field] === undefined) delete vessel[field];
        else Object.assign(vessel, { [field]: before[field] });
      } else {
        won.push(alias);
        changed.set(holder.id, this.#without(holder.id, alias));
      }
    }
    const named = withAliases(vessel, won);
    const outcome = !before?.registered ? 'created' : differs(before, named) ? 'updated' : 'unchanged';
    this.keep(named);
    return { vessel: named, before, outcome, conflicts, changed: [...changed.values()] };
  }

  #claimed(entry: RegistryEntry) {
    const registration = parseRegistration(entry.registration) ?? entry.registration.trim();
    const claims = claimsOf({ ...entry, registration });
    const holders = claims.map(({ alias }) => this.#holder(alias));
    // Two registrations are two boats, whatever else they share: only one that was merely heard may turn out to be this boat.
    const before = holders[0] ?? holders.find((one) => one && !one.registered && !isOtherBoat(one, registration));
    return { registration, claims, holders, before, id: before?.id ?? idOf(claims[0]!.alias) };
  }

  /**
   * Id of the boat whose VMS unit a position came from, when that is not the vessel it is of; undefined when the unit is no
   * other boat's (one that is known by nothing but the unit is none), or the position's time cannot be.
   */
  #ownerOfUnit({ format, deviceId, internalReference, fixTime, meta }: Sender, id: string): string | undefined {
    if (format === 'ais' || fixTime === undefined || fixTime - meta.receivedAt > FUTURE_REJECT_MS) return undefined;
    const owners = [deviceId, internalReference].map((unit) => this.#holder(aliasOf('dev', unit) ?? ''));
    const owner = owners.find((one) => one?.registration !== undefined && one.id !== id)?.id;
    return owner !== undefined && this.#borrowers.areMany(owner, id, fixTime) ? undefined : owner;
  }

  /**
   * The vessel that is known by the strongest of a report's names. Two registrations are two boats: one that says its own, which
   * nobody is known by, is not the boat whose unit or number it gives beside it.
   */
  #knownBy(aliases: readonly string[], { registration }: Sender): Vessel | undefined {
    const first = this.#holder(aliases[0]!);
    if (first || aliases.length === 1) return first;
    const holders = aliases.map((alias) => this.#holder(alias));
    return holders.find((one) => one && !isOtherBoat(one, registration));
  }

  #holder(alias: string): Vessel | undefined {
    const id = this.#byAlias.get(alias);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Takes an alias from the vessel that has it. */
  #without(id: string, alias: string): Vessel {
    const holder = this.#byId.get(id)!;
    const left = { ...holder, aliases: holder.aliases?.filter((one) => one !== alias) };
    this.keep(left);
    return left;
  }
}

/** Whether a vessel is known by another registration than this one, both of them as Vietnam writes them. */
function isOtherBoat(vessel: Vessel, registration: string | undefined): boolean {
  const own = registration === undefined ? undefined : parseRegistration(registration);
  const known = own && vessel.registration && parseRegistration(vessel.registration);
  return known !== undefined && known !== '' && known !== own;
}

/** True when nothing in a report says whose it is: it cannot be shown, and must be counted. */
export function isAnonymous(report: Sender): boolean {
  return aliasesOfReport(report).length === 0;
}

/** What the rules may know of it. */
export function profileOf(vessel: Vessel): VesselProfile {
  const profile: VesselProfile = { id: vessel.id, kind: vessel.kind };
  if (vessel.lengthM !== undefined) profile.lengthM = vessel.lengthM;
  if (vessel.reportingIntervalMin !== undefined) profile.reportingIntervalMin = vessel.reportingIntervalMin;
  if (vessel.flag !== undefined) profile.flag = vessel.flag;
  if (vessel.gear !== undefined) profile.gear = gearKindOf(vessel.gear);
  const provider = vessel.provider ?? vessel.vmsFeed;
  if (provider !== undefined) profile.provider = provider;
  if (vessel.highRisk) profile.highRisk = true;
  if (vessel.licenceUntil !== undefined) profile.licenceUntil = vessel.licenceUntil;
  if (vessel.certificateUntil !== undefined) profile.certificateUntil = vessel.certificateUntil;
  if (vessel.permissions && vessel.permissions.length > 0) profile.permissions = vessel.permissions;
  if (vessel.borrowed) profile.borrowed = vessel.borrowed;
  return profile;
}

function idOf(alias: string): string {
  return `v${createHash('sha256').update(alias).digest('hex').slice(0, 12)}`;
}

type Kind = 'reg' | 'dev' | 'cs' | 'mmsi' | 'name';

/** One spelling of one name; undefined when the text has neither letters nor digits. */
function aliasOf(kind: Kind, text: string | number | undefined): string | undefined {
  if (text === undefined) return undefined;
  const key = searchKey(kind === 'reg' ? (parseRegistration(String(text)) ?? String(text)) : String(text));
  return key === '' ? undefined : `${kind}:${key}`.slice(0, longestAlias);
}

/** Strongest first: the first one names a new vessel. AIS call signs are often wrong or shared, so they tie only VMS reports. */
export function aliasesOfReport(report: Sender): string[] {
  const { registration, deviceId, internalReference, callsign, mmsi, name } = report;
  const aliases =
    report.format === 'ais'
      ? [aliasOf('mmsi', mmsi)]
      : [
          aliasOf('reg', registration),
          aliasOf('dev', deviceId),
          aliasOf('dev', internalReference),
          aliasOf('cs', callsign),
          aliasOf('mmsi', mmsi),
        ];
  const found = aliases.filter((alias) => alias !== undefined);
  if (found.length > 0 || report.format === 'ais') return found;
  const byName = aliasOf('name', name);
  return byName === undefined ? [] : [byName];
}

interface Claim {
  field: 'registration' | 'deviceId' | 'mmsi';
  alias: string;
  value: string;
}

/** What a registry entry says that the boat is known by; its registration first. */
function claimsOf(entry: RegistryEntry): Claim[] {
  const claims: Claim[] = [];
  for (const [field, kind] of [
    ['registration', 'reg'],
    ['deviceId', 'dev'],
    ['mmsi', 'mmsi'],
  ] as const) {
    const alias = aliasOf(kind, entry[field]);
    if (alias !== undefined) claims.push({ field, alias, value: String(entry[field]) });
  }
  return claims;
}

/** True while the registry itself says so: an identity that it has replaced may be given to another boat. */
function isNamed(vessel: Vessel, alias: string): boolean {
  return [aliasOf('reg', vessel.registration), aliasOf('dev', vessel.deviceId), aliasOf('mmsi', vessel.mmsi)].includes(
    alias,
  );
}

function isHeldFrom(id: string, holder: Vessel, alias: string): boolean {
  return holder.id !== id && holder.registered && isNamed(holder, alias);
}

/** The same object when there is nothing new. */
function withAliases(vessel: Vessel, further: readonly string[]): Vessel {
  const known = vessel.aliases ?? [];
  const aliases = [...new Set([...known, ...further])];
  return aliases.length === known.length ? vessel : { ...vessel, aliases };
}

function blank(id: string, report: Sender): Vessel {
  const at = report.meta.receivedAt;
  return { id, kind: report.craft, label: '', registered: false, firstHeardAt: at };
}

/** Fills in what the message says, without touching what the registry said or what is another vessel's. */
function describe(before: Vessel, report: Sender, isElsewhere: (alias: string) => boolean): Vessel {
  const vessel: Vessel = { ...before };
  const set = <K extends keyof Vessel>(key: K, value: Vessel[K] | undefined): void => {
    if (value !== undefined && !(before.registered && before[key] !== undefined)) vessel[key] = value;
  };
  const setIdentity = (key: 'mmsi' | 'deviceId' | 'registration', kind: Kind, value: string | number | undefined) => {
    const alias = aliasOf(kind, value);
    if (alias !== undefined && !isElsewhere(alias)) set(key, value);
  };
  setIdentity('mmsi', 'mmsi', report.mmsi);
  set('imo', report.imo);
  set('name', tidy(report.name, 80));
  set('callsign', tidy(report.callsign, 14));
  set('shipType', report.shipType);
  set('lengthM', report.lengthM);
  if (report.format !== 'ais') {
    const { registration, deviceId, internalReference } = report;
    setIdentity('registration', 'reg', registration && (parseRegistration(registration) ?? tidy(registration, 40)));
    setIdentity('deviceId', 'dev', tidy(deviceId ?? internalReference, 40));
  }
  set('flag', report.flag ?? (report.mmsi === undefined ? undefined : flagOf(report.mmsi)));
  if (!before.registered) {
    vessel.label = labelOf(vessel);
    vessel.kind = kindOf(vessel, report);
  }
  return vessel;
}

/** A gear beacon may look like a boat until its name is heard, and a boat with a mistyped MMSI like a beacon. */
function kindOf({ kind, name, shipType }: Vessel, { message, rowType, mmsi }: Sender): string {
  const type = message?.class === 'AIS' ? message.type : rowType;
  if (type === undefined || mmsi === undefined) return kind;
  if (isGear({ mmsi, name, shipType, types: [type] })) return 'gear';
  return kind === 'gear' ? craftKind(mmsi) : kind;
}

/** Names come from the air: no control characters, and no longer than the registry allows. */
function tidy(text: string | undefined, longest: number): string | undefined {
  const clean = text?.replace(/\p{C}/gu, '').trim().slice(0, longest);
  return clean === '' ? undefined : clean;
}

function labelOf(vessel: Vessel): string {
  return (
    vessel.registration ||
    vessel.name ||
    (vessel.mmsi === undefined ? '' : String(vessel.mmsi)) ||
    vessel.callsign ||
    vessel.deviceId ||
    vessel.id
  );
}

function differs(a: Vessel, b: Vessel): boolean {
  for (const key of Object.keys(b) as (keyof Vessel)[]) {
    if (a[key] !== b[key] && !isDeepStrictEqual(a[key], b[key])) return true;
  }
  return false;
}
