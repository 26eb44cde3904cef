/** Accents of English that espeak-ng has. */
export const ACCENTS = ['en-gb', 'en-us', 'en-gb-scotland', 'en-gb-x-rp', 'en-gb-x-gbcwmd', 'en-029'];

/** Variants of espeak-ng that sound like people; not 'Lee', say, whose formants lie where no vocal tract puts them. */
export const TIMBRES = (
  'm1 m2 m3 m4 m5 m7 f1 f2 f3 f4 f5 Alex Andrea Annie Denis ' +
  'Gene Hugo Jacky shelby Mario Michael Mike adam belinda boris linda michel paul quincy steph'
).split(' ');
