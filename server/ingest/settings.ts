/** Settings documents as they stand now: what the desk asks for at every step, and what the engine judges by, the coastline included. */
import { needsLand } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { defaultRegulation } from '../alerts/default-regulation.ts';
import type { DeskOptions } from '../alerts/desk-port.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import type { Contact, PushSubscription, Roster, Route, Unit } from '../models/contact.ts';
import { type DocumentName, documentNames, type SettingsDocument } from '../models/entry.ts';
import type { Ladder } from '../models/ladder.ts';
import type { Regulation, Suppression } from '../models/regulation.ts';
import type { MessageTemplate } from '../models/template.ts';
import type { Store } from '../store/store.ts';

/** What holds until somebody has set a regulation. */
const builtIn = defaultRegulation();

type ForDesk = Pick<
  DeskOptions,
  | 'routes'
  | 'contacts'
  | 'units'
  | 'rosters'
  | 'subscriptions'
  | 'templates'
  | 'suppressions'
  | 'regulation'
  | 'ladders'
>;

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

  async restore(store: Pick<Store, 'document'>): Promise<void> {
    for (const name of documentNames) {
      const document = await store.document(name);
      if (document) this.keep(document);
    }
  }

  /** @returns whether zones, rules or both are others for the engine now */
  keep(document: SettingsDocument): { zones: boolean; rules: boolean } {
    const { name, body } = document;
    this.#documents.set(name, document);
    if (name === 'zones') this.#zones = byId((body as { features: Zone[] }).features);
    if (name === 'rules') this.#rules = byId(body as Rule[]);
    const isLandNew = this.#land.length === 0 && name === 'rules' && this.rules.some(needsLand);
    if (isLandNew && this.#loadLand) this.#land = this.#loadLand();
    return { zones: name === 'zones' || (isLandNew && this.#loadLand !== undefined), rules: name === 'rules' };
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

  get(name: DocumentName): SettingsDocument | undefined {
    return this.#documents.get(name);
  }

  /** An empty list when nobody has set it. */
  list<T extends unknown[]>(name: DocumentName): T {
    return (this.get(name)?.body ?? []) as T;
  }

  get regulation(): RegulationInForce {
    const set = this.get('regulation');
    return set ? { revision: set.revision, body: set.body as Regulation } : { revision: 0, body: builtIn };
  }

  forDesk(): Required<ForDesk> {
    return {
      routes: () => this.list<Route[]>('routing'),
      contacts: () => this.list<Contact[]>('contacts'),
      units: () => this.list<Unit[]>('units'),
      rosters: () => this.list<Roster[]>('rosters'),
      subscriptions: () => this.list<PushSubscription[]>('subscriptions'),
      templates: () => this.list<MessageTemplate[]>('templates'),
      suppressions: () => this.list<Suppression[]>('suppressions'),
      regulation: () => this.regulation,
      ladders: () => this.list<Ladder[]>('ladders'),
    };
  }
}

function byId<T extends { id: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}
