/** What the system threw away because nobody read it in time: a flood, or a machine that is too slow. Told by Linux alone. */
import { readFile } from 'node:fs/promises';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];
const LOCAL_ADDRESS = 1;

/** Datagrams for a port that were lost between the network and its reader, since it was opened; undefined: the system does not tell. */
export async function unreadDatagrams(port: number): Promise<number | undefined> {
  let unread: number | undefined;
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of TABLES) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1);
    for (const line of lines) {
      const columns = line.trim().split(/\s+/);
      if (!columns[LOCAL_ADDRESS]?.endsWith(wanted)) continue;
      const drops = Number(columns.at(-1));
      if (Number.isFinite(drops)) unread = (unread ?? 0) + drops;
    }
  }
  return unread;
}
