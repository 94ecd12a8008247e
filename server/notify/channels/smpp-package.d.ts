/** As much of the package `smpp` 0.5 as is used; it has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    message_id?: string;
    source_addr?: string;
    destination_addr?: string;
    esm_class?: number;
    data_coding?: number;
    registered_delivery?: number;
    receipted_message_id?: string;
    message_state?: number;
    system_id?: string;
    password?: string;
    short_message?: { message?: string | Uint8Array; udh?: Uint8Array[] | Uint8Array };
    message_payload?: { message?: string | Uint8Array };
    response(options?: Record<string, unknown>): Pdu;
  }
  type Answer = (pdu: Pdu) => void;

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: Pdu, answer?: Answer): boolean;
    bind_transceiver(options: Record<string, unknown>, answer?: Answer): boolean;
    submit_sm(options: Record<string, unknown>, answer?: Answer): boolean;
    deliver_sm(options: Record<string, unknown>, answer?: Answer): boolean;
    enquire_link(answer?: Answer): boolean;
    unbind(answer?: Answer): boolean;
    close(done?: () => void): void;
    destroy(done?: () => void): void;
  }

  const smpp: {
    connect(options: Record<string, unknown>): Session;
    createServer(listener: (session: Session) => void): NetServer & { sessions: Session[] };
  };
  export default smpp;
}
