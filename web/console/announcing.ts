/**
 * What a screen reader is told of new alerts, and when: a P1 at once, what follows within five seconds together, all others together
 * and at most every five seconds. However many come, it says two sentences in that time. Pure: the clock is passed in.
 */
import type { Alert } from '../../server/models/alert.ts';
import { said, t } from '../i18n/t.ts';
import { freshIn, type Known, waitsAgain } from './alert-news.ts';

/** Whoever drives it asks for both sentences as often, and for the urgent one whenever something has come. */
export const TOGETHER_MS = 5000;

export class Announcements {
  /** Sentences, the gravest first. */
  #urgent: string[] = [];
  #others = 0;
  #urgentSaidAt = Number.NEGATIVE_INFINITY;

  /** Takes what is new among `current`. */
  add(current: readonly Alert[], before: Known): void {
    for (const alert of freshIn(current, before)) {
      const sentence = urgentWords(alert, before);
      if (sentence === undefined) this.#others++;
      else this.#urgent.push(sentence);
    }
  }

  /** What is to be said at once, if anything is. @param nowMs any clock that does not jump */
  takeUrgent(nowMs: number): string | undefined {
    const [first, ...more] = this.#urgent;
    if (first === undefined || nowMs - this.#urgentSaidAt < TOGETHER_MS) return undefined;
    this.#urgent = [];
    this.#urgentSaidAt = nowMs;
    return more.length === 0 ? first : t('alerts.newUrgent', { n: more.length, text: first });
  }

  /** What is said of all others. */
  takeOthers(): string | undefined {
    const n = this.#others;
    this.#others = 0;
    return n === 0 ? undefined : t('alerts.new', { n });
  }
}

function urgentWords(alert: Alert, before: Known): string | undefined {
  if (waitsAgain(alert, before)) return t('alerts.reAlarm', { text: said(alert.text) });
  return alert.occurrence.priority === 1 ? said(alert.text) : undefined;
}
