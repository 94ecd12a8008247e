/**
 * Who sent it: ties what a message calls itself (MMSI, registration, device, call sign) to one vessel. Deterministic: the
 * same journal gives the same vessels with the same ids.
 */
import { createHash } from 'node:crypto';
import { isGear } from '../../decoders/ais/gear.ts';
import { craftKind, flagOf } from '../../decoders/ais/mmsi.ts';
import type { PositionColumns } from '../../decoders/ais/position-columns.ts';
import type { Report } from '../../decoders/report.ts';
import { aisCraft } from '../../decoders/to-report.ts';
import type { VesselProfile } from '../../geofences/fix.ts';
import type { RegistryEntry, Vessel } from '../models/vessel.ts';
import { searchKey } from '../store/search-key.ts';
import { parseRegistration } from './registration.ts';

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

export class Vessels {
  readonly #byId = new Map<string, Vessel>();
  readonly #byAlias = new Map<string, string>();
  /** Ids of vessels that are known by their own MMSI, so that a position of that MMSI alone tells nothing new of them. */
  readonly #byMmsi = new Map<number, string>();

  /** Takes in a stored vessel at start. */
  restore(vessel: Vessel): void {
    this.#keep(vessel);
  }

  get(id: string): Vessel | undefined {
    return this.#byId.get(id);
  }

  /** HOT. The vessel whose own MMSI this is, as far as a bare position can tell. */
  ofMmsi(mmsi: number): Vessel | undefined {
    const id = this.#byMmsi.get(mmsi);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * The vessel that a report is about; made when nobody is known by any of its names.
   * @returns undefined when the message names nobody; `changed` when the vessel is new or its description changed
   */
  resolve(report: Sender): { vessel: Vessel; changed: boolean } | undefined {
    const aliases = aliasesOfReport(report);
    const primary = aliases[0];
    if (primary === undefined) return undefined;
    const known = aliases.map((alias) => this.#byAlias.get(alias)).find((id) => id !== undefined);
    const before = known === undefined ? undefined : this.#byId.get(known);
    const vessel = describe(before ?? blank(idOf(primary), report), report);
    const changed = !before || differs(before, vessel);
    if (!changed) return { vessel: before, changed };
    this.#keep(vessel, aliases);
    return { vessel, changed };
  }

  /** Adds or changes what the registry says; its aliases win over those that were only heard. */
  register(entry: RegistryEntry, at: number): { vessel: Vessel; created: boolean } {
    const registration = parseRegistration(entry.registration) ?? entry.registration.trim();
    const aliases = aliasesOfEntry({ ...entry, registration });
    // Two registrations are two boats, whatever else they share: an MMSI or device that another registered boat holds stays there.
    const before =
      this.#held(aliases[0]!) ?? aliases.map((alias) => this.#held(alias)).find((one) => one && !one.registered);
    const taken = (alias: string): boolean => this.#held(alias)?.registered === true && this.#held(alias) !== before;
    const vessel: Vessel = {
      ...(before ?? { id: idOf(aliases[0]!), firstHeardAt: at }),
      ...entry,
      registration,
      kind: 'vessel',
      label: registration,
      registered: true,
    };
    if (vessel.mmsi !== undefined && taken(`mmsi:${vessel.mmsi}`)) delete vessel.mmsi;
    if (vessel.deviceId && taken(`dev:${searchKey(vessel.deviceId)}`)) delete vessel.deviceId;
    this.#keep(vessel);
    return { vessel, created: !before };
  }

  #held(alias: string): Vessel | undefined {
    const id = this.#byAlias.get(alias);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #keep(vessel: Vessel, aliases: string[] = []): void {
    this.#byId.set(vessel.id, vessel);
    for (const alias of [...aliasesOfVessel(vessel), ...aliases]) {
      this.#byAlias.set(alias, vessel.id);
      const mmsi = /^mmsi:(\d+)$/.exec(alias);
      if (!mmsi) continue;
      if (vessel.mmsi === Number(mmsi[1])) this.#byMmsi.set(vessel.mmsi, vessel.id);
      else this.#byMmsi.delete(Number(mmsi[1]));
    }
  }
}

/** What the rules may know of it. */
export function profileOf(vessel: Vessel): VesselProfile {
  const profile: VesselProfile = { id: vessel.id, kind: vessel.kind };
  if (vessel.lengthM !== undefined) profile.lengthM = vessel.lengthM;
  if (vessel.reportingIntervalMin !== undefined) profile.reportingIntervalMin = vessel.reportingIntervalMin;
  if (vessel.flag !== undefined) profile.flag = vessel.flag;
  return profile;
}

function idOf(alias: string): string {
  return `v${createHash('sha256').update(alias).digest('hex').slice(0, 12)}`;
}

function registrationKey(text: string): string {
  return `reg:${searchKey(parseRegistration(text) ?? text)}`;
}

/** Strongest first: the first one names a new vessel. */
function aliasesOfReport(report: Sender): string[] {
  if (report.format === 'ais') return report.mmsi === undefined ? [] : [`mmsi:${report.mmsi}`];
  const aliases: string[] = [];
  if (report.registration) aliases.push(registrationKey(report.registration));
  if (report.deviceId) aliases.push(`dev:${searchKey(report.deviceId)}`);
  if (report.internalReference) aliases.push(`dev:${searchKey(report.internalReference)}`);
  if (report.callsign) aliases.push(`cs:${searchKey(report.callsign)}`);
  if (report.mmsi !== undefined) aliases.push(`mmsi:${report.mmsi}`);
  if (aliases.length === 0 && report.name) aliases.push(`name:${searchKey(report.name)}`);
  return aliases;
}

function aliasesOfEntry(entry: RegistryEntry): string[] {
  const aliases = [registrationKey(entry.registration)];
  if (entry.deviceId) aliases.push(`dev:${searchKey(entry.deviceId)}`);
  if (entry.mmsi !== undefined) aliases.push(`mmsi:${entry.mmsi}`);
  return aliases;
}

/** Names under which a stored vessel is found again. AIS call signs are often wrong or shared, so they tie only VMS reports. */
function aliasesOfVessel(vessel: Vessel): string[] {
  const aliases: string[] = [];
  if (vessel.registration) aliases.push(registrationKey(vessel.registration));
  if (vessel.deviceId) aliases.push(`dev:${searchKey(vessel.deviceId)}`);
  if (vessel.mmsi !== undefined) aliases.push(`mmsi:${vessel.mmsi}`);
  if (vessel.callsign && vessel.mmsi === undefined) aliases.push(`cs:${searchKey(vessel.callsign)}`);
  if (aliases.length === 0 && vessel.name) aliases.push(`name:${searchKey(vessel.name)}`);
  return aliases;
}

function blank(id: string, report: Sender): Vessel {
  const at = report.meta.receivedAt;
  return { id, kind: report.craft, label: '', registered: false, firstHeardAt: at };
}

/** Fills in what the message says, without touching what the registry said. */
function describe(before: Vessel, report: Sender): Vessel {
  const vessel: Vessel = { ...before };
  const set = <K extends keyof Vessel>(key: K, value: Vessel[K] | undefined): void => {
    if (value !== undefined && !(before.registered && before[key] !== undefined)) vessel[key] = value;
  };
  set('mmsi', report.mmsi);
  set('imo', report.imo);
  set('name', tidy(report.name, 80));
  set('callsign', tidy(report.callsign, 14));
  set('shipType', report.shipType);
  set('lengthM', report.lengthM);
  if (report.format !== 'ais') {
    set(
      'registration',
      report.registration && (parseRegistration(report.registration) ?? tidy(report.registration, 40)),
    );
    set('deviceId', tidy(report.deviceId ?? report.internalReference, 40));
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
    vessel.id
  );
}

function differs(a: Vessel, b: Vessel): boolean {
  for (const key of Object.keys(b) as (keyof Vessel)[]) {
    if (a[key] !== b[key]) return true;
  }
  return false;
}
