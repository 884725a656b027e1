/* How rare a term is, exactly as mkdocs_postmortems.search.weighing tells it. */

/* How much a term tells when so many of all documents have it. */
function rarity(having, count) {
  let mantissa = Math.floor(((2 * count + 2) * 65536) / (2 * having + 1));
  let bits = 0;
  for (; mantissa >= 131072; bits++) mantissa = Math.floor(mantissa / 2);
  for (let i = 0; i < 4; i++) {
    mantissa = Math.floor((mantissa * mantissa) / 65536);
    const isOver = mantissa >= 131072;
    bits = bits * 2 + (isOver ? 1 : 0);
    if (isOver) mantissa = Math.floor(mantissa / 2);
  }
  return Math.max(bits, 1);
}
