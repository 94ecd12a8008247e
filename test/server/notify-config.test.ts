import { expect } from 'chai';
import { createSenders, notifyConfig } from '../../server/notify/config.ts';
import { delivery, senderRoom } from './notify-land.ts';

describe('the settings of messages', () => {
  it('keep every message here when nothing is configured', async () => {
    const senders = createSenders(notifyConfig.parse({}), senderRoom);
    for (const sender of Object.values(senders)) {
      const { outcome, answer } = await sender.send(delivery());
      expect(outcome).to.equal('kept');
      expect(answer).to.match(/no gateway/i);
    }
  });

  it('take servers, a gateway, a ladder for a rehearsal and the public address', () => {
    const config = notifyConfig.parse({
      smtp: 'smtp://user:p%40ss@mail.example:587?requireTLS=true',
      from: 'Hải Đăng <canhbao@haidang.example>',
      sms: { url: 'https://sms.example/send' },
      retrySeconds: [1, 2],
      publicUrl: 'https://giamsat.example/',
    });
    expect(config.publicUrl).to.equal('https://giamsat.example');
    expect(config.sms).to.deep.include({ method: 'POST', encoding: 'json', timeoutSeconds: 15 });
  });

  const refused: [string, object][] = [
    ['another scheme for mail', { smtp: 'http://mail.example' }],
    ['a sender with a line break', { from: 'a@haidang.example\r\nBcc: b@haidang.example' }],
    ['a sender that is no address', { from: 'Hải Đăng' }],
    ['an empty ladder', { retrySeconds: [] }],
    ['a step back in time', { retrySeconds: [-1] }],
    ['two ways for SMS', { sms: { url: 'https://a.example' }, smpp: { url: 'smpp://b.example', systemId: 'x' } }],
    ['a short secret', { bounceSecret: 'short' }],
    ['a public address that is a script', { publicUrl: 'javascript:alert(1)' }],
  ];
  for (const [what, config] of refused)
    it(`refuse ${what}`, () => {
      expect(notifyConfig.safeParse(config).success).to.equal(false);
    });
});
