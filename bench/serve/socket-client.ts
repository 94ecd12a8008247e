/** socket.io's client, which only a checkout has. */
import type { io } from 'socket.io-client';
import { Missing } from '../packages.ts';

export async function socketClient(): Promise<typeof io> {
  const client = await import('socket.io-client').catch(() => {
    throw new Missing('the package socket.io-client is not installed (npm ci installs it)');
  });
  return client.io;
}
