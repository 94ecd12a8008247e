/**
 * The map, or the list of alerts, in a window of its own for a second monitor. What is selected in one window is selected in all of
 * this browser: they tell each other, not the server.
 */
import { signal } from '@preact/signals';
import { navigate, vesselPath } from '../ui/router.ts';
import { flyToVessel, selectedAlert } from './focus.ts';

type Part = 'map' | 'alerts';

const CHANNEL = 'haidang.selection';
const PREFIX = 'haidang-part-';
const SIZES: Record<Part, string> = { map: 'width=1280,height=860', alerts: 'width=560,height=860' };

/** What this window shows alone; undefined: both. A window keeps its name over reloads. */
export const onlyPart = signal<Part | undefined>(partOf(globalThis.window?.name));

/** @param name of a window */
function partOf(name: string | undefined): Part | undefined {
  const part = name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
  return part === 'map' || part === 'alerts' ? part : undefined;
}

/** From a press: opens the window, or brings the one that is open to the front. */
export function openPart(part: Part): void {
  window.open(location.pathname + location.search, PREFIX + part, `popup,${SIZES[part]}`)?.focus();
}

interface Selection {
  vesselId?: string | undefined;
  alertId?: string | undefined;
}

let channel: BroadcastChannel | undefined;
/** As the other windows know it. */
let told = '';

/** Tells the other windows what is selected here. */
export function tellSelection(selection: Selection): void {
  const said = JSON.stringify(selection);
  if (said === told) return;
  told = said;
  channel?.postMessage(selection);
}

/** Selects what another window selects, while this page shows. Returns the way to end it. */
export function followSelection(): () => void {
  const own = new BroadcastChannel(CHANNEL);
  own.onmessage = ({ data }: MessageEvent<Selection>) => {
    told = JSON.stringify(data);
    selectedAlert.value = data.alertId;
    navigate(data.vesselId === undefined ? '/' : vesselPath(data.vesselId), 'replace');
    if (data.vesselId !== undefined) flyToVessel(data.vesselId);
  };
  channel = own;
  return () => {
    if (channel === own) channel = undefined;
    own.close();
  };
}
