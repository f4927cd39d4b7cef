import { type ClockStatus, strokesToBegin } from '../daemon/core/clock-status.js';
import type { Hello, ServerMessage, TurnMessage, CommandMessage } from '../daemon/core/messages.js';
import type { SettingValue, Values } from '../daemon/core/setting.js';
import { waitsFor } from '../daemon/core/mode.js';
import { partName, rowName, rowsOf } from '../daemon/core/part-settings.js';
import { silenceOf } from '../daemon/core/silence.js';
import { Band } from './band.js';
import { buildControls, type Controls } from './controls.js';
import { commandButtons, groupTabs } from './deck.js';
import { byId } from './element.js';
import { listenToKeys } from './keys.js';
import { buildLearned } from './learned.js';
import { connect } from './connection.js';
import { showClock, showMeters, showPorts, showTurn } from './meters.js';
import { buildMixer, type Mixer } from './mixer.js';
import { buildModelField } from './model-field.js';
import { buildNotice } from './notice.js';
import { clearKey, showKey } from './player-key.js';
import { buildPresets } from './presets.js';
import { Roll } from './roll.js';
import { Sound } from './sound.js';
import { buildSoundSwitch } from './sound-switch.js';
import { buildTabs } from './tabs.js';

const main = byId('main', HTMLElement);
const play = byId('play', HTMLButtonElement);
const panic = byId('panic', HTMLButtonElement);
const tap = byId('tap', HTMLButtonElement);
const goOn = byId('continue', HTMLButtonElement);
const end = byId('end', HTMLButtonElement);
const status = byId('connection', HTMLElement);
const token = byId('token', HTMLElement);

const band = new Band();
const roll = new Roll(byId('roll', HTMLCanvasElement));
const sound = new Sound();
const soundSwitch = buildSoundSwitch(sound, () => {
  if (!playing) give('start');
});
const connection = connect({ message: obey, down: showDown });
const notice = buildNotice(byId('log', HTMLElement));
const presets = buildPresets(give);
const learned = buildLearned(give);
const modelField = buildModelField((model) => give(partName(chosen, 'load'), model));

let hello: Hello | undefined;
let controls: Controls | undefined;
let mixer: Mixer | undefined;
/** The part that is shown and steered, from 1. */
let chosen = 1;
let values: Values = {};
let turns: readonly TurnMessage[] = [];
let playing = false;
let whose: ClockStatus['state'] = 'internal';

play.addEventListener('click', playOrStop);
panic.addEventListener('click', () => give('panic'));
// A tap counts when the finger comes down, not when it lets go.
tap.addEventListener('pointerdown', () => give('tap'));
tap.addEventListener('click', (event) => {
  if (event.detail === 0) give('tap');
});
goOn.addEventListener('click', () => give('continue'));
end.addEventListener('click', () => give('end'));
byId('roll', HTMLCanvasElement).addEventListener('click', veto);
listenToKeys({
  ' ': playOrStop,
  escape: () => give('panic'),
  s: () => soundSwitch.toggle(),
  t: () => give('tap'),
  c: () => give('continue'),
  e: () => give('end'),
});
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
      if (hello !== undefined) showPorts((hello = { ...hello, midi: message }), chosen);
      break;
    case 'models':
      if (hello !== undefined) showPorts((hello = { ...hello, models: message.models }), chosen);
      mixer?.name(message.models);
      return;
    case 'loadable':
      if (hello !== undefined) showShelves((hello = { ...hello, loadable: message.names }));
      return;
    case 'clock':
      followClock(message);
      return;
    case 'turn':
      turns = [...turns.filter(({ part }) => part !== message.part), message];
      showState();
      return;
    case 'tick':
      band.tick(message, performance.now());
      if (message.part === chosen) token.textContent = message.token.replaceAll(/[+.]/g, ' $& ');
      return;
    case 'note': {
      band.note(message);
      const player = band.player(message.part);
      if (player === undefined) return;
      const at = player.clock.timeOf(message.tick + message.offset);
      sound.play(message, at, performance.now());
      return;
    }
    case 'key':
      band.strike(message, values, turns);
      showKey(message);
      return;
    case 'plan':
      band.intend(message);
      return;
    case 'meters':
      showMeters(message);
      return;
    case 'presets':
      if (hello !== undefined) showShelves((hello = { ...hello, presets: message }));
      return;
    case 'learned':
      if (hello !== undefined) showShelves((hello = { ...hello, learned: message }));
      return;
    case 'log':
      notice.show(message);
      return;
  }
}

/** Also after a connection was lost and came back, maybe to another daemon. */
function greet(message: Hello): void {
  hello = message;
  ({ values, turns } = message);
  status.textContent = 'connected';
  main.inert = false;
  document.body.dataset.connection = 'up';
  notice.clear();
  clearKey();
  band.meet(message.models);
  mixer = buildMixer(message, choose, turnKnob);
  mixer.show(values);
  const desk = byId('mixer', HTMLElement);
  desk.replaceChildren(...mixer.strips);
  desk.hidden = message.models.length === 1;
  choose(Math.min(chosen, message.models.length));
  showShelves(message);
  followClock(message.clock);
  showTransport(message.playing);
  soundSwitch.offer(message.midi.outs.some((out) => out !== null));
}

/** Shows one part: its roll, and its settings among those that all parts share. */
function choose(part: number): void {
  if (hello === undefined) return;
  chosen = part;
  const settings = rowsOf(hello.settings, part);
  controls = buildControls(settings, turnKnob);
  controls.show(values);
  buildTabs(byId('controls', HTMLElement), 'Settings', [
    ...groupTabs(settings, hello.groups, controls),
    { name: 'model', title: 'Model', content: modelField.content },
    { name: 'presets', title: 'Presets', content: presets.content },
    { name: 'learn', title: 'MIDI learn', content: learned.content },
  ]);
  byId('actions', HTMLElement).replaceChildren(
    ...commandButtons(hello.commands, (row) => give(rowName(row, chosen))),
  );
  mixer?.mark(part);
  showPorts(hello, part);
  token.textContent = '';
  showState();
}

/** What the shown part does, or why nothing is heard of it, on the roll too: on a phone that is all there is in sight. */
function showState(): void {
  if (hello === undefined) return;
  const silence = silenceOf(values, chosen, hello.models.length);
  const turn = turns.find(({ part }) => part === chosen);
  const waits = turn === undefined || !playing ? null : waitsFor(turn.mode, turn.turn);
  const strokes = playing ? 0 : strokesToBegin(values);
  const begins = strokes === 0 ? '' : `count in ${strokes}`;
  byId('silence', HTMLElement).textContent = silence ?? waits ?? begins;
  if (turn !== undefined) showTurn(turn, silence);
}

function showShelves(hello: Hello): void {
  presets.show(hello.presets);
  learned.show(hello);
  modelField.show(hello.loadable);
}

function turnKnob(name: string, value: SettingValue): void {
  connection.send({ type: 'set', name, value });
}

/** Each time that it is tried again in vain, too: what was put away stays so. */
function showDown(): void {
  const text = 'no daemon: trying again';
  if (status.textContent === text) return;
  status.textContent = text;
  document.body.dataset.connection = 'down';
  main.inert = true;
  notice.show({ level: 'warn', text });
  band.stop();
}

function showValues(news: Values): void {
  values = { ...values, ...news };
  controls?.show(news);
  mixer?.show(values);
  showState();
  if (news.tempo !== undefined && whose === 'internal') band.tempo = Number(news.tempo);
}

function followClock(status: ClockStatus): void {
  whose = status.state;
  showClock(status);
  band.tempo = status.bpm;
}

function showTransport(now: boolean): void {
  playing = now;
  byId('play-word', HTMLElement).textContent = now ? 'Stop' : 'Play';
  document.body.dataset.playing = String(now);
  if (!now) band.stop();
  showState();
}

function playOrStop(): void {
  give(playing ? 'stop' : 'start');
}

function give(command: CommandMessage['command'], argument?: string): void {
  connection.send({ type: 'do', command, ...(argument === undefined ? {} : { argument }) });
}

/** A press on a note that it intends: it will not play that one. */
function veto({ offsetX, offsetY }: MouseEvent): void {
  const player = band.player(chosen);
  const note = player && roll.intendedAt(player, offsetX, offsetY);
  if (note === undefined) return;
  give(partName(chosen, 'veto'), `${note.tick} ${note.pitch}`);
}

/** The next picture is asked for first: one that fails is not the last. */
function draw(now: number): void {
  requestAnimationFrame(draw);
  const player = band.player(chosen);
  if (player !== undefined) roll.draw(player, Number(values['beats-per-bar']), now);
}
