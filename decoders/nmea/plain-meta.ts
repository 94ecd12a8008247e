/** What there is to say of sentences without tag block or trailer: the same for all of one talker and channel that arrive together. */
import type { MessageMeta } from '../report.ts';
import { channelOf, talkerName, type VdmSentence } from './vdm.ts';

/** Talkers and channels in use at a time are few; two that fall together take turns. */
const SLOTS = 64;

export class PlainMeta {
  /** Talker, channel and formatter that each slot is for; −1 when it is empty. */
  private readonly kinds = new Int32Array(SLOTS).fill(-1);
  private readonly metas: MessageMeta[] = Array.from({ length: SLOTS }, () => ({ receivedAt: Number.NaN }));
  private receivedAt = Number.NaN;

  /** All that follows was received at this time, epoch ms. */
  begin(receivedAt: number): void {
    if (receivedAt !== this.receivedAt) this.kinds.fill(-1);
    this.receivedAt = receivedAt;
  }

  /** HOT. Made once for each talker, channel and time of receipt, then shared. */
  of(vdm: VdmSentence): MessageMeta {
    const kind = (vdm.talker << 9) | (vdm.channel << 1) | (vdm.ownShip ? 1 : 0);
    const slot = (kind ^ (kind >>> 9)) & (SLOTS - 1);
    return this.kinds[slot] === kind ? this.metas[slot]! : this.make(vdm, kind, slot);
  }

  private make(vdm: VdmSentence, kind: number, slot: number): MessageMeta {
    this.kinds[slot] = kind;
    const meta = {
      receivedAt: this.receivedAt,
      stationTime: undefined,
      station: undefined,
      ownShip: vdm.ownShip || undefined,
      talker: talkerName(vdm.talker),
      channel: channelOf(vdm.channel),
      group: undefined,
      reception: undefined,
    };
    this.metas[slot] = meta;
    return meta;
  }
}
