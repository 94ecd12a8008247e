/** What there is to say of sentences without tag block or trailer: the same for all of one talker and channel that arrive together. */
import type { MessageMeta } from '../report.ts';
import { channelOf, talkerName, type VdmSentence } from './vdm.ts';

/** Talkers and channels in use at a time are few; two that fall together take turns. */
const SLOTS = 64;

interface Slot {
  /** Talker, channel and formatter of the sentence. */
  kind: number;
  meta: MessageMeta;
}

export class PlainMeta {
  private readonly slots: Slot[] = Array.from({ length: SLOTS }, () => ({
    kind: -1,
    meta: { receivedAt: Number.NaN },
  }));

  /** HOT. Made once for each talker, channel and time of receipt, then shared. */
  of(vdm: VdmSentence, receivedAt: number): MessageMeta {
    const kind = (vdm.talker << 9) | (vdm.channel << 1) | (vdm.ownShip ? 1 : 0);
    const slot = this.slots[(kind ^ (kind >>> 9)) & (SLOTS - 1)]!;
    if (slot.kind !== kind || slot.meta.receivedAt !== receivedAt) {
      slot.kind = kind;
      slot.meta = {
        receivedAt,
        stationTime: undefined,
        station: undefined,
        ownShip: vdm.ownShip || undefined,
        talker: talkerName(vdm.talker),
        channel: channelOf(vdm.channel),
        group: undefined,
        reception: undefined,
      };
    }
    return slot.meta;
  }
}
