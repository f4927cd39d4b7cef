import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './programs.js';

/** A real Chromium, where one is installed; the one without windows starts and draws sooner. */
export const chromiumPath = findProgram(
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
);

/** Fails after 20 s rather than hang; the process ends with the browser, or with the test run. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    timeout: 20_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
