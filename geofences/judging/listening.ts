/** Which fixes count as reports, and since when a vessel has been silent. Costs nothing while it reports. */
import type { Fix } from '../fix.ts';
import type { ReadyRule, SilenceKindOfRule, SilenceTerms } from '../rules/kind.ts';
import {
  isSilent,
  nextDue,
  type SilenceCase,
  type SilenceWatch,
  silenceAt,
  silenceEnded,
} from '../rules/silence-watch.ts';
import type { Occurrence } from '../types.ts';
import type { JudgedState, Subject } from './state.ts';

/** Reused between calls: nothing keeps them. */
const scratch: number[] = [];
const here: number[] = [];

/**
 * Does the fix count as a report? Only VMS does for a vessel that has reported by VMS, otherwise any. A position that
 * somebody declares is no signal of the device.
 */
export function listen(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  if (fix.source === 'vms') state.hasVms = true;
  const counts = !state.hasVms || fix.source === 'vms';
  if (!counts && state.heard) {
    hearOtherwise(subject, state, state.heard, fix, closed);
    return;
  }
  if (!counts) return;
  if (state.heard && fix.fixTime - state.heard.fixTime > subject.leastSilenceMs) {
    breakSilences(subject, state, state.heard, fix, closed);
  }
  state.heard = fix;
  if (state.elsewhere) state.elsewhere = undefined;
  if (state.silence.length > 0) state.silence = NO_WATCHES;
}

const NO_WATCHES: readonly SilenceWatch[] = [];

function breakSilences(subject: Subject, state: JudgedState, heard: Fix, fix: Fix, closed: Occurrence[]): void {
  subject.duties.silence.forEach((ready, i) => {
    const terms = subject.silenceTerms[i]!;
    const watch = watchOf(subject, state, heard, ready);
    if (!watch || !isSilent(watch, fix.fixTime, terms) || subject.excused(watch.since, fix.fixTime)) return;
    closed.push(
      silenceEnded({ ready, terms, vesselId: subject.id, watch, place: placeOf(state, heard, watch) }, fix, 'restored'),
    );
  });
}

/** Heard by a fix that does not count: it shows where the vessel is, and that may make another silence of it. */
function hearOtherwise(subject: Subject, state: JudgedState, heard: Fix, fix: Fix, closed: Occurrence[]): void {
  const { silence: rules } = subject.duties;
  if (rules.length > 0) {
    const inside = subject.book.locator.locate(fix.lon, fix.lat, here);
    let changed: SilenceWatch[] | undefined;
    for (let i = 0; i < rules.length; i++) {
      const ready = rules[i]!;
      const terms = subject.silenceTerms[i]!;
      const watch = watchOf(subject, state, heard, ready);
      if (!watch) continue;
      const owed = subject.book.reportsOwed(ready, inside);
      const isKnown = state.silence.includes(watch);
      if (isKnown && owed === watch.owed && fix.source !== 'manual' && isAsItWas(watch, terms, fix)) continue;
      const silence = { ready, terms, vesselId: subject.id, watch, place: placeOf(state, heard, watch) };
      // What the provider did not deliver was no silence of the vessel's, and does not end as one.
      const isExcused = isSilent(watch, fix.fixTime, terms) && subject.excused(watch.since, fix.fixTime);
      const next = sighted(silence, fix, owed, isExcused ? [] : closed);
      if (next === watch && isKnown) continue;
      changed = [...(changed ?? state.silence).filter(({ rule }) => rule !== next.rule), next];
    }
    if (changed) state.silence = changed;
  }
  state.elsewhere = fix;
}

/** Nothing about it changes by a fix that declares nothing, as long as it goes on being owed or not. */
function isAsItWas(watch: SilenceWatch, terms: SilenceTerms, fix: Fix): boolean {
  return watch.at !== undefined || !isSilent(watch, fix.fixTime, terms);
}

/** The watch after such a fix; the same object while nothing about it changes, which is nearly always. */
function sighted(silence: SilenceCase, fix: Fix, owed: boolean, closed: Occurrence[]): SilenceWatch {
  const { watch, terms, ready, place } = silence;
  const { rule, since } = watch;
  const kind = ready.kind as SilenceKindOfRule;
  const isDeclared = kind.heedsDeclarations === true && fix.source === 'manual';
  if (isSilent(watch, fix.fixTime, terms)) {
    if (!owed) {
      closed.push(silenceEnded(silence, fix, kind.counts === 'at-sea' ? 'in-port' : 'at-sea'));
      return { rule, since: fix.fixTime, owed: false };
    }
    if (isDeclared) {
      closed.push(silenceEnded(silence, fix, 'declared'));
      return { rule, since, owed: true, declared: fix.fixTime };
    }
    return watch.at === undefined ? { ...watch, at: place.time, lon: place.lon, lat: place.lat } : watch;
  }
  // Out of port again: the duty to report begins anew.
  if (owed !== watch.owed) return { rule, since: owed ? fix.fixTime : since, owed };
  return isDeclared ? { rule, since, owed, declared: fix.fixTime } : watch;
}

/** Since when a rule counts the vessel's silence; undefined before it has heard of it. */
function watchOf(subject: Subject, state: JudgedState, heard: Fix, ready: ReadyRule): SilenceWatch | undefined {
  const { id } = ready.rule;
  const cut = subject.cuts?.[id];
  if (cut !== undefined && heard.fixTime < cut) return undefined;
  for (const watch of state.silence) if (watch.rule === id) return watch;
  const inside = subject.book.locator.locate(heard.lon, heard.lat, scratch);
  return { rule: id, since: heard.fixTime, owed: subject.book.reportsOwed(ready, inside) };
}

function placeOf(state: JudgedState, heard: Fix, { at, lon, lat }: SilenceWatch) {
  if (at !== undefined && lon !== undefined && lat !== undefined) return { time: at, lon, lat };
  const last = state.elsewhere ?? heard;
  return { time: last.fixTime, lon: last.lon, lat: last.lat };
}

/** The silences at a time of the clock: what is raised, and the steps of the same gap that later ones have taken over. */
export function silencesAt(subject: Subject, state: JudgedState, now: number): readonly Occurrence[] {
  const { heard } = state;
  if (!heard || !(now - heard.fixTime > subject.leastSilenceMs)) return NO_OCCURRENCES;
  const silent: Occurrence[] = [];
  subject.duties.silence.forEach((ready, i) => {
    const terms = subject.silenceTerms[i]!;
    const watch = watchOf(subject, state, heard, ready);
    if (!watch || !isSilent(watch, now, terms) || subject.excused(watch.since, now)) return;
    silent.push(silenceAt({ ready, terms, vesselId: subject.id, watch, place: placeOf(state, heard, watch) }, now));
  });
  return silent.length > 0 ? silent : NO_OCCURRENCES;
}

const NO_OCCURRENCES: readonly Occurrence[] = [];

/** When the clock may next find something new, not before `now`, whether reports are owed or not. */
export function nextSilence(subject: Subject, state: JudgedState, now: number): number | undefined {
  const { heard } = state;
  if (!heard) return undefined;
  // A vessel that reports, which is nearly always: the shortest threshold is next.
  const first = heard.fixTime + subject.leastSilenceMs;
  if (state.silence.length === 0 && first >= now) return Number.isFinite(first) ? first : undefined;
  let next: number | undefined;
  for (let i = 0; i < subject.silenceTerms.length; i++) {
    const { id } = subject.duties.silence[i]!.rule;
    let watch: SilenceWatch | undefined;
    for (const known of state.silence) if (known.rule === id) watch = known;
    watch ??= { rule: id, since: heard.fixTime, owed: true };
    const due = nextDue(watch, subject.silenceTerms[i]!, now);
    if (due !== undefined && (next === undefined || due < next)) next = due;
  }
  return next;
}
