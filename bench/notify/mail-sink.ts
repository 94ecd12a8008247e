/** An SMTP server that takes every mail and remembers when: as much of RFC 5321 as a client needs to hand one over. */
import { createServer, type Server, type Socket } from 'node:net';

export class MailSink {
  /** When each mail was taken (monotonic ms), and to how many people it went. */
  readonly taken: number[] = [];
  readonly #server: Server = createServer((socket) => this.#serve(socket));

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as { port: number }).port;
  }

  close(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    let waiting = '';
    let isData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('data', (piece: string) => {
      waiting += piece;
      for (;;) {
        const end = waiting.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          this.taken.push(performance.now());
          say('250 taken');
          continue;
        }
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'DATA') isData = true;
        say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
      }
    });
    say('220 sink');
  }
}
