const count = (results, outcome) => results.filter((result) => result.outcome === outcome).length;

/** How many mutants of those that are not equivalent were killed, in percent. */
export const shareKilled = (results) => (100 * count(results, 'killed')) / (results.length - count(results, 'equivalent'));

/** A row a package: mutants tried, killed, equivalent, surviving, and {@link shareKilled}. */
export function formatTable(results) {
  const rows = [...new Set(results.map((result) => result.package))].map((name) => {
    const own = results.filter((result) => result.package === name);
    const counts = ['killed', 'equivalent', 'survived'].map((outcome) => count(own, outcome));
    return `| ${name} | ${[own.length, ...counts].join(' | ')} | ${Math.round(shareKilled(own))} % |`;
  });
  return ['| package | mutants | killed | equivalent | survived | killed of the rest |', '|---|---|---|---|---|---|', ...rows].join('\n');
}
