import { Ledger, type MidiSend } from './ledger.js';

/** The ledgers of all MIDI ports. */
export class Ledgers {
  private readonly ports: readonly Ledger[];

  constructor(sends: readonly MidiSend[]) {
    this.ports = sends.map((send) => new Ledger(send));
  }

  /** Note-ons and note-offs sent so far, on all of them. */
  get notesOn(): number {
    return this.ports.reduce((total, { notesOn }) => total + notesOn, 0);
  }

  get notesOff(): number {
    return this.ports.reduce((total, { notesOff }) => total + notesOff, 0);
  }

  /** That of a port, from 0. */
  of(port: number): Ledger {
    return this.ports[port]!;
  }

  flush(): void {
    for (const ledger of this.ports) ledger.flush();
  }

  panic(): void {
    for (const ledger of this.ports) ledger.panic();
  }
}
