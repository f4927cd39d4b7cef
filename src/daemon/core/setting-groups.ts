/** Groups of settings, in the order and by the titles that pages, help and layouts show. */
export const groups = [
  { name: 'sampling', title: 'Choosing' },
  { name: 'steering', title: 'Steering' },
  { name: 'feel', title: 'Feel' },
  { name: 'time', title: 'Time' },
  { name: 'jam', title: 'Jamming' },
  { name: 'parts', title: 'Parts' },
  { name: 'ports', title: 'MIDI ports' },
  { name: 'network', title: 'Network' },
  { name: 'session', title: 'Session' },
] as const;

export type GroupName = (typeof groups)[number]['name'];
