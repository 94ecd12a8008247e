/** Finds vessels the way people type them: without diacritics, spaces or hyphens (`qna 91234`, `đ` = `d`). Pure. */
import type { IdentityRow } from '../../server/live/protocol.ts';

/** Lower case without marks. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '');
}

/** What `folded` leaves, without anything but letters and digits. */
export function compact(text: string): string {
  return folded(text).replace(/[^\p{L}\p{N}]/gu, '');
}

const MAX_RESULTS = 12;

/** Best first: the start of an identifier before its middle, registered vessels before others. */
export function searchIdentities(rows: readonly (IdentityRow | undefined)[], query: string): IdentityRow[] {
  const wanted = compact(query);
  if (wanted === '') return [];
  const hits: { row: IdentityRow; score: number }[] = [];
  for (const row of rows) {
    if (!row) continue;
    const score = scoreOf(row, wanted);
    if (score > 0) hits.push({ row, score });
  }
  hits.sort((a, b) => b.score - a.score || a.row.label.localeCompare(b.row.label));
  return hits.slice(0, MAX_RESULTS).map(({ row }) => row);
}

function scoreOf(row: IdentityRow, wanted: string): number {
  let best = 0;
  for (const value of [row.registration, row.label, row.name, row.mmsi === undefined ? undefined : String(row.mmsi)]) {
    if (value === undefined) continue;
    const at = compact(value).indexOf(wanted);
    if (at >= 0) best = Math.max(best, at === 0 ? 3 : 1);
  }
  return best === 0 ? 0 : best + (row.registered ? 1 : 0);
}
