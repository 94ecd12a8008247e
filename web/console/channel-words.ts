/** How each way to reach people is called. */
import type { Channel } from '../../server/models/channel.ts';
import type { Key } from '../i18n/t.ts';

export const CHANNELS: Record<Channel, Key> = {
  email: 'channel.email',
  sms: 'channel.sms',
  push: 'channel.push',
  webhook: 'channel.webhook',
  device: 'channel.device',
  call: 'channel.call',
};
