/** What a MIDI cable says of time: a clock, the transport, and where in the song. */
export type RealTime = 'clock' | 'start' | 'continue' | 'stop' | 'position';
