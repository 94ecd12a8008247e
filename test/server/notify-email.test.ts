import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type ChannelSender, DeliveryProblem } from '../../server/notify/channels/channel.ts';
import { createEmailSender } from '../../server/notify/channels/email.ts';
import { delivery, Ledger, until } from './notify-land.ts';

/** An SMTP server whose answer to each message is decided by the test; what it took is parsed. */
class Mailbox {
  readonly mails: ParsedMail[] = [];
  readonly server: SMTPServer;
  /** SMTP errors for the next messages, in order; undefined: take it. */
  refusals: (number | undefined)[] = [];

  constructor(options: SMTPServerOptions = {}) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: async (stream, _session, done) => {
        const mail = await simpleParser(stream);
        const code = this.refusals.shift();
        if (code) return done(Object.assign(new Error(`told to say ${code}`), { responseCode: code }));
        this.mails.push(mail);
        done(null, `queued as ${this.mails.length}`);
      },
      ...options,
    });
    this.server.on('error', () => {});
  }

  async listen(scheme = 'smtp', user = ''): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.server.address() as AddressInfo;
    return `${scheme}://${user}127.0.0.1:${port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function problem(work: Promise<unknown>): Promise<DeliveryProblem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(DeliveryProblem);
  return error as DeliveryProblem;
}

describe('mail', () => {
  let mailbox: Mailbox;
  let sender: ChannelSender | undefined;
  const from = 'Hải Đăng <canhbao@haidang.example>';

  async function open(options: SMTPServerOptions = {}, user = ''): Promise<ChannelSender> {
    mailbox = new Mailbox(options);
    sender = createEmailSender({ url: await mailbox.listen('smtp', user), from });
    return sender;
  }

  afterEach(async () => {
    sender?.close?.();
    await mailbox?.close();
  });

  it('goes over TLS where the server offers it; where that is insisted on, or the certificate is nobody’s, nothing goes in the clear', async () => {
    const secured: boolean[] = [];
    const note: SMTPServerOptions = {
      onMailFrom: (_address, session, done) => {
        secured.push(session.secure);
        done();
      },
    };
    mailbox = new Mailbox({ ...note, disabledCommands: [] });
    const url = await mailbox.listen();
    sender = createEmailSender({ url: `${url}/?tls.rejectUnauthorized=false`, from });
    await sender.send(delivery(), new AbortController().signal);
    expect(secured).to.deep.equal([true]);
    sender.close?.();
    sender = createEmailSender({ url, from });
    expect((await problem(sender.send(delivery(), new AbortController().signal))).temporary).to.equal(true);
    sender.close?.();
    await mailbox.close();

    mailbox = new Mailbox(note);
    sender = createEmailSender({ url: `${await mailbox.listen()}/?requireTLS=true`, from });
    expect((await problem(sender.send(delivery(), new AbortController().signal))).temporary).to.equal(true);
    expect(secured).to.deep.equal([true]);
    expect(mailbox.mails).to.have.length(0);
  });

  it('is signed for its domain where a key is given', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    mailbox = new Mailbox();
    const dkim = { domainName: 'haidang.example', keySelector: 'truc', privateKey };
    sender = createEmailSender({ url: await mailbox.listen(), from, dkim });
    await sender.send(delivery(), new AbortController().signal);
    const signature = mailbox.mails[0]!.headerLines.find(({ key }) => key === 'dkim-signature')!.line;
    expect(signature)
      .to.match(/\bd=haidang\.example;/)
      .and.match(/\bs=truc;/)
      .and.match(/\bb=[\w+/=\s]{300,}/);
  });

  it('arrives with subject, text, sender and the same message id at every try', async () => {
    const email = await open();
    const one = delivery();
    expect(await email.send(one)).to.deep.include({ outcome: 'sent', answer: '250 queued as 1' });
    await email.send(one);
    const [mail, again] = mailbox.mails;
    expect(mail?.subject).to.equal('VƯỢT RANH GIỚI: QNa-91234-TS');
    expect(mail?.text).to.contain('Tàu QNa-91234-TS đã vượt ranh giới.');
    expect(mail?.from?.value[0]).to.include({ address: 'canhbao@haidang.example', name: 'Hải Đăng' });
    expect(mail?.messageId).to.equal('<dlv-1@haidang.example>');
    expect(again?.messageId).to.equal(mail?.messageId);
    expect(mail?.headers.get('auto-submitted')).to.equal('auto-generated');
  });

  it('goes to one address only, whatever is written in it', async () => {
    const rcpt: string[] = [];
    const email = await open({
      onRcptTo: (address, _session, done) => {
        rcpt.push(address.address);
        done();
      },
    });
    await email.send(delivery({ address: 'a@haidang.example, b@haidang.example' })).catch(() => {});
    await email.send(delivery({ address: 'a@haidang.example\r\nBcc: c@haidang.example' })).catch(() => {});
    expect(rcpt.filter((address) => /^[bc]@/.test(address))).to.deep.equal([]);
  });

  it('cannot be given headers by a subject', async () => {
    const email = await open();
    await email.send(delivery({ subject: 'x\r\nBcc: c@haidang.example\r\nX-Evil: 1' }));
    expect(mailbox.mails[0]?.bcc).to.equal(undefined);
    expect(mailbox.mails[0]?.headers.has('x-evil')).to.equal(false);
  });

  it('signs in with the user of the address', async () => {
    const users: string[] = [];
    const email = await open(
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (auth, _session, done) => {
          users.push(`${auth.username}/${auth.password}`);
          done(null, { user: auth.username });
        },
      },
      'tram%40kn:m%3At@',
    );
    await email.send(delivery());
    expect(users).to.deep.equal(['tram@kn/m:t']);
  });

  it('takes 451 as temporary and 550 as final, in the server’s words', async () => {
    const email = await open();
    mailbox.refusals = [451, 550];
    expect(await problem(email.send(delivery()))).to.deep.include({ temporary: true, answer: '451 told to say 451' });
    expect(await problem(email.send(delivery()))).to.deep.include({ temporary: false, answer: '550 told to say 550' });
  });

  it('takes an unknown recipient as final', async () => {
    const email = await open({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such user'), { responseCode: 550 })),
    });
    const refused = await problem(email.send(delivery()));
    expect(refused.temporary).to.equal(false);
    expect(refused.answer).to.contain('no such user');
  });

  it('takes a refused sign-in, a closed door and a silent server as temporary: nothing is wrong with the message', async () => {
    const email = await open(
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(Object.assign(new Error('bad password'), { responseCode: 535 })),
      },
      'user:wrong@',
    );
    const refused = await problem(email.send(delivery()));
    expect(refused.temporary).to.equal(true);
    expect(refused.answer).not.to.contain('wrong');

    const closed = createServer();
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const toClosed = createEmailSender({ url: `smtp://127.0.0.1:${port}`, from });
    expect((await problem(toClosed.send(delivery()))).temporary).to.equal(true);
    toClosed.close?.();

    const mute = createServer((socket) => socket.on('error', () => {}));
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const mutePort = (mute.address() as AddressInfo).port;
    const toMute = createEmailSender({ url: `smtp://127.0.0.1:${mutePort}`, from, timeoutSeconds: 0.05 });
    expect((await problem(toMute.send(delivery()))).temporary).to.equal(true);
    toMute.close?.();
    mute.close();
  });

  it('gets through from the outbox after the server was down and then busy, once', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    mailbox = new Mailbox();
    const url = await mailbox.listen();
    const { port } = mailbox.server.server.address() as AddressInfo;
    await mailbox.close();
    sender = createEmailSender({ url, from });
    const outbox = ledger.outbox({ email: sender });
    outbox.start();
    await until(() => ledger.get('dlv-1').attempts === 1 && ledger.get('dlv-1').state === 'queued');
    expect(ledger.get('dlv-1').answer).to.contain('ECONNREFUSED');

    mailbox = new Mailbox();
    mailbox.refusals = [451];
    await new Promise<void>((resolve) => mailbox.server.listen(port, '127.0.0.1', resolve));
    for (const attempt of [2, 3]) {
      ledger.now = ledger.get('dlv-1').nextAttemptAt;
      await until(() => ledger.get('dlv-1').attempts === attempt && ledger.get('dlv-1').state !== 'sending');
    }
    await outbox.stop();
    expect(ledger.get('dlv-1').state).to.equal('sent');
    expect(mailbox.mails).to.have.length(1);
    expect(mailbox.mails[0]?.messageId).to.equal('<dlv-1@haidang.example>');
  });
});
