/** `t` for the texts of the fleet's table, of imports and of exports. */
import { fleetMessages } from './fleet-catalogue.ts';
import { speaker } from './t.ts';

export const ft = speaker(fleetMessages);
export type FleetKey = keyof typeof fleetMessages;
