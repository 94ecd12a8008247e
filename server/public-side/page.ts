/** The public pages: the form, and what became of one report. They work without scripts and at 360 px. Pure. */
import { escaped, framed } from '../links/frame.ts';
import { type FieldReport, reportTopics } from '../models/field-report.ts';
import { bothTimes } from '../notify/templates/format.ts';
import { type PublicState, type PublicWords, publicWords } from './words.ts';

export type Language = 'vi' | 'en';

export interface Typed {
  topic?: string;
  text?: string;
  position?: string;
  place?: string;
  boat?: string;
  name?: string;
  phone?: string;
}

interface FormPage {
  language: Language;
  hotline?: string;
  demo: boolean;
  /** Why it was not taken, with what was typed, so that it can be corrected. */
  bad?: string;
  typed?: Typed;
}

export function formPage({ language, hotline, demo, bad, typed = {} }: FormPage): string {
  const words = publicWords[language];
  const choices = reportTopics.map((topic) => {
    const isChosen = topic === (typed.topic ?? 'vessel');
    return `<option value="${topic}"${isChosen ? ' selected' : ''}>${escaped(words.topics[topic])}</option>`;
  });
  const field = (name: Exclude<keyof Typed, 'topic' | 'text'>, most: number, more = ''): string =>
    `<label>${escaped(words[name])}<input name="${name}" maxlength="${most}" value="${escaped(typed[name] ?? '')}"${more}></label>`;
  return framed(
    language,
    `${top(words, { hotline, demo })}<h1>${escaped(words.title)}</h1><p>${escaped(words.intro)}</p>
<p class="said bad">${escaped(words.danger)}</p>${bad ? `<p class="said bad" role="alert">${escaped(bad)}</p>` : ''}
<form method="post" enctype="multipart/form-data" action="/r?lang=${language}">
<label>${escaped(words.topic)}<select name="topic">${choices.join('')}</select></label>
<label>${escaped(words.text)}<textarea name="text" rows="5" maxlength="2000" required>${escaped(typed.text ?? '')}</textarea></label>
<button type="button" class="second" id="here" hidden data-failed="${escaped(words.hereFailed)}">${escaped(words.here)}</button>
${field('position', 120, ' id="place" autocomplete="off" placeholder="15 30.5N 109 12.3E"')}
${field('place', 200)}${field('boat', 60, ' autocomplete="off" placeholder="QNa-91234-TS"')}
${field('name', 80, ' autocomplete="name"')}${field('phone', 30, ' type="tel" autocomplete="tel"')}
<label>${escaped(words.photo)}<input name="photo" type="file" accept="image/*"></label>
<button>${escaped(words.send)}</button></form><p class="note">${escaped(words.privacy)}</p>`,
  );
}

/** @param path of the page that follows it: `/r/TOKEN` */
export function sentPage(
  language: Language,
  { path, publicUrl, demo }: { path: string; publicUrl?: string; demo: boolean },
): string {
  const words = publicWords[language];
  const shown = `${publicUrl ?? ''}${path}`;
  return framed(
    language,
    `${top(words, { demo })}<p class="said" role="status">${escaped(words.thanks)}</p>
<p>${escaped(words.keepLink)}</p><p class="link"><a href="${escaped(path)}?lang=${language}">${escaped(shown)}</a></p>`,
  );
}

interface StatusPage {
  language: Language;
  report: FieldReport;
  /** The case that it led to has come to its end. */
  isSettled: boolean;
  path: string;
  hotline?: string;
  demo: boolean;
}

/** What the sender may know: nobody's name, no case, no vessel. */
export function statusPage({ language, report, isSettled, path, hotline, demo }: StatusPage): string {
  const words = publicWords[language];
  const facts: [string, string][] = [
    [words.sentAt, bothTimes(report.receivedAt)],
    [words.topic, words.topics[report.topic]],
    [words.about, report.text],
    [words.state, `${words.states[publicState(report, isSettled)]} (${bothTimes(report.changedAt)})`],
    ...(report.answer === undefined ? [] : [[words.answer, report.answer] as [string, string]]),
  ];
  const list = facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${lines(value)}</dd>`).join('');
  return framed(
    language,
    `${top(words, { hotline, demo, path })}<h1>${escaped(words.statusTitle)}</h1><dl>${list}</dl>`,
  );
}

export function closedPage(language: Language): string {
  const words = publicWords[language];
  return framed(language, `<h1>${escaped(words.closed)}</h1><p>${escaped(words.closedHint)}</p>`);
}

function publicState({ state, caseId }: FieldReport, isSettled: boolean): PublicState {
  if (state === 'closed') return 'closed';
  if (caseId !== undefined) return isSettled ? 'settled' : 'in-case';
  return state === 'taken' ? 'looking' : 'received';
}

function top(
  words: PublicWords,
  { hotline, demo, path = '/r' }: { hotline?: string; demo: boolean; path?: string },
): string {
  const other = words.lang === 'vi' ? 'en' : 'vi';
  const call = hotline
    ? ` · <a href="tel:${escaped(hotline.replace(/[^\d+]/g, ''))}">${escaped(words.hotline(hotline))}</a>`
    : '';
  return `<p class="note"><a href="${escaped(path)}?lang=${other}" hreflang="${other}" lang="${other}">${escaped(words.other)}</a>${call}</p>
${demo ? `<p class="said bad">${escaped(words.demo)}</p>` : ''}`;
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}
