/** States, length classes and columns of the fleet's table, as the screen calls them. */
import type { FleetSort } from '../../server/fleet/order.ts';
import type { FleetState, LengthClass } from '../../server/fleet/states.ts';
import type { FleetKey } from '../i18n/fleet-texts.ts';

export const STATES: Record<FleetState, FleetKey> = {
  moving: 'fleet.moving',
  stopped: 'fleet.stopped',
  reporting: 'fleet.reporting',
  late: 'fleet.late',
  silent: 'fleet.silent',
  'long-silent': 'fleet.longSilent',
  never: 'fleet.never',
};

export const LENGTHS: Record<LengthClass, FleetKey> = {
  'below-6': 'fleet.below6',
  '6-12': 'fleet.to12',
  '12-15': 'fleet.to15',
  '15-24': 'fleet.to24',
  'from-24': 'fleet.from24',
  unknown: 'fleet.unknownLength',
};

/** Columns of the table, what changes by the hour first; those without an order of their own have no sort. */
export const COLUMNS: readonly { id: string; words: FleetKey; sort?: FleetSort }[] = [
  { id: 'label', words: 'fleet.label', sort: 'label' },
  { id: 'name', words: 'column.name', sort: 'name' },
  { id: 'state', words: 'fleet.state', sort: 'state' },
  { id: 'age', words: 'fleet.age', sort: 'age' },
  { id: 'alerts', words: 'fleet.alerts', sort: 'alerts' },
  { id: 'position', words: 'column.position' },
  { id: 'speed', words: 'fleet.speed', sort: 'speed' },
  { id: 'port', words: 'column.homePort', sort: 'port' },
  { id: 'device', words: 'fleet.device', sort: 'device' },
  { id: 'gear', words: 'column.gear', sort: 'gear' },
  { id: 'length', words: 'fleet.length', sort: 'length' },
  { id: 'licence', words: 'column.licenceUntil', sort: 'licence' },
  { id: 'unit', words: 'fleet.unit', sort: 'unit' },
];
