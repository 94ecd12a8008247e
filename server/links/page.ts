/** The page behind a link in a message: one alert, one form. Works without scripts and at 360 px; knows no console. Pure. */
import { refusalOf, refused } from '../alerts/respond.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import { bothTimes, shortPlace } from '../notify/templates/format.ts';
import { caseReference } from '../notify/templates/reference.ts';
import { escaped, framed } from './frame.ts';
import { type LinkWords, linkWords } from './words.ts';

export interface LinkPage {
  delivery: Delivery;
  alert: Alert;
  /** What came of what was sent; shown first. */
  said?: { good: boolean; text: string };
  /** What was typed, so that it can be corrected. */
  typed?: { place?: string; note?: string; minutesAgo?: string };
  demo: boolean;
  /** The province's number to call. */
  hotline?: string;
}

/** What an officer or an owner sees. */
export function linkPage({ delivery, alert, said, typed, demo, hotline }: LinkPage): string {
  const words = linkWords[delivery.language];
  const { occurrence } = alert;
  const facts: [string, string][] = [
    [words.when, bothTimes(occurrence.raisedAt)],
    [words.where, shortPlace(occurrence.lon, occurrence.lat)],
    [words.state, words.states[occurrence.state]],
    [words.reference, caseReference(alert.caseId)],
  ];
  const list = facts.map(([name, value]) => {
    const more = name === words.where ? ` ${chartLink(occurrence.lon, occurrence.lat)}` : '';
    return `<dt>${escaped(name)}</dt><dd>${escaped(value)}${more}</dd>`;
  });
  const forms = delivery.role === 'owner' ? ownerForms(words, typed) : officerForm(words, alert, delivery.language);
  return framed(
    words.lang,
    `${demo ? `<p class="said bad">${escaped(words.demo)}</p>` : ''}${saidLine(said)}
<h1>${escaped(alert.text[delivery.language])}</h1><dl>${list.join('')}</dl>${forms}${callLine(words, hotline)}<p class="note">${escaped(words.footer)}</p>`,
  );
}

/** A link that opens nothing: wrong, or too old. Which of them is not said. */
export function closedPage(language: 'vi' | 'en', hotline?: string): string {
  const words = linkWords[language];
  const hint = `<p>${escaped(words.closedHint)}</p>${callLine(words, hotline)}`;
  return framed(words.lang, `<h1>${escaped(words.closed)}</h1>${hint}`);
}

/** Decimal degrees, which a phone's own chart or map opens (RFC 5870). */
function chartLink(lon: number, lat: number): string {
  const place = [lat, lon].map((degrees) => degrees.toFixed(5));
  return `<a class="tap" href="geo:${place.join(',')}">${place.join(', ')}</a>`;
}

function callLine(words: LinkWords, hotline: string | undefined): string {
  if (hotline === undefined) return '';
  return `<p><a class="tap" href="tel:${escaped(hotline.replace(/[^\d+]/g, ''))}">${escaped(words.call(hotline))}</a></p>`;
}

function saidLine(said: LinkPage['said']): string {
  return said ? `<p class="said${said.good ? '' : ' bad'}" role="status">${escaped(said.text)}</p>` : '';
}

function officerForm(words: LinkWords, alert: Alert, language: 'vi' | 'en'): string {
  if (alert.response.acknowledgedAt !== undefined) return `<p class="said">${escaped(words.acknowledged)}</p>`;
  const refusal = refusalOf(alert, 'acknowledge');
  if (refusal) return `<p class="said bad">${escaped(refused('acknowledge', refusal).sentence(language))}</p>`;
  return `<form method="post" enctype="multipart/form-data"><input type="hidden" name="do" value="acknowledge">
<label>${escaped(words.comment)}<textarea name="note" rows="2" maxlength="500"></textarea></label>
<button>${escaped(words.acknowledge)}</button></form>`;
}

function ownerForms(words: LinkWords, typed: LinkPage['typed'] = {}): string {
  return `<form aria-label="${escaped(words.declare)}" method="post" enctype="multipart/form-data"><input type="hidden" name="do" value="position">
<button type="button" class="second" id="here" hidden data-failed="${escaped(words.hereFailed)}">${escaped(words.here)}</button>
<label>${escaped(words.place)}<input id="place" name="place" required maxlength="120" autocomplete="off"
 placeholder="15 30.5N 109 12.3E" value="${escaped(typed.place ?? '')}"></label>
<label>${escaped(words.minutesAgo)}<input name="minutesAgo" type="number" min="0" max="1440" inputmode="numeric"
 value="${escaped(typed.minutesAgo ?? '0')}"></label>
<label>${escaped(words.note)}<textarea name="note" rows="2" maxlength="500">${escaped(typed.note ?? '')}</textarea></label>
<label>${escaped(words.photo)}<input name="photo" type="file" accept="image/*" capture="environment"></label>
<button>${escaped(words.declare)}</button></form>
<form aria-label="${escaped(words.seen)}" method="post" enctype="multipart/form-data"><input type="hidden" name="do" value="seen">
<button class="second">${escaped(words.seen)}</button></form>`;
}
