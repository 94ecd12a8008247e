/** The settings documents that the desk asks for at every step. */
import type { DeskOptions } from '../alerts/desk-port.ts';
import type { Contact, PushSubscription, Roster, Route, Unit } from '../models/contact.ts';
import type { DocumentName } from '../models/entry.ts';
import type { Suppression } from '../models/regulation.ts';
import type { MessageTemplate } from '../models/template.ts';

type Settings = 'routes' | 'contacts' | 'units' | 'rosters' | 'subscriptions' | 'templates' | 'suppressions';

/** @param body of a document as it stands now; an empty list when nobody has set it */
export function deskSettings(
  body: <T extends unknown[]>(name: DocumentName) => T,
  { demo, publicUrl }: Pick<DeskOptions, 'demo' | 'publicUrl'>,
): Required<Pick<DeskOptions, Settings>> & Pick<DeskOptions, 'demo' | 'publicUrl'> {
  return {
    demo,
    publicUrl,
    routes: () => body<Route[]>('routing'),
    contacts: () => body<Contact[]>('contacts'),
    units: () => body<Unit[]>('units'),
    rosters: () => body<Roster[]>('rosters'),
    subscriptions: () => body<PushSubscription[]>('subscriptions'),
    templates: () => body<MessageTemplate[]>('templates'),
    suppressions: () => body<Suppression[]>('suppressions'),
  };
}
