import { expect, test } from 'vitest';
import { isOwnRequest } from '../../../src/daemon/core/own-request.js';

test.each([
  [{ host: '127.0.0.1:8765' }, true],
  [{ host: 'localhost:8765' }, true],
  [{ host: 'LOCALHOST' }, true],
  [{ host: '[::1]:8765' }, true],
  [{ host: '192.168.1.5:8765', origin: 'http://192.168.1.5:8765' }, true],
  [{ host: 'studio.local:8765', origin: 'http://studio.local:8765' }, true],
  [{ host: 'other.local:8765' }, false],
  [{ host: '192.168.1.5:8765', origin: 'http://192.168.1.5:3000' }, false],
  [{ host: 'localhost:8765', origin: 'http://localhost:8765' }, true],
  [{ host: 'localhost:8765', origin: 'http://localhost:3000' }, false],
  [{ host: 'localhost:8765', origin: 'https://evil.example' }, false],
  [{ host: 'localhost:8765', origin: 'null' }, false],
  [{ host: 'evil.example:8765', origin: 'http://evil.example:8765' }, false],
  [{ host: 'localhost.evil.example:8765' }, false],
  [{ host: '127.0.0.1.evil.example' }, false],
  [{}, false],
])('a request with %j is our own: %s', (headers, own) => {
  expect(isOwnRequest(headers, 'studio.local')).toBe(own);
});
