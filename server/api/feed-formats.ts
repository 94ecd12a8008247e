/** Checks the `formats` document: column maps, layouts of notice 1008 and codecs of Iridium payloads. */

import { z } from 'zod';
import type { Fault } from '../../decoders/faults.ts';
import { checkColumnMap } from '../../decoders/tables/column-map.ts';
import { sbdCodecs } from '../../decoders/vms/sbd-codec.ts';
import { checkVn1008Layout } from '../../decoders/vms/vn1008-layout-check.ts';
import type { FeedFormats } from '../models/feed-formats.ts';
import { invalidBody } from './faults.ts';
import { checkedWhole } from './known-members.ts';

const list = z
  .array(
    z.strictObject({
      feed: z.string().min(1).max(200).optional(),
      columns: z.unknown().optional(),
      vn1008: z.unknown().optional(),
      sbd: z.unknown().optional(),
    }),
  )
  .max(200);

/** @throws SpokenError `body-invalid` that names the first fault */
export function checkedFormats(body: unknown): FeedFormats[] {
  return checkedWhole(list, body).map(({ feed, columns, vn1008, sbd }, index) => {
    const formats: FeedFormats = {};
    if (feed !== undefined) formats.feed = feed;
    if (columns !== undefined) {
      const result = checkColumnMap(columns);
      if ('faults' in result) throw faultIn(`[${index}].columns`, result.faults);
      formats.columns = result.map;
    }
    if (vn1008 !== undefined) {
      const result = checkVn1008Layout(vn1008);
      if ('faults' in result) throw faultIn(`[${index}].vn1008`, result.faults);
      formats.vn1008 = result.layout;
    }
    if (sbd !== undefined) {
      const result = sbdCodecs(sbd);
      if (typeof result === 'string') throw invalidBody(`[${index}].sbd`, { vi: result, en: result });
      formats.sbd = result;
    }
    return formats;
  });
}

function faultIn(where: string, [fault]: readonly Fault[]): Error {
  return invalidBody(`${where}.${fault!.at}`, fault!);
}
