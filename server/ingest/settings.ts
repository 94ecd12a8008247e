/** Settings documents as they stand now, and those that the desk asks for at every step. */
import { defaultRegulation } from '../alerts/default-regulation.ts';
import type { DeskOptions } from '../alerts/desk-port.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import type { Contact, PushSubscription, Roster, Route, Unit } from '../models/contact.ts';
import { type DocumentName, documentNames, type SettingsDocument } from '../models/entry.ts';
import type { Regulation, Suppression } from '../models/regulation.ts';
import type { MessageTemplate } from '../models/template.ts';
import type { Store } from '../store/store.ts';

/** What holds until somebody has set a regulation. */
const builtIn = defaultRegulation();

type ForDesk = Pick<
  DeskOptions,
  'routes' | 'contacts' | 'units' | 'rosters' | 'subscriptions' | 'templates' | 'suppressions' | 'regulation'
>;

export class Settings {
  readonly #documents = new Map<DocumentName, SettingsDocument>();

  async restore(store: Pick<Store, 'document'>): Promise<void> {
    for (const name of documentNames) {
      const document = await store.document(name);
      if (document) this.keep(document);
    }
  }

  keep(document: SettingsDocument): void {
    this.#documents.set(document.name, document);
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
    };
  }
}
