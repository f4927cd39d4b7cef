import type { ClockStatus } from '../daemon/core/clock-status.js';
import type { Hello, ServerMessage } from '../daemon/core/messages.js';
import type { CommandName, Values } from '../daemon/core/settings.js';
import { BeatClock } from './beat-clock.js';
import { buildControls, type Controls } from './controls.js';
import { commandButtons, groupTabs } from './deck.js';
import { byId } from './element.js';
import { openLink } from './link.js';
import { showClock, showMeters, showPorts, showTurn } from './meters.js';
import { Roll } from './roll.js';
import { ScoreStrip } from './score-strip.js';
import { Sound } from './sound.js';
import { buildTabs } from './tabs.js';

const play = byId('play', HTMLButtonElement);
const panic = byId('panic', HTMLButtonElement);
const tap = byId('tap', HTMLButtonElement);
const goOn = byId('continue', HTMLButtonElement);
const soundSwitch = byId('sound', HTMLButtonElement);
const hear = byId('hear', HTMLElement);
const status = byId('link', HTMLElement);
const log = byId('log', HTMLElement);
const token = byId('token', HTMLElement);

const clock = new BeatClock(125);
const strip = new ScoreStrip();
const roll = new Roll(byId('roll', HTMLCanvasElement), strip, clock);
const sound = new Sound(clock);
const link = openLink({ message: obey, down: showDown });

let hello: Hello | undefined;
let controls: Controls | undefined;
let playing = false;
let whose: ClockStatus['state'] = 'internal';
/** The hint to turn the sound on has done its work. */
let hinted = false;

play.addEventListener('click', () => give(playing ? 'stop' : 'start'));
panic.addEventListener('click', () => give('panic'));
// A tap counts when the finger comes down, not when it lets go.
tap.addEventListener('pointerdown', () => give('tap'));
tap.addEventListener('click', (event) => {
  if (event.detail === 0) give('tap');
});
goOn.addEventListener('click', () => give('continue'));
soundSwitch.addEventListener('click', () => turnSound(!sound.on));
byId('hear-go', HTMLButtonElement).addEventListener('click', () => {
  turnSound(true);
  if (!playing) give('start');
});
byId('hear-close', HTMLButtonElement).addEventListener('click', () => {
  hinted = true;
  showSound();
});
document.addEventListener('keydown', obeyKey);
requestAnimationFrame(draw);

function obey(message: ServerMessage): void {
  switch (message.type) {
    case 'hello':
      greet(message);
      return;
    case 'values':
      showValues(message.values);
      return;
    case 'transport':
      showTransport(message.playing);
      return;
    case 'midi':
      if (hello !== undefined) showPorts((hello = { ...hello, midi: message }));
      break;
    case 'clock':
      followClock(message);
      return;
    // The first part is shown, every part is heard.
    case 'turn':
      if (message.part === 1) showTurn(message);
      return;
    case 'tick':
      if (message.part !== 1) return;
      clock.hear(message.tick, performance.now());
      strip.tick(message);
      token.textContent = message.token.replaceAll(/[+.]/g, ' $& ');
      return;
    case 'note':
      if (message.part === 1) strip.note(message);
      sound.play(message, performance.now());
      return;
    case 'meters':
      showMeters(message);
      return;
    case 'log':
      log.textContent = message.text;
      log.dataset.level = message.level;
      return;
  }
}

/** Also after a link was lost and came back, maybe to another daemon. */
function greet(message: Hello): void {
  hello = message;
  status.textContent = 'connected';
  document.body.dataset.link = 'up';
  log.textContent = '';
  strip.clear();
  controls = buildControls(message.settings, (name, value) =>
    link.send({ type: 'set', name, value }),
  );
  byId('actions', HTMLElement).replaceChildren(...commandButtons(message.commands, give));
  buildTabs(byId('controls', HTMLElement), 'Settings', groupTabs(message, controls));
  showPorts(message);
  showValues(message.values);
  followClock(message.clock);
  for (const turn of message.turns) if (turn.part === 1) showTurn(turn);
  showTransport(message.playing);
  showSound();
}

function showDown(): void {
  status.textContent = 'no daemon: trying again';
  document.body.dataset.link = 'down';
  clock.stop();
}

function showValues(values: Values): void {
  controls?.show(values);
  if (hello === undefined) return;
  const beats = values['beats-per-bar'];
  const [model] = hello.models;
  if (beats !== undefined) {
    roll.model = { ...model, ticksPerBar: Number(beats) * model.ticksPerBeat };
  }
  if (values.tempo !== undefined && whose === 'internal') setTempo(Number(values.tempo));
}

function followClock(status: ClockStatus): void {
  whose = status.state;
  showClock(status);
  setTempo(status.bpm);
}

function setTempo(bpm: number): void {
  if (hello !== undefined) clock.tickMs = 60_000 / bpm / hello.models[0].ticksPerBeat;
}

function showTransport(now: boolean): void {
  playing = now;
  play.setAttribute('aria-pressed', String(now));
  byId('play-word', HTMLElement).textContent = now ? 'Stop' : 'Play';
  document.body.dataset.playing = String(now);
  if (!now) clock.stop();
}

function turnSound(on: boolean): void {
  sound.turn(on);
  showSound();
}

/** Where a synth is connected the page keeps quiet, unless asked. */
function showSound(): void {
  soundSwitch.setAttribute('aria-pressed', String(sound.on));
  byId('sound-word', HTMLElement).textContent = sound.on ? 'Sound on' : 'Sound off';
  hinted ||= sound.on;
  hear.hidden = hinted || hello?.midi.out !== null;
}

function give(command: CommandName): void {
  link.send({ type: 'do', command });
}

/** Space plays and stops wherever the focus is, but where it has a meaning of its own. */
function obeyKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const { target } = event;
  const field = target instanceof HTMLInputElement && ['number', 'text'].includes(target.type);
  const typing = field || target instanceof HTMLSelectElement;
  if (event.key === 'Escape') give('panic');
  else if (typing) return;
  else if (event.key === ' ' && !hasOwnSpace(target)) {
    event.preventDefault();
    give(playing ? 'stop' : 'start');
  } else if (event.key === 's') turnSound(!sound.on);
  else if (event.key === 't') give('tap');
  else if (event.key === 'c') give('continue');
}

function hasOwnSpace(target: EventTarget | null): boolean {
  const ticked = target instanceof HTMLInputElement && target.type === 'checkbox';
  return ticked || target instanceof HTMLButtonElement;
}

function draw(now: number): void {
  roll.draw(now);
  requestAnimationFrame(draw);
}
