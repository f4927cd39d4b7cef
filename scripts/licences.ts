#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { licencesPage } from './licences/page.js';

/** `docs/licences.md` on standard output, from `package-lock.json` in this folder. */
process.stdout.write(licencesPage(readFileSync('package-lock.json', 'utf8')));
