/** The settings documents as they hold, and what the engine judges by: zones, rules, and the coastline where a rule needs it. */
import { needsLand } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { defaultRegulation } from '../alerts/default-regulation.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import type { DocumentName, SettingsDocument } from '../models/entry.ts';
import type { Regulation } from '../models/regulation.ts';

/** What holds until somebody has set a regulation. */
const builtIn = defaultRegulation();

export class Settings {
  readonly #documents = new Map<DocumentName, SettingsDocument>();
  readonly #loadLand: (() => readonly Zone[]) | undefined;
  #zones = new Map<string, Zone>();
  #rules = new Map<string, Rule>();
  #land: readonly Zone[] = [];

  /** @param loadLand gives the coastline as zones of kind `land`; asked for when a rule first needs it */
  constructor(loadLand?: () => readonly Zone[]) {
    this.#loadLand = loadLand;
  }

  /** @returns whether zones, rules or both are others for the engine now */
  set(document: SettingsDocument): { zones: boolean; rules: boolean } {
    const { name, body } = document;
    this.#documents.set(name, document);
    if (name === 'zones') this.#zones = byId((body as { features: Zone[] }).features);
    if (name === 'rules') this.#rules = byId(body as Rule[]);
    const isLandNew = this.#land.length === 0 && name === 'rules' && this.rules.some(needsLand);
    if (isLandNew && this.#loadLand) this.#land = this.#loadLand();
    return { zones: name === 'zones' || (isLandNew && this.#loadLand !== undefined), rules: name === 'rules' };
  }

  body<T extends unknown[]>(name: DocumentName): T {
    return (this.#documents.get(name)?.body ?? []) as T;
  }

  get regulation(): RegulationInForce {
    const set = this.#documents.get('regulation');
    return set ? { revision: set.revision, body: set.body as Regulation } : { revision: 0, body: builtIn };
  }

  zone(id: string): Zone | undefined {
    return this.#zones.get(id);
  }

  rule(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  /** The coastline included. */
  get zones(): Zone[] {
    return [...this.#zones.values(), ...this.#land];
  }

  get rules(): Rule[] {
    return [...this.#rules.values()];
  }
}

function byId<T extends { id: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}
