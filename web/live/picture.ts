/** The live picture as the screens see it: positions in the vessel store, everything that people read in signals. */
import { batch, computed, signal } from '@preact/signals';
import type {
  Frame,
  IdentityRow,
  PositionRow,
  Rest,
  SharedMapRevisions,
  Snapshot,
  SystemStatus,
} from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import { isAside, isWaiting } from '../console/alert-states.ts';
import { UNACKNOWLEDGED, VesselStore } from '../map/VesselStore.ts';
import type { LiveSink } from './frame-sequence.ts';

/** connecting: never had a picture · live · silent: connected, but nothing comes · offline */
type Connection = 'connecting' | 'live' | 'silent' | 'offline';

export const vessels = new VesselStore();
export const status = signal<SystemStatus | undefined>(undefined);
/** Alerts that are not closed, by id. */
export const alerts = signal<ReadonlyMap<string, Alert>>(new Map());
export const connection = signal<Connection>('connecting');
/** Epoch ms of the last frame by this browser's clock. */
export const lastFrameAt = signal(0);
/** Every vessel of the first picture has come. */
export const isWhole = signal(false);
/** Grows when somebody new is known or renamed. */
export const identityVersion = signal(0);
/** Grows with every frame that moved somebody; what shows one vessel's position reads it. */
export const positionVersion = signal(0);

/** Others whenever notes or groups of the map have changed, or may have while there was no line. */
const sharedMap = signal({ notes: 0, groups: 0, snapshots: 0 });
export const notesRevision = computed(() => `${sharedMap.value.snapshots} ${sharedMap.value.notes}`);
export const groupsRevision = computed(() => `${sharedMap.value.snapshots} ${sharedMap.value.groups}`);

let serverAheadMs = 0;

/** The server's time in epoch ms: ages are told by one clock, whatever this computer's says. */
export function serverNow(): number {
  return Date.now() + serverAheadMs;
}

/** Forgets everything: another person signs in. */
export function clearPicture(): void {
  vessels.clear();
  status.value = undefined;
  alerts.value = new Map();
  connection.value = 'connecting';
  isWhole.value = false;
}

/** Shows what was kept of an earlier time, as what it is: not the present. */
export function showOld(old: Pick<Frame, 'identities' | 'positions' | 'alerts'>, takenAt: number): void {
  clearPicture();
  takeVessels(old.identities, old.positions);
  mergeAlerts(old.alerts);
  isWhole.value = true;
  lastFrameAt.value = takenAt;
  connection.value = 'offline';
}

export const pictureSink: LiveSink = {
  /** As one change: who follows the alerts must not see none of them in between, and take all that wait for new ones. */
  snapshot(snapshot: Snapshot): void {
    batch(() => {
      vessels.clear();
      alerts.value = new Map();
      take(snapshot);
      takeSharedMap(snapshot.sharedMap, 1);
      status.value = snapshot.status;
      isWhole.value = snapshot.whole;
    });
  },
  rest({ identities, positions, last }: Rest): void {
    takeVessels(identities, positions);
    markAlarms();
    if (last) isWhole.value = true;
  },
  frame(frame: Frame): void {
    for (const slot of frame.gone ?? []) vessels.remove(slot);
    if (frame.gone) identityVersion.value++;
    take(frame);
    takeSharedMap(frame.sharedMap, 0);
    if (frame.status) status.value = frame.status;
  },
};

function takeSharedMap({ notes, groups }: SharedMapRevisions, more: 0 | 1): void {
  const known = sharedMap.peek();
  if (more === 0 && notes === known.notes && groups === known.groups) return;
  sharedMap.value = { notes, groups, snapshots: known.snapshots + more };
}

function take(part: Frame | Snapshot): void {
  serverAheadMs = part.time - Date.now();
  takeVessels(part.identities, part.positions);
  if (part.alerts.length > 0) mergeAlerts(part.alerts);
  // A vessel may get its slot after its alert came.
  else if (part.identities.length > 0) markAlarms();
  lastFrameAt.value = Date.now();
  connection.value = 'live';
}

function takeVessels(identities: readonly IdentityRow[], positions: readonly PositionRow[]): void {
  for (const row of identities) vessels.applyIdentity(row);
  for (const row of positions) vessels.applyPosition(row);
  if (identities.length > 0) identityVersion.value++;
  if (positions.length > 0) positionVersion.value++;
}

/** True while an alert belongs on the console, be it in the list of what is put aside. Without a case it is a log event. */
function isOpen({ caseId, response }: Alert): boolean {
  return response.state === 'suppressed' || (caseId !== '' && response.state !== 'closed');
}

/** The newest change of each alert wins, in whatever order and by whatever way they come. */
export function mergeAlerts(changed: readonly Alert[]): void {
  const next = new Map(alerts.value);
  for (const alert of changed) {
    const known = next.get(alert.id);
    if (known && known.changeSeq > alert.changeSeq) continue;
    if (isOpen(alert)) next.set(alert.id, alert);
    else next.delete(alert.id);
  }
  alerts.value = next;
  markAlarms();
}

function markAlarms(): void {
  const codes = new Map<string, number>();
  for (const alert of alerts.value.values()) {
    if (isAside(alert)) continue;
    const { occurrence } = alert;
    const code = occurrence.priority | (isWaiting(alert) ? UNACKNOWLEDGED : 0);
    const known = codes.get(occurrence.vesselId);
    if (known === undefined || moreUrgent(code, known)) codes.set(occurrence.vesselId, code);
  }
  vessels.setAlarms(codes);
}

/** Unacknowledged before acknowledged, then the smaller priority number. */
function moreUrgent(code: number, than: number): boolean {
  const open = code & UNACKNOWLEDGED;
  const openThan = than & UNACKNOWLEDGED;
  return open === openThan ? code < than : open > openThan;
}

export function identity(vesselId: string): IdentityRow | undefined {
  return vessels.identityOf(vesselId);
}
