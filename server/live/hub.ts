/**
 * Keeps every live client at the newest picture: a frame every half second, a longer one for whoever has missed some, a
 * snapshot for whoever has nothing. Alerts have their own numbers and are kept in the store, so none is lost on the way.
 */
import { randomUUID } from 'node:crypto';
import type { Seen } from '../auth/sight.ts';
import type { Committed, EngineRoom } from '../ingest/room.ts';
import type { Alert } from '../models/alert.ts';
import type { Store } from '../store/store.ts';
import { type LiveClient, LiveConnection } from './connection.ts';
import { cutTo } from './cut.ts';
import { OpenAlerts } from './open-alerts.ts';
import { LivePicture, type Rows } from './picture.ts';
import { type EarlyPicture, readPicture } from './picture-ahead.ts';
import type { Frame, Hello, IdentityRow, SharedMapRevisions, Snapshot, SystemStatus, View } from './protocol.ts';
import { FIRST_PART, sendRest } from './rest.ts';
import { StatusNews } from './status-news.ts';
import { Told } from './told.ts';
import { ELSEWHERE_FRAMES, everywhere, watcher } from './view.ts';

interface LiveHubOptions {
  store: Pick<Store, 'allVessels' | 'latest' | 'alerts' | 'alertChanges' | 'checkpoint'>;
  room: Pick<EngineRoom, 'onCommitted'>;
  /** Epoch ms. */
  clock: () => number;
  status: () => SystemStatus;
  /** Told of what could not be read while answering a hello. */
  onProblem?: (sentence: string, error: unknown) => void;
}

export interface LiveHub {
  /** Reads vessels and positions from the store, or takes what was read ahead. Commits that happen meanwhile are applied afterwards. */
  load(ahead?: EarlyPicture): Promise<void>;
  /** Sends a frame every half second from now on. */
  start(): void;
  /** Makes and sends the next frame. */
  tick(): void;
  /** @param seen the vessels that it is told of; absent: all */
  join(client: LiveClient, seen?: Seen): LiveConnection;
  /** It sees this from now on: where that is other than before, what it has is replaced by a snapshot. */
  see(connection: LiveConnection, seen: Seen): void;
  leave(connection: LiveConnection): void;
  /** It looks there from now on: with the next frame it has what is there. */
  look(connection: LiveConnection, view: View): void;
  /** How many vessels it is told of that have a position; with a box (degrees: west, south, east, north): in there. */
  count(connection: LiveConnection, box?: View['box']): number;
  /** Is it told of that vessel? */
  tellsOf(connection: LiveConnection, vesselId: string): boolean;
  /** Answers with a snapshot now, or with one frame of everything missed at the next tick. */
  hello(connection: LiveConnection, hello: Hello): Promise<void>;
  status(): SystemStatus;
  /** Who sits in a slot of the common picture. */
  identityOf(slot: number): IdentityRow | undefined;
  readonly clients: number;
  /** Craft with a position. */
  readonly placed: number;
  close(): void;
}

/** From a byte at a feed to a pixel within a second takes two of these a second. */
const FRAME_MS = 500;
/** A client with more than this under way gets no more until it has caught up (Signal K's figure, ui.md §5). */
const MAX_BUFFERED_BYTES = 512 * 1024;
/** Frames that a client may miss in a row before it is given up: half a minute. */
const MAX_SKIPPED = 60;
const ALERT_PAGE = 1000;
/** More open alerts than anybody can look through; the rest comes by the alert list. */
const MAX_OPEN_ALERTS = 10_000;

export function createLiveHub(options: LiveHubOptions): LiveHub {
  return new Hub(options);
}

class Hub implements LiveHub {
  readonly #options: LiveHubOptions;
  readonly #epoch = randomUUID();
  #picture = new LivePicture();
  readonly #open = new OpenAlerts();
  readonly #statusNews = new StatusNews();
  readonly #connections = new Set<LiveConnection>();
  /** Alerts committed since the last frame. */
  #news: Alert[] = [];
  #seq = 0;
  #sharedMap: SharedMapRevisions = { notes: 0, groups: 0 };
  #alertSeq = 0;
  /** Commits that arrived before the store was read; undefined once it is. */
  #early: Committed[] | undefined = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    options.room.onCommitted((committed) => {
      if (this.#early) this.#early.push(committed);
      else this.#apply(committed);
    });
  }

  get clients(): number {
    return this.#connections.size;
  }

  get placed(): number {
    return this.#picture.size;
  }

  identityOf(slot: number): IdentityRow | undefined {
    return this.#picture.identityOf(slot);
  }

  status(): SystemStatus {
    return this.#options.status();
  }

  async load(ahead?: EarlyPicture): Promise<void> {
    const { store } = this.#options;
    this.#alertSeq = (await store.checkpoint()).alertSeq;
    if (ahead) {
      this.#picture = ahead.picture;
      for (const vessel of ahead.since.vessels) this.#picture.describe(vessel, this.#seq);
      for (const [id, fix] of ahead.since.latest) this.#picture.place(id, fix, this.#seq);
    } else await readPicture(store, this.#picture);
    this.#picture.passOverChanges();
    this.#open.take(await this.#openAlerts());
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const committed of early) this.#apply(committed);
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), FRAME_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const connection of this.#connections) connection.client.disconnect();
    this.#connections.clear();
  }

  join(client: LiveClient, seen?: Seen): LiveConnection {
    const connection = new LiveConnection(client, seen);
    this.#connections.add(connection);
    return connection;
  }

  see(connection: LiveConnection, seen: Seen): void {
    const { seen: before } = connection;
    connection.seen = seen;
    if (before === seen || (before && seen?.isSameAs(before))) return;
    if (connection.state !== 'silent') void this.hello(connection, {});
  }

  leave(connection: LiveConnection): void {
    this.#connections.delete(connection);
  }

  look(connection: LiveConnection, view: View): void {
    connection.look(view);
  }

  count({ seen }: LiveConnection, box?: View['box']): number {
    if (!box && !seen) return this.#picture.size;
    const isThere = box ? watcher({ box }, { slotOf: () => undefined, isForAll: () => false }) : () => true;
    let found = 0;
    for (const slot of this.#picture.turn(0, 1)) {
      if (seen && !seen.has(this.#picture.idOf(slot)!)) continue;
      if (isThere(this.#picture.positionOf(slot)!)) found += 1;
    }
    return found;
  }

  tellsOf({ seen }: LiveConnection, vesselId: string): boolean {
    return this.#picture.slotOf(vesselId) !== undefined && (!seen || seen.has(vesselId));
  }

  tick(): void {
    const before = this.#seq;
    this.#seq += 1;
    const alerts = this.#news.sort((a, b) => a.changeSeq - b.changeSeq);
    this.#news = [];
    const isAlone = this.#connections.size === 0;
    const rows = isAlone ? this.#picture.passOverChanges() : this.#picture.takeChanges(this.#seq);
    const frame: Frame = { ...this.#head(), ...rows, alerts };
    const status = this.status();
    if (this.#statusNews.isNews(status)) frame.status = status;
    const told = new Told(frame, this.#picture, this.#everywhere);
    for (const connection of this.#connections) {
      if (connection.state === 'silent') continue;
      connection.hold(alerts);
      if (connection.state === 'live') this.#advance(connection, told, before);
    }
  }

  async hello(connection: LiveConnection, hello: Hello): Promise<void> {
    connection.hellos += 1;
    const mine = connection.hellos;
    // From here on every alert that is committed is held for it, so none falls between the store's answer and ours.
    connection.state = 'joining';
    connection.hold(this.#news);
    try {
      const changed = hello.alertSeq === undefined ? [] : await this.#alertsAfter(hello.alertSeq);
      const open = this.#canResume(connection, hello) ? undefined : await this.#openAlerts();
      if (connection.hellos !== mine) return;
      if (open) this.#sendSnapshot(connection, open, changed);
      else this.#resume(connection, hello.seq ?? 0, changed);
    } catch (error) {
      this.#options.onProblem?.('a live client could not be answered', error);
      connection.client.disconnect();
    }
  }

  /** The next tick sends what is missing: its frame then has a higher number than any that is still on the way. */
  #resume(connection: LiveConnection, seq: number, changed: Alert[]): void {
    connection.hold(changed);
    connection.seq = seq;
    connection.state = 'live';
  }

  #sendSnapshot(connection: LiveConnection, open: Alert[], changed: Alert[]): void {
    // The head's alertSeq covers what is committed but not yet in a frame, so the snapshot has to hold it too.
    connection.hold(this.#news);
    const slots = this.#inOrderOfWeight(connection);
    const first = connection.client.sendRest ? slots.splice(0, FIRST_PART) : slots.splice(0);
    const snapshot: Snapshot = {
      ...this.#head(),
      ...this.#picture.rowsOf(first, -1),
      alerts: newestFirst([...open, ...changed, ...connection.takeHeld()]),
      status: this.status(),
      whole: slots.length === 0,
    };
    connection.seq = this.#seq;
    connection.state = 'live';
    connection.skipped = 0;
    connection.hasTurned = false;
    connection.guestsNow();
    connection.client.send('snapshot', this.#cut(connection, snapshot));
    const mine = connection.hellos;
    void sendRest(connection.client, slots, {
      isWanted: () => connection.hellos === mine && this.#connections.has(connection),
      part: (some) => {
        const { epoch, time } = this.#head();
        return this.#cut(connection, { epoch, time, ...this.#picture.rowsOf(some, -1) });
      },
    });
  }

  /** Slots that it sees: those of vessels with an alert, then those where it looks, then all others. */
  #inOrderOfWeight({ view, seen }: LiveConnection): number[] {
    const heavy: number[] = [];
    const light: number[] = [];
    const isHeavy = watcher(view ?? {}, this.#everywhere);
    for (const slot of this.#picture.turn(0, 1)) {
      if (seen && !seen.has(this.#picture.idOf(slot)!)) continue;
      (isHeavy(this.#picture.positionOf(slot)!) ? heavy : light).push(slot);
    }
    return heavy.concat(light);
  }

  /** Sends a client its next frame: a common one when it is up to date, otherwise one of all that it has missed. */
  #advance(connection: LiveConnection, told: Told, before: number): void {
    if (connection.client.bufferedBytes() > MAX_BUFFERED_BYTES) {
      connection.skipped += 1;
      if (connection.skipped > MAX_SKIPPED) connection.client.disconnect();
      return;
    }
    connection.client.send('frame', this.#frameFor(connection, told, before));
    connection.seq = this.#seq;
    connection.skipped = 0;
    connection.hasTurned = false;
  }

  #frameFor(connection: LiveConnection, told: Told, before: number): Frame {
    const { view, viewKey, seen, hasTurned } = connection;
    const isInStep = connection.seq === before;
    const alerts = connection.takeHeld();
    if (isInStep && !seen && !hasTurned && isSame(alerts, told.frame.alerts)) return told.common(view, viewKey);
    const own = { ...told.frame, ...this.#rowsFor(connection, told, isInStep, alerts), alerts };
    this.#greet(connection, own);
    if (!isInStep) own.status = this.status();
    return this.#cut(connection, own);
  }

  /** Who came into its areas is told of whole, and who left them is taken away. */
  #greet(connection: LiveConnection, frame: Frame): void {
    const { came, went } = connection.guestsNow();
    const slotsOf = (ids: string[]): number[] => ids.flatMap((id) => this.#picture.slotOf(id) ?? []);
    if (came.length > 0) {
      const { identities, positions } = this.#picture.rowsOf(slotsOf(came), -1);
      frame.identities = [...frame.identities, ...identities];
      frame.positions = [...frame.positions, ...positions];
    }
    const gone = slotsOf(went);
    if (gone.length > 0) frame.gone = gone;
  }

  #rowsFor({ view, seq, hasTurned }: LiveConnection, told: Told, isInStep: boolean, alerts: Alert[]): Rows {
    // What it has of vessels elsewhere may be as old as their turn.
    if (!isInStep) return this.#picture.changesAfter(view ? seq - ELSEWHERE_FRAMES : seq);
    const { identities, positions } = told.frame;
    return { identities, positions: view ? told.positions(view, { alerts, hasTurned }) : positions };
  }

  get #everywhere() {
    return everywhere(this.#picture, (id) => this.#open.has(id));
  }

  #cut<T extends Parameters<typeof cutTo>[0]>({ seen }: LiveConnection, whole: T): T {
    return cutTo(whole, seen, (slot) => this.#picture.idOf(slot));
  }

  #head(): Pick<Frame, 'epoch' | 'seq' | 'time' | 'alertSeq' | 'sharedMap'> {
    return {
      epoch: this.#epoch,
      seq: this.#seq,
      time: this.#options.clock(),
      alertSeq: this.#alertSeq,
      sharedMap: this.#sharedMap,
    };
  }

  /** Whoever sees into areas begins anew: who left them while it was away is not to stay on its screen. */
  #canResume({ seen }: LiveConnection, hello: Hello): boolean {
    return (
      !seen?.hasAreas &&
      hello.epoch === this.#epoch &&
      hello.seq !== undefined &&
      hello.seq <= this.#seq &&
      hello.alertSeq !== undefined
    );
  }

  async #alertsAfter(alertSeq: number): Promise<Alert[]> {
    const found: Alert[] = [];
    for (let last = alertSeq; ; ) {
      const page = await this.#options.store.alertChanges(last, ALERT_PAGE);
      found.push(...page);
      const end = page.at(-1)?.changeSeq;
      if (end === undefined || page.length < ALERT_PAGE) return found;
      last = end;
    }
  }

  #openAlerts(): Promise<Alert[]> {
    return this.#options.store.alerts({ state: 'open', limit: MAX_OPEN_ALERTS });
  }

  #apply(committed: Committed): void {
    const seq = this.#seq + 1;
    for (const vessel of committed.vessels) this.#picture.describe(vessel, seq);
    for (const [id, fix] of committed.latest) this.#picture.place(id, fix, seq);
    const whole = committed.alertSeq ?? committed.alerts.reduce((most, one) => Math.max(most, one.changeSeq), 0);
    this.#alertSeq = Math.max(this.#alertSeq, whole);
    this.#news.push(...committed.alerts);
    this.#open.take(committed.alerts);
    for (const what of committed.sharedMap) this.#sharedMap = { ...this.#sharedMap, [what]: this.#sharedMap[what] + 1 };
  }
}

/** Both in the order of their changes. */
function isSame(some: readonly Alert[], others: readonly Alert[]): boolean {
  return some.length === others.length && some.every(({ changeSeq }, n) => changeSeq === others[n]!.changeSeq);
}

/** One row an alert, as it last was; newest first. */
function newestFirst(alerts: Alert[]): Alert[] {
  const byId = new Map<string, Alert>();
  for (const alert of alerts) {
    const known = byId.get(alert.id);
    if (!known || known.changeSeq < alert.changeSeq) byId.set(alert.id, alert);
  }
  return [...byId.values()].sort((a, b) => b.occurrence.raisedAt - a.occurrence.raisedAt);
}
