/**
 * The zones in somebody's hands. They outlive a look at another page, and a reload: what is not saved is kept in the tab's
 * own storage for the person whose it is, until it is saved or given up.
 */
import { computed, effect, signal } from '@preact/signals';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readRules } from '../api/resources.ts';
import { isWaiting, readDocument, readVersion, writeDocument } from '../api/settings.ts';
import { sessionState } from '../ui/session.ts';
import { type Conflict, changesOf, proposedZones, rebased, withZone } from './changes.ts';

type ZonesDocument = Partial<SettingsDocument> & { revision: number; body: { features: Zone[] } };

/** As it holds on the server, as far as we know. */
export const saved = signal<ZonesDocument | undefined>(undefined);
export const rules = signal<readonly Rule[]>([]);
export const draft = signal<readonly Zone[]>([]);
export const conflicts = signal<readonly Conflict[]>([]);
export const workspaceProblem = signal<Sentence | undefined>(undefined);
/** When what was in hand went to a second person, epoch ms. */
export const proposedAt = signal<number | undefined>(undefined);
/** Who has saved while we worked, when their zones were put beneath ours. */
export const overtakenBy = signal<ZonesDocument | undefined>(undefined);

const past = signal<readonly (readonly Zone[])[]>([]);
const MOST_STEPS = 100;
const STORED = 'haidang.zones-draft';

export const changes = computed(() => changesOf(saved.value?.body.features ?? [], draft.value));
/** The same object as long as nothing is changed. */
export const proposal = computed(() => proposedZones(saved.value?.body.features ?? [], draft.value));
export const canUndo = computed(() => past.value.length > 0);

export function changeZones(zones: readonly Zone[]): void {
  past.value = [...past.value, draft.value].slice(-MOST_STEPS);
  draft.value = zones;
}

export function changeZone(zone: Zone): void {
  changeZones(withZone(draft.value, zone.id, zone));
}

export function removeZone(id: string): void {
  changeZones(withZone(draft.value, id, undefined));
}

export function undo(): void {
  const before = past.value.at(-1);
  if (!before) return;
  past.value = past.value.slice(0, -1);
  draft.value = before;
}

/** What is saved again; can itself be undone. */
export function giveUp(): void {
  changeZones(saved.value?.body.features ?? []);
  conflicts.value = [];
}

/** Takes their zone, or their removal of it, in place of mine. */
export function takeTheirs({ id, theirs }: Conflict): void {
  changeZones(withZone(draft.value, id, theirs));
  settle(id);
}

export function settle(id: string): void {
  conflicts.value = conflicts.value.filter((one) => one.id !== id);
}

/** Reads what holds; what is in hand is put upon it. */
export async function openWorkspace(): Promise<void> {
  workspaceProblem.value = undefined;
  try {
    const [document, listed] = await Promise.all([readZonesDocument(), readRules()]);
    rules.value = listed.body;
    if (saved.value) {
      takeUp(document, saved.value.body.features, draft.value);
      return;
    }
    const kept = keptDraft();
    saved.value = document;
    draft.value = document.body.features;
    if (kept) await restore(kept, document);
  } catch (error) {
    workspaceProblem.value = sentenceFor(error);
  }
}

async function readZonesDocument(): Promise<ZonesDocument> {
  return (await readDocument('zones')) as ZonesDocument;
}

function takeUp(document: ZonesDocument, base: readonly Zone[], mine: readonly Zone[]): void {
  if (document.revision === saved.value?.revision && base === saved.value.body.features) return;
  const isOther = changesOf(base, mine).length > 0;
  const { zones, conflicts: found } = rebased(base, document.body.features, mine);
  past.value = [];
  saved.value = document;
  draft.value = zones;
  conflicts.value = found;
  overtakenBy.value = isOther ? document : undefined;
}

/** @returns what went wrong; undefined when the zones hold now, wait for a second person, or have been put upon what somebody else has saved */
export async function saveZones(why: string): Promise<Sentence | undefined> {
  const known = saved.value!;
  const body = { type: 'FeatureCollection', features: proposal.value.map(featureOf) };
  try {
    const written = await writeDocument('zones', body, known.revision, why);
    past.value = [];
    if (isWaiting(written)) {
      proposedAt.value = written.proposal.at;
      draft.value = known.body.features;
      return undefined;
    }
    const document = written as ZonesDocument;
    saved.value = document;
    draft.value = document.body.features;
    overtakenBy.value = undefined;
    return undefined;
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'settings-changed') return sentenceFor(error);
    try {
      takeUp(await readZonesDocument(), known.body.features, draft.value);
    } catch (again) {
      return sentenceFor(again);
    }
    return error.sentence;
  }
}

export function featureOf({ id, geometry, properties }: Zone): { type: 'Feature' } & Zone {
  return { type: 'Feature', id, geometry, properties };
}

interface KeptDraft {
  user: string;
  revision: number;
  changed: Zone[];
  removed: string[];
}

function userName(): string | undefined {
  const state = sessionState.peek();
  return state.kind === 'in' ? state.session.user : undefined;
}

function keptDraft(): KeptDraft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as KeptDraft | null;
    return kept && kept.user === userName() ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function restore({ revision, changed, removed }: KeptDraft, document: ZonesDocument): Promise<void> {
  const base =
    revision === document.revision ? document : ((await readVersion('zones', revision)) as unknown as ZonesDocument);
  let mine: Zone[] = base.body.features.filter(({ id }) => !removed.includes(id));
  for (const zone of changed) mine = withZone(mine, zone.id, zone);
  if (revision === document.revision) draft.value = mine;
  else takeUp(document, base.body.features, mine);
}

/** Bound by what the browser keeps for a tab; where that is too little, leaving the page still asks first. */
function keep(): void {
  const user = userName();
  const revision = saved.value?.revision;
  const found = changes.value;
  if (user === undefined || revision === undefined) return;
  const kept: KeptDraft = {
    user,
    revision,
    changed: found.flatMap(({ after }) => (after ? [after] : [])),
    removed: found.filter(({ change }) => change === 'removed').map(({ id }) => id),
  };
  try {
    if (found.length === 0) sessionStorage.removeItem(STORED);
    else sessionStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(STORED);
  }
}

function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

effect(() => {
  keep();
  window.removeEventListener('beforeunload', askFirst);
  if (changes.value.length > 0) window.addEventListener('beforeunload', askFirst);
});

effect(() => {
  if (sessionState.value.kind !== 'out') return;
  saved.value = undefined;
  draft.value = [];
  past.value = [];
  conflicts.value = [];
  overtakenBy.value = undefined;
});
