/** Whose boats the access matrix asks about, and the waters that they sail. */
import type { Socket } from 'socket.io-client';
import type { Act } from '../../server/models/entry.ts';
import type { Store } from '../../server/store/store.ts';

export const own = { registration: 'QNa-91111-TS', homePort: 'A', provider: 'VNPT' };
export const foreign = { registration: 'QNa-92222-TS', homePort: 'B', provider: 'Viettel' };
/** In the area of the unit, and one that has been there. */
export const guest = { registration: 'BĐ-93333-TS', homePort: 'B', provider: 'Viettel' };
export const passed = { registration: 'BĐ-94444-TS', homePort: 'B', provider: 'Viettel' };

function square(id: string, west: number) {
  const east = west + 1;
  const ring = [
    [west, 15],
    [east, 15],
    [east, 16],
    [west, 16],
    [west, 15],
  ]; // prettier-ignore
  return {
    type: 'Feature',
    id,
    geometry: { type: 'Polygon', coordinates: [ring] },
    properties: { name: `Vùng cấm ${id}`, kind: 'closed', version: 1, source: 'test' },
  };
}
export const closed = [square('closed-1', 108), square('closed-2', 110), square('closed-3', 111.1)];
export const area = 'closed-2';

/** Who did what is in the audit trail, by the address from which it was done. */
export async function actorsByAddress(store: Pick<Store, 'acts'>, by: string): Promise<Map<unknown, string>> {
  const acts: Act[] = [];
  for (let after: string | undefined; ; after = acts.at(-1)!.id) {
    const page = await store.acts({ limit: 1000, ...(after !== undefined && { after }) });
    acts.push(...page);
    if (page.length < 1000) break;
  }
  return new Map(acts.filter((act) => act.by === by).map(({ details }) => [details?.address, by]));
}

/** What a stream begins with: all that is known now. */
export async function begun(answer: Response): Promise<string> {
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

/** The next that comes of an event. */
export function heard<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve) => socket.once(event, resolve));
}
