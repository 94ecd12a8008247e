/** How an SMSC is reached: data. */
import { z } from 'zod';

export const smppConfig = z.strictObject({
  /** smpp://host:port, or ssmpp:// with TLS. */
  url: z.url({ protocol: /^s?smpp$/, error: 'it has to be an address like smpp://host:2775' }),
  systemId: z.string().max(15),
  password: z.string().max(8).default(''),
  systemType: z.string().max(12).default(''),
  /** Sender: a brand name or a number. */
  source: z.string().max(20).default(''),
  sourceTon: z.number().int().min(0).max(6).default(5),
  sourceNpi: z.number().int().min(0).max(18).default(0),
  destinationTon: z.number().int().min(0).max(6).default(1),
  destinationNpi: z.number().int().min(0).max(18).default(1),
  numbers: z.enum(['as-is', '0', '84', '+84']).default('84'),
  /** Messages submitted and not yet answered at once. */
  window: z.number().int().min(1).max(100).default(10),
  /** How receipts name a message: as the answer did, or the same number written the other way (SMSCs differ). */
  receiptIds: z.enum(['same', 'decimal-of-hex', 'hex-of-decimal']).default('same'),
  enquireSeconds: z.number().positive().max(3600).default(30),
  timeoutSeconds: z.number().positive().max(300).default(20),
  /** First wait before binding again; it doubles up to a minute. */
  reconnectSeconds: z.number().positive().max(60).default(1),
});
export type SmppConfig = z.infer<typeof smppConfig>;
