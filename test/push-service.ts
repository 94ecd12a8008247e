/** A push service on the loopback, and the browser's side of RFC 8291. */
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { createServer } from 'node:http';

/** Keys of a browser that has subscribed. */
export class PushBrowser {
  readonly #pair = createECDH('prime256v1');
  readonly p256dh = this.#pair.generateKeys('base64url');
  readonly auth = Buffer.alloc(16, 7).toString('base64url');

  /** As a browser does it (RFC 8291 §3.4). */
  open(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const theirs = body.subarray(21, 21 + body[20]!);
    const derive = (secret: Buffer, with_: Buffer, info: Buffer, length: number) =>
      Buffer.from(hkdfSync('sha256', secret, with_, info, length));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), Buffer.from(this.p256dh, 'base64url'), theirs]);
    const material = derive(this.#pair.computeSecret(theirs), Buffer.from(this.auth, 'base64url'), info, 32);
    const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const sealed = body.subarray(21 + body[20]!);
    const opener = createDecipheriv('aes-128-gcm', key, nonce);
    opener.setAuthTag(sealed.subarray(-16));
    const open = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]);
    return open.subarray(0, -1).toString();
  }
}

export class PushService {
  readonly received: { path: string; body: Buffer }[] = [];
  status = 201;
  url = '';
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    this.received.push({ path: request.url ?? '', body: Buffer.concat(parts) });
    response.writeHead(this.status).end();
  });

  listen(port: number): Promise<void> {
    this.url = `http://127.0.0.1:${port}`;
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
