import { onTestFinished, vi } from 'vitest';
import type { Micros } from '../../src/daemon/core/clock.js';
import { Control } from '../../src/daemon/core/control.js';
import type { LinkBeat } from '../../src/daemon/core/link-follow.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { Link } from '../../src/daemon/link.js';
import { about } from './fake-daemon.js';
import { LinkNet, type Machine } from './link-net.js';

/** What Link ties together, but for the music: settings, and what the music is told. */
export interface Player {
  readonly control: Control;
  readonly link: Link;
  /** What the music was told. */
  readonly commands: string[];
  readonly beats: LinkBeat[];
  /** What people are told. */
  readonly said: readonly string[];
  /** Of its node in the network, which is another each time that Link is switched on. */
  readonly machine: () => Machine;
  /** A tick was played. */
  readonly play: (tickInBar: number, part?: number) => void;
}

/** Ghostnotes in one network, in virtual time. */
export class LinkStage {
  readonly net = new LinkNet();

  constructor() {
    this.net.lazy = true;
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
  }

  add(values: Values = {}): Player {
    const { net } = this;
    const beats: LinkBeat[] = [];
    const commands: string[] = [];
    const said: string[] = [];
    const offset = net.machines.length * 7e7;
    let machine: Machine | undefined;
    const host = {
      link: (beat: LinkBeat) => beats.push(beat),
      command: (command: string) => commands.push(command),
    };
    const control: Control = new Control(
      { clock: 'link', ...values },
      () => about,
      { onChange: (live) => link.set(live), onCommand: () => undefined },
      (act) => setTimeout(act, 1),
    );
    const openPort = (options: { readonly bpm: number; readonly changed: () => void }) => {
      const opened = net.add({ ...options, offset });
      machine = opened;
      return {
        node: opened.node,
        advance: () => opened.advance(),
        close: () => {
          opened.node.leave();
          opened.connected = false;
          return Promise.resolve();
        },
      };
    };
    const log = (_: unknown, text: string) => said.push(text);
    const link = new Link(control, host, openPort, log, { now: () => offset + net.now });
    link.set(control.values);
    onTestFinished(() => link.close());
    const play = (tickInBar: number, part = 1): void => {
      const place = { part, tick: 0, bar: 0, tickInBar };
      link.hear({ type: 'tick', ...place, token: 'REST', heard: 'self', missed: false });
    };
    return { control, link, commands, said, beats, machine: () => machine!, play };
  }

  /** Milliseconds. */
  run(milliseconds: Micros): void {
    for (let each = 0; each < milliseconds; each += 1) {
      this.net.run(1000);
      vi.advanceTimersByTime(1);
    }
  }

  /** They have met. */
  meet(...values: readonly Values[]): Player[] {
    const players = values.map((each) => {
      this.run(1000);
      return this.add(each);
    });
    this.run(2000);
    return players;
  }
}
