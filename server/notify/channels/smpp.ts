/** SMS through an SMSC that speaks SMPP 3.4: binds, stays bound, submits within a window, takes receipts and replies. */
import { smsParts } from '../templates/sms-parts.ts';
import { type ChannelSender, DeliveryProblem, tidyAnswer } from './channel.ts';
import type { Hearing } from './hearing.ts';
import { writeNumber } from './numbers.ts';
import type { SmppConfig } from './smpp-config.ts';
import { SmppLink } from './smpp-link.ts';
import { heardOf } from './smpp-receipt.ts';

/** SMPP 3.4 §5.1.3: what is wrong with this message and would be so next time: its length, its receiver. */
const faultsOfTheMessage = new Set([0x01, 0x0b]);
/** Concatenation header (TS 23.040 §9.2.3.24.1): six bytes, eight-bit reference. */
const udhOf = (reference: number, parts: number, part: number): Buffer =>
  Buffer.from([5, 0, 3, reference & 0xff, parts, part]);
const udhIndicator = 0x40;

export function createSmppSender(config: SmppConfig, hearing: Hearing): ChannelSender {
  const link = new SmppLink(config, (pdu) => {
    const heard = heardOf(pdu, config.receiptIds);
    if (!heard) return Promise.resolve();
    return 'state' in heard ? hearing.receipt(heard) : hearing.sms(heard);
  });
  let reference = 0;
  return {
    async send(delivery, signal) {
      const { alphabet, parts } = smsParts(delivery.body);
      reference = (reference + 1) & 0xff;
      let gatewayId = '';
      for (const [index, message] of parts.entries()) {
        const isLast = index === parts.length - 1;
        const answer = await link.submit(
          {
            source_addr: config.source,
            source_addr_ton: config.sourceTon,
            source_addr_npi: config.sourceNpi,
            dest_addr_ton: config.destinationTon,
            dest_addr_npi: config.destinationNpi,
            destination_addr: writeNumber(delivery.address, config.numbers),
            data_coding: alphabet === 'gsm7' ? 0 : 8,
            // The last part tells for all: parts follow one way, and a receipt a part would be counted as several messages.
            registered_delivery: isLast ? 1 : 0,
            ...(parts.length === 1
              ? { short_message: message }
              : {
                  esm_class: udhIndicator,
                  short_message: { udh: udhOf(reference, parts.length, index + 1), message },
                }),
          },
          signal,
        );
        const status = answer.command_status;
        if (status !== 0) {
          const code = `0x${status.toString(16).padStart(8, '0')}`;
          throw new DeliveryProblem(!faultsOfTheMessage.has(status), tidyAnswer(`SMSC refused it: ${code}`));
        }
        gatewayId = answer.message_id ?? '';
      }
      const words = `message_id ${gatewayId}${parts.length > 1 ? `, ${parts.length} parts` : ''}`;
      return { outcome: 'sent', answer: words, ...(gatewayId && { gatewayId: `smpp:${gatewayId.toLowerCase()}` }) };
    },
    close() {
      link.close();
    },
  };
}
