/** Which fixes count as reports, and since when a vessel has been silent. Costs nothing while it reports. */
import type { Fix } from '../fix.ts';
import type { ReadyRule } from '../rules/kind.ts';
import {
  brokenSilence,
  heardOtherwise,
  isSilent,
  type SilenceWatch,
  silentOccurrence,
  watchFrom,
} from '../rules/silence.ts';
import type { Occurrence } from '../types.ts';
import type { JudgedState, Subject } from './state.ts';

/** Reused between calls: nothing keeps it. */
const scratch: number[] = [];

/** Does the fix count as a report? VMS and manual ones do for a vessel that has reported by VMS, otherwise any. */
export function listen(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  if (fix.source === 'vms') state.hasVms = true;
  const counts = !state.hasVms || fix.source !== 'ais';
  if (!counts && state.heard) {
    hearOtherwise(subject, state, fix);
    return;
  }
  if (!counts) return;
  if (state.heard && fix.fixTime - state.heard.fixTime > subject.leastSilenceMs)
    breakSilences(subject, state, fix, closed);
  state.heard = fix;
  if (state.silence.length > 0) state.silence = NO_WATCHES;
}

const NO_WATCHES: readonly SilenceWatch[] = [];

function breakSilences(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  subject.duties.silence.forEach((ready, i) => {
    const threshold = subject.silenceMs[i]!;
    const watch = watchOf(subject, state, ready);
    if (!watch || !isSilent(watch, fix.fixTime, threshold) || subject.excused(watch.since, fix.fixTime)) return;
    closed.push(brokenSilence(silentOccurrence(watch, threshold, ready, subject.id), watch, fix));
  });
}

function hearOtherwise(subject: Subject, state: JudgedState, fix: Fix): void {
  const watches: SilenceWatch[] = [];
  subject.duties.silence.forEach((ready, i) => {
    const watch = watchOf(subject, state, ready);
    if (watch) watches.push(heardOtherwise(watch, fix, isOwed(subject, ready, fix), subject.silenceMs[i]!));
  });
  state.silence = watches;
}

/** Since when a rule counts the vessel's silence; undefined before it has heard of it. */
export function watchOf(subject: Subject, state: JudgedState, ready: ReadyRule): SilenceWatch | undefined {
  const { heard } = state;
  const cut = subject.cuts?.[ready.rule.id];
  if (!heard || (cut !== undefined && heard.fixTime < cut)) return undefined;
  const known = state.silence.find((watch) => watch.rule === ready.rule.id);
  return known ?? watchFrom(ready, heard, isOwed(subject, ready, heard));
}

function isOwed(subject: Subject, ready: ReadyRule, fix: Fix): boolean {
  return subject.book.reportsOwed(ready, subject.book.locator.locate(fix.lon, fix.lat, scratch));
}

/** The silences that hold at a time of the clock. */
export function silencesAt(subject: Subject, state: JudgedState, now: number): readonly Occurrence[] {
  if (!state.heard || !(now - state.heard.fixTime > subject.leastSilenceMs)) return NO_OCCURRENCES;
  const silent: Occurrence[] = [];
  subject.duties.silence.forEach((ready, i) => {
    const threshold = subject.silenceMs[i]!;
    const watch = watchOf(subject, state, ready);
    if (!watch || !isSilent(watch, now, threshold) || subject.excused(watch.since, now)) return;
    silent.push(silentOccurrence(watch, threshold, ready, subject.id));
  });
  return silent.length > 0 ? silent : NO_OCCURRENCES;
}

const NO_OCCURRENCES: readonly Occurrence[] = [];

/** When the clock may next find a silence: the earliest threshold not before `now`, whether reports are owed or not. */
export function nextSilence(subject: Subject, state: JudgedState, now: number): number | undefined {
  const { heard } = state;
  if (!heard) return undefined;
  let next: number | undefined;
  for (let i = 0; i < subject.silenceMs.length; i++) {
    const id = subject.duties.silence[i]!.rule.id;
    let since = heard.fixTime;
    for (const watch of state.silence) if (watch.rule === id) since = watch.since;
    const due = since + subject.silenceMs[i]!;
    if (due >= now && (next === undefined || due < next)) next = due;
  }
  return next;
}
