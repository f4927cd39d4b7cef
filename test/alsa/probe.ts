import easymidi from 'easymidi';

/**
 * Stands in for the daemon: its two ports, a beat that has chords and overlaps, a clean end on
 * SIGTERM, and its summary. `probe.js SECONDS`
 */
const out = new easymidi.Output('ghostnote out', true);
const input = new easymidi.Input('ghostnote in', true);
const channel = 9;
const sounding = new Set<number>();
const summary = { ticks: 0, notes_on: 0, notes_off: 0, heard: 0 };

input.on('noteon', () => summary.heard++);
setInterval(tick, 60);
setTimeout(() => finish(0), Number(process.argv[2]) * 1000);
process.on('SIGTERM', () => finish(143));

function tick(): void {
  for (const note of sounding) if ((note + summary.ticks) % 3 === 0) end(note);
  const note = 36 + (summary.ticks++ % 5);
  if (sounding.has(note)) end(note);
  out.send('noteon', { channel, note, velocity: 100 });
  sounding.add(note);
  summary.notes_on++;
}

function end(note: number): void {
  out.send('noteoff', { channel, note, velocity: 0 });
  sounding.delete(note);
  summary.notes_off++;
}

function finish(status: number): void {
  for (const note of sounding) end(note);
  for (const controller of [64, 123, 120]) out.send('cc', { channel, controller, value: 0 });
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exit(status);
}
