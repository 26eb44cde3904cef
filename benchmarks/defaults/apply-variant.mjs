/** A config with the changes of one variant; the config itself is not touched. */
export function applyVariant(config, { name, set = {}, without = [] }) {
  const changed = structuredClone(config);
  changed.objectives = changed.objectives.filter((item) => !without.includes(nameOf(item)));
  for (const [path, value] of Object.entries(set)) setPath(changed, path.split('.'), value, name);
  return changed;
}

function setPath(node, [key, ...rest], value, variant) {
  if (Array.isArray(node)) {
    const at = node.findIndex((item) => nameOf(item) === key);
    if (at < 0) throw new Error(`variant '${variant}': the base config has no '${key}'`);
    if (typeof node[at] === 'string') node[at] = { use: node[at] };
    setPath(node[at], rest, value, variant);
  } else if (rest.length === 0) node[key] = value;
  else setPath(node[key], rest, value, variant);
}

function nameOf(item) {
  return typeof item === 'string' ? item : item.use;
}
