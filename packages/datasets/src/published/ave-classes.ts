/** The 28 events of AVE in the order of its label columns. */
export const AVE_CLASSES = [
  'Church bell', 'Male speech, man speaking', 'Bark', 'Fixed-wing aircraft, airplane', 'Race car, auto racing',
  'Female speech, woman speaking', 'Helicopter', 'Violin, fiddle', 'Flute', 'Ukulele', 'Frying (food)', 'Truck', 'Shofar',
  'Motorcycle', 'Acoustic guitar', 'Train horn', 'Clock', 'Banjo', 'Goat', 'Baby cry, infant cry', 'Bus', 'Chainsaw', 'Cat',
  'Horse', 'Toilet flush', 'Rodents, rats, mice', 'Accordion', 'Mandolin',
] as const;
