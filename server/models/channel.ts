/** The ways to reach somebody. */
import { z } from 'zod';

/** device: a text to the VMS unit on board, through its provider · call: a person is asked to telephone. */
export const channels = ['email', 'sms', 'push', 'webhook', 'device', 'call'] as const;
export const channel = z.enum(channels);
export type Channel = z.infer<typeof channel>;
