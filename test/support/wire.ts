/**
 * Loaded into a daemon before anything else (`node --import`), on a machine with or without MIDI: a MIDI driver whose
 * ports always open, and whose output appends each message to the file `WIRE`, a line of JSON.
 * What was written is there also when the process is killed. Where there is a file `WIRE`.hang it does not return once.
 */
import fs from 'node:fs';
import { createRequire, Module, syncBuiltinESMExports } from 'node:module';

const file = process.env['WIRE']!;
const wire = fs.openSync(file, 'a');
const hang = `${file}.hang`;

class Port {
  getPortCount(): number {
    return 0;
  }
  openVirtualPort(): void {
    // Nobody else is there to see it.
  }
  destroy(): void {
    // Nothing was opened.
  }
}

class Input extends Port {
  ignoreTypes(): void {
    // Nothing comes in.
  }
  on(): void {
    // Nothing comes in.
  }
}

class Output extends Port {
  constructor() {
    super();
    fs.writeSync(2, 'ALSA lib: what a native library prints by itself\n');
  }
  sendMessage(bytes: readonly number[]): void {
    if (fs.existsSync(hang)) {
      fs.rmSync(hang);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    fs.writeSync(wire, `${JSON.stringify(bytes)}\n`);
  }
}

const require = createRequire(import.meta.url);
const driver = require.resolve('@julusian/midi');
require.cache[driver] = Object.assign(new Module(driver), {
  exports: { Input, Output },
  loaded: true,
});

const sequencer = '/dev/snd/seq';
const { existsSync, accessSync } = fs;
fs.existsSync = (path) => path === sequencer || existsSync(path);
fs.accessSync = (path, mode) => path === sequencer || accessSync(path, mode);
syncBuiltinESMExports();
