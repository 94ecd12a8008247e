/** The page behind a link in a message: one alert, one form. Works without scripts and at 360 px; knows no console. Pure. */
import { createHash } from 'node:crypto';
import { refusalOf, refused } from '../alerts/respond.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import { bothTimes, shortPlace } from '../notify/templates/format.ts';
import { caseReference } from '../notify/templates/reference.ts';
import { type LinkWords, linkWords } from './words.ts';

const style = `
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#10202f;background:#f3f6f9}
main{max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem;margin:.2rem 0 .6rem}
dl{margin:0 0 1rem}dt{color:#4a5b6b;font-size:.875rem}dd{margin:0 0 .5rem}
form{background:#fff;border:1px solid #c3ced9;border-radius:.5rem;padding:1rem;margin:0 0 1rem}
label{display:block;margin:0 0 .75rem}
input,textarea{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.6rem;border:1px solid #6b7c8c;border-radius:.3rem}
button{font:inherit;font-weight:600;width:100%;padding:.8rem;border:0;border-radius:.3rem;background:#0a4d8c;color:#fff}
button.second{background:#dde6ef;color:#10202f;margin:0 0 .75rem}
p.note{color:#4a5b6b;font-size:.875rem}
p.said{padding:.75rem;border-radius:.3rem;background:#e3f2e4}p.said.bad{background:#fbe3e0}
`;

/** Fills the position in; whoever has scripts off writes it. */
const script = `
var b=document.getElementById('here');
if(b&&navigator.geolocation){b.hidden=false;b.onclick=function(){b.disabled=true;
navigator.geolocation.getCurrentPosition(function(p){
document.getElementById('place').value=p.coords.latitude.toFixed(5)+', '+p.coords.longitude.toFixed(5);b.disabled=false;},
function(){b.disabled=false;b.textContent=b.dataset.failed;},{enableHighAccuracy:true,timeout:30000});};}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, nothing else runs, nobody frames it. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface LinkPage {
  delivery: Delivery;
  alert: Alert;
  /** What came of what was sent; shown first. */
  said?: { good: boolean; text: string };
  /** What was typed, so that it can be corrected. */
  typed?: { place?: string; note?: string; minutesAgo?: string };
  demo: boolean;
}

/** What an officer or an owner sees. */
export function linkPage({ delivery, alert, said, typed, demo }: LinkPage): string {
  const words = linkWords[delivery.language];
  const { occurrence } = alert;
  const facts: [string, string][] = [
    [words.when, bothTimes(occurrence.raisedAt)],
    [words.where, shortPlace(occurrence.lon, occurrence.lat)],
    [words.state, words.states[occurrence.state]],
    [words.reference, caseReference(alert.caseId)],
  ];
  const list = facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('');
  const forms = delivery.role === 'owner' ? ownerForms(words, typed) : officerForm(words, alert, delivery.language);
  return page(
    words,
    `${demo ? `<p class="said bad">${escaped(words.demo)}</p>` : ''}${saidLine(said)}
<h1>${escaped(alert.text[delivery.language])}</h1><dl>${list}</dl>${forms}<p class="note">${escaped(words.footer)}</p>`,
  );
}

/** A link that opens nothing: wrong, or too old. Which of them is not said. */
export function closedPage(language: 'vi' | 'en'): string {
  const words = linkWords[language];
  return page(words, `<h1>${escaped(words.closed)}</h1><p>${escaped(words.closedHint)}</p>`);
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

function page(words: LinkWords, body: string): string {
  return `<!doctype html><html lang="${words.lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>Hải Đăng</title><style>${style}</style></head><body><main>${body}</main><script>${script}</script></body></html>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
