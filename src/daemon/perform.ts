import type { CommandIo } from './command.js';
import { createGhostnote, type Ghostnote } from './api.js';
import type { Log } from './core/log.js';
import { statusLine } from './health.js';
import type { LogFile } from './io/log-file.js';
import { monotonic } from './io/monotonic.js';
import { onEnding, onJobControl, statusOf } from './signals.js';
import { starterOf } from './starter.js';
import { Standby, valuesToLoad } from './standby.js';
import type { Totals } from './threads/totals.js';
import { isWatched, onUnwatched, startedAt } from './understudy.js';
import { count } from './core/count.js';

/** How a performance ended, and with what exit status. */
interface End {
  readonly status: number;
  readonly why: string;
  /** It would have played on. */
  readonly broken?: boolean;
}

/** Plays until told to end, in this process; gives the exit status. What happens goes to the log too. */
export async function perform(
  { values: said, out, err, over }: CommandIo,
  kept: LogFile,
): Promise<number> {
  const { 'status-line': showStatus, ...given } = said;
  const watched = isWatched();
  const note: Log = (level, line) => {
    kept.log(level, line);
    err(line);
  };
  let end: (end: End) => void = () => undefined;
  const ended = new Promise<End>((resolve) => (end = resolve));
  let firstNote: number | null = null;
  const standing = watched
    ? Standby.called(given, (level, line) => note(level, `ghostnote: ${line}`))
    : undefined;
  const ghostnote = await createGhostnote({
    settings: watched ? valuesToLoad(given) : given,
    log: (level, line) => note(level, `ghostnote: ${line}`),
    cue: standing,
  });
  const standby = await standing;
  const values = standby?.values ?? given;
  const leave = ghostnote.on('note', () => {
    firstNote = (monotonic.now() - startedAt()) / 1000;
    leave();
  });
  void ghostnote.ended.then(({ fault }) => {
    if (fault === undefined) end({ status: 0, why: 'told to quit' });
    else end({ status: 1, why: fault.message, broken: true });
  });
  onEnding((signal) => end({ status: statusOf(signal), why: signal }));
  pauseOnJobControl(ghostnote);
  if (watched) onUnwatched(() => end({ status: 1, why: 'the process that watches it is gone' }));
  standby?.watch(ghostnote, () => end({ status: 0, why: 'you quit' }));
  greet(ghostnote, (line) => note('info', line));
  // The code in it is for whoever sits here, not for a file.
  const { phone } = ghostnote.describe();
  if (phone !== null) err(`On a phone, open ${phone} (what follows = is the code).`);
  const starter = starterOf(values);
  if (starter !== undefined) err(starter);
  const begins = starter === undefined;
  if (standby?.begins(begins) ?? begins) ghostnote.start();
  if (values['seconds'] !== 0) {
    setTimeout(() => end({ status: 0, why: 'time is up' }), (values['seconds'] as number) * 1000);
  }
  if (showStatus === true) setInterval(() => over(statusLine(ghostnote.health())), 1000).unref();
  const { status, why, broken = false } = await ended;
  if (!broken) standby?.close();
  const totals = await ghostnote.close();
  if (!broken) await standby?.end();
  kept.log(broken ? 'error' : 'info', why);
  await kept.flush();
  err(`ghostnote: ${why}${status === 1 ? '' : '; every note has ended'}.`);
  if (values['record'] !== '') {
    await ghostnote.record(values['record'] as string);
    err(`wrote what was played to ${String(values['record'])}`);
    if (standby?.again === true)
      err('It begins where this process came in; ghostnote sessions lists what was played before.');
  }
  if (values['json'] === true) out(JSON.stringify(summary(totals, ghostnote, firstNote)));
  return status;
}

/** No note sounds while the process is stopped; it goes on from where it was. */
function pauseOnJobControl(ghostnote: Ghostnote): void {
  let played = false;
  onJobControl(
    () => {
      played = ghostnote.health().playing;
      ghostnote.endAllNotes();
    },
    () => {
      if (played) ghostnote.do('continue');
    },
  );
}

function greet(ghostnote: Ghostnote, say: (line: string) => void): void {
  const { midi, models, version } = ghostnote.describe();
  const { engine, device } = ghostnote.health();
  const { osc, http } = ghostnote.ports;
  const names = [...new Set(models.map(({ name }) => `"${name}"`))].join(' and ');
  const parts = models.length === 1 ? '' : `, ${count(models.length, 'part')}`;
  say(`ghostnote ${version} plays ${names}${parts}, on ${engine} (${device}).`);
  const outs = [...new Set(midi.outs)].filter((out) => out !== null).map((out) => `"${out}"`);
  if (outs.length > 0)
    say(`MIDI: plays to ${outs.join(' and ')}, listens to "${midi.in ?? 'nothing'}".`);
  if (midi.note !== '') say(midi.note);
  say(`Hear and steer it at http://127.0.0.1:${http}/, or by OSC on UDP port ${osc}.`);
}

function summary(totals: Totals, ghostnote: Ghostnote, firstNote: number | null): object {
  const { engine, device, rss_mb } = ghostnote.health();
  return {
    ticks: totals.ticks,
    notes_on: totals.notesOn,
    notes_off: totals.notesOff,
    misses: totals.misses,
    fallbacks: totals.fallbacks,
    lateness_us: totals.lateness,
    first_note_ms: firstNote === null ? null : Math.round(firstNote),
    engine,
    device,
    rss_mb,
  };
}
