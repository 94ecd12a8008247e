/** The section `forward` of the settings: to whom positions of which vessels go on. Only the operator says where. */
import { z } from 'zod';

const urlNeeded = 'it has to be an address like https://host/path, tcp://host:port or, of cot, udp://host:port';

const receiver = z
  .strictObject({
    /** In figures and on screens: it stays, since what has been forwarded is remembered under it. */
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'it has to be made of small letters, digits and hyphens'),
    format: z.enum(['naf', 'flux', 'cot']),
    url: z.string().regex(/^(https?:\/\/\S+|(tcp|udp):\/\/[\w.-]+:\d{1,5})$/, urlNeeded),
    headers: z.record(z.string(), z.string()).default({}),
    /** Sender and receiver as NAF (FR, AD) and FLUX (owner) name them. */
    from: z.string().max(40).default('VNM'),
    to: z.string().max(40).optional(),
    /** Which vessels: all of the registry unless these say less. */
    registrations: z.array(z.string().min(1).max(40)).max(20_000).optional(),
    provinces: z.array(z.string().min(1).max(60)).max(100).optional(),
    minLengthM: z.number().positive().optional(),
    /** AIS positions as well; else VMS and declared ones. */
    ais: z.boolean().default(false),
    /** The address may lie in a private network. */
    allowPrivate: z.boolean().default(false),
    timeoutSeconds: z.number().positive().max(300).default(20),
    /** Minutes after which a tablet takes a position for old. */
    staleMinutes: z.number().positive().max(10_080).default(180),
  })
  .refine(({ format, url }) => format !== 'flux' || url.startsWith('http'), {
    path: ['url'],
    message: 'FLUX goes by http or https',
  })
  .refine(({ format, url }) => format === 'cot' || !url.startsWith('udp:'), {
    path: ['url'],
    message: 'udp is for cot: nothing tells whether it arrived',
  });
export type Receiver = z.infer<typeof receiver>;

export const forwardConfig = z.strictObject({
  receivers: z
    .array(receiver)
    .max(50)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two of them have the same id')
    .default([]),
  everySeconds: z.number().positive().max(86_400).default(15),
});
export type ForwardConfig = z.infer<typeof forwardConfig>;
