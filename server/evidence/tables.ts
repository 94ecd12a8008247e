/** The tables of an evidence file: track, fixes as received, messages, timeline, tasks and files. Pure. */
import type { Content } from 'pdfmake/interfaces.js';
import { formatCourse, formatNumber, formatPosition } from '../../geofences/position-text.ts';
import type { EvidenceContent } from './content.ts';
import { both, heading, local, stamp, type T, table, text } from './layout.ts';
import { printable } from './printable.ts';
import { isWord, type Language } from './words.ts';

/** Rows of the printed track; the attached content has them all. */
const MAX_ROWS = 400;

export function track({ track: { fixes, leftOut } }: EvidenceContent, t: T, language: Language): Content[] {
  if (fixes.length === 0) return [heading(t('track')), { text: t('noTrack') }];
  const shown = fixes.slice(-MAX_ROWS);
  const missing = leftOut + fixes.length - shown.length;
  const rows = shown.map((fix) => [
    text(`${local(fix.fixTime)}\n${stamp(fix.fixTime)} UTC`),
    text(formatPosition(fix.lon, fix.lat)),
    text(fix.speedKn === undefined ? '–' : formatNumber(fix.speedKn, language)),
    text(fix.courseDeg === undefined ? '–' : formatCourse(fix.courseDeg)),
    text(fix.source.toUpperCase()),
    text(local(fix.receivedAt)),
  ]);
  const header = [t('localTime'), t('position'), t('speed'), t('course'), t('source'), t('received')];
  return [
    heading(t('track')),
    ...(missing > 0 ? [{ text: t('leftOut', { n: missing }), style: 'small' }] : []),
    table([105, 110, 60, 45, 40, '*'], header, rows),
  ];
}

export function raw({ proven, feeds }: EvidenceContent, t: T): Content[] {
  if (proven.length === 0) return [];
  const parts = proven.map(({ fix, records }): Content => {
    const found = records.map(({ position, feed, bytes, sha256, text: begin }) => ({
      text: printable(
        `@${position} · ${feeds[feed] ?? feed} · ${bytes} B · ${sha256}\n${begin.replace(/[\r\n]+/g, ' ')}`,
      ),
      style: 'mono',
    }));
    const when = `${both(fix.fixTime)} · ${formatPosition(fix.lon, fix.lat)} · ${t('received')} ${local(fix.receivedAt)}`;
    const body = found.length > 0 ? found : [{ text: t('noRecord'), style: 'mono' }];
    return { margin: [0, 0, 0, 4], stack: [{ text: printable(when), bold: true, fontSize: 8 }, ...body] };
  });
  return [heading(t('raw')), { text: t('rawNote'), style: 'small', margin: [0, 0, 0, 4] }, ...parts];
}

export function messages({ deliveries }: EvidenceContent, t: T): Content[] {
  const rows = deliveries.map((one) => [
    text(local(one.createdAt)),
    text(`${one.contactName}\n${one.address}`),
    text(one.channel),
    text(`${isWord(one.state) ? t(one.state) : one.state}${one.sentAt === undefined ? '' : `\n${local(one.sentAt)}`}`),
    text(one.answer ?? '–'),
  ]);
  const header = [t('localTime'), t('to'), t('channel'), t('result'), t('answer')];
  return [heading(t('messages')), rows.length > 0 ? table([82, 130, 40, 95, '*'], header, rows) : { text: t('none') }];
}

export function timeline({ lines }: EvidenceContent, t: T, language: Language): Content[] {
  const rows = lines.map((line) => [
    text(`${local(line.at)}\n${stamp(line.at)} UTC`),
    text(line.by === 'system' ? t('system') : line.by),
    text(line.text[language]),
  ]);
  return [heading(t('timeline')), table([110, 70, '*'], [t('localTime'), t('who'), t('what')], rows)];
}

export function tasksAndFiles({ tasks, files }: EvidenceContent, t: T): Content[] {
  const taskLines = tasks.map((one) => {
    const answer = one.answer ? ` – ${one.answer} (${one.answeredBy}, ${local(one.answeredAt ?? 0)})` : '';
    return {
      text: printable(`${one.assignee}: ${one.what} (${t('due')} ${local(one.dueAt)}) [${one.state}]${answer}`),
    };
  });
  const fileRows = files.map((file) => [
    text(file.name),
    text(file.type),
    text(`${file.bytes} B`),
    text(file.sha256, 'mono'),
  ]);
  return [
    ...(taskLines.length > 0 ? [heading(t('tasks')), { ul: taskLines }] : []),
    ...(fileRows.length > 0
      ? [heading(t('files')), table([130, 100, 55, '*'], [t('name'), t('source'), 'B', 'SHA-256'], fileRows)]
      : []),
  ];
}
