export const controlKinds = ['cc', 'note', 'bend', 'program'] as const;

/** A knob, key, wheel or programme of a MIDI controller. */
export interface ControlSource {
  readonly kind: (typeof controlKinds)[number];
  /** MIDI channel, 1 to 16. */
  readonly channel: number;
  /** Of the controller, the key or the programme, 0 to 127; 0 for the wheel, of which there is one. */
  readonly number: number;
}

/** It moved. */
export interface ControlEvent extends ControlSource {
  /** 0 to 1: where it is, or how hard the key was struck; 0 is a key let go, 1 a programme. */
  readonly value: number;
}

/** For people: `controller 21 on channel 1`. */
export function describeSource({ kind, channel, number }: ControlSource): string {
  const what = { cc: 'controller', note: 'key', bend: 'the pitch wheel', program: 'programme' };
  return `${what[kind]}${kind === 'bend' ? '' : ` ${number}`} on channel ${channel}`;
}

/** It stays where it was put, and can be anywhere. */
export function isKnob({ kind }: Pick<ControlSource, 'kind'>): boolean {
  return kind === 'cc' || kind === 'bend';
}

/** The place of a control as it is on the wire: 14 bits of the wheel, 7 of all others (MIDI 1.0 Detailed Specification). */
export function onWire(kind: ControlSource['kind'], place: number): number {
  return Math.round(place * (kind === 'bend' ? 0x3fff : 0x7f));
}
