/**
 * One fenced block of a document. `line` is that of its first line of content, `text` what is run: where an `instead` asks for it, not
 * quite what is printed.
 *
 * @typedef {{ document: string, line: number, language: string, text: string, continues: boolean, file?: string, skip?: string, given: string[] }} Block
 */

const FENCE = /^(?<indent>\s*)(?<marks>`{3,})(?<language>\w*)/;
const COMMENT = /^\s*<!--\s*(?<name>[\w-]+)(?::\s*(?<value>.*?))?\s*-->\s*$/;

/** What a comment right before a block may say: each takes what stands after its colon and changes the block. */
const INSTRUCTIONS = {
  continues: (block) => void (block.continues = true),
  file: (block, name) => void (block.file = named(name, 'a file name')),
  skip: (block, reason) => void (block.skip = named(reason, 'a reason')),
  given: (block, names) => void block.given.push(...named(names, 'names').split(/,\s*/)),
  instead(block, change) {
    const [before, after] = named(change, 'OLD => NEW').split(' => ');
    if (after === undefined) throw new Error(`'${change}' is not OLD => NEW`);
    if (!block.text.includes(before)) throw new Error(`the block does not contain '${before}'`);
    block.text = block.text.replaceAll(before, after);
  },
};

/**
 * The fenced blocks of a Markdown document, with what the comments before them ask for.
 *
 * @param {string} document its path, for messages
 * @param {string} markdown
 * @returns {Block[]}
 * @throws an error that lists all wrong instructions, by document and line
 */
export function readDocument(document, markdown) {
  const mistakes = [];
  const blocks = [...fencedBlocks(document, markdown)].map(({ comments, ...fenced }) => {
    const block = { document, ...fenced, continues: false, given: [] };
    for (const { name, value, line } of comments) {
      try {
        if (!Object.hasOwn(INSTRUCTIONS, name)) throw new Error(`unknown, known: ${Object.keys(INSTRUCTIONS).join(', ')}`);
        INSTRUCTIONS[name](block, value);
      } catch (error) {
        mistakes.push(`${document}:${line}: <!-- ${name} -->: ${error.message}`);
      }
    }
    return block;
  });
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return blocks;
}

/** Each fenced block with the comments between it and the text before it. */
function* fencedBlocks(document, markdown) {
  const lines = markdown.split('\n');
  let comments = [];
  for (let at = 0; at < lines.length; at += 1) {
    const comment = COMMENT.exec(lines[at])?.groups;
    const fence = FENCE.exec(lines[at])?.groups;
    if (comment !== undefined) comments.push({ ...comment, line: at + 1 });
    else if (fence !== undefined) {
      const end = lines.findIndex((line, index) => index > at && line.trim() === fence.marks);
      if (end < 0) throw new Error(`${document}:${at + 1}: this block has no end`);
      const text = lines.slice(at + 1, end).map((line) => (line.startsWith(fence.indent) ? line.slice(fence.indent.length) : line));
      yield { comments, language: fence.language, line: at + 2, text: text.map((line) => `${line}\n`).join('') };
      [comments, at] = [[], end];
    } else if (lines[at].trim() !== '') comments = [];
  }
}

function named(value, what) {
  if (!value) throw new Error(`${what} must follow its colon`);
  return value;
}
